from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import LimitUnit
from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@register(_("No text is longer than its limit"), order=51)
def answers_within_limits(draft: ProposalContent) -> Iterator[Finding]:
    for question, side in draft.expected():
        text = draft.answer(question, side)
        if question.limit is None or not isinstance(text, str):
            continue
        length = count_length(text, question.limit_unit)
        values = {"label": question.label, "length": length, "limit": question.limit}
        outcome = Outcome.PASS if length <= question.limit else Outcome.FAIL
        yield Finding(outcome, _("%(label)s: %(length)d of %(limit)d") % values, f"answer-{question.key}", side)


def count_length(text: str, unit: str) -> int:
    """Words are what white space separates; characters are counted as the page's script counts them, line ends as one.

    >>> count_length("사람과 로봇의 협업", "words"), count_length("a\\r\\nb", "characters")
    (3, 3)
    """
    return len(text.split()) if unit == LimitUnit.WORDS else len(text.replace("\r\n", "\n"))
