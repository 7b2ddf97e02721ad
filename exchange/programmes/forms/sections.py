"""The sections of the editor, in order."""

from exchange.programmes.forms.basics import BASICS
from exchange.programmes.forms.limits import LIMITS
from exchange.programmes.forms.money import MONEY
from exchange.programmes.forms.questions import DOCUMENTS, QUESTIONS
from exchange.programmes.forms.rubric import RUBRIC
from exchange.programmes.forms.section import Section
from exchange.programmes.forms.stages import STAGES
from exchange.programmes.forms.supplement import SUPPLEMENT

SECTIONS: dict[str, Section] = {
    section.slug: section for section in (BASICS, STAGES, MONEY, LIMITS, QUESTIONS, DOCUMENTS, RUBRIC, SUPPLEMENT)
}
