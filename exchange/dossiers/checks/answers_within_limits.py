from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import LimitUnit, Outcome
from exchange.dossiers.values.content import Content


def answers_within_limits(content: Content) -> Iterator[Finding]:
    for question, party in content.expected():
        text = content.answer(question, party)
        if question.limit is None or not isinstance(text, str):
            continue
        length = count_length(text, question.limit_unit)
        values = {"label": question.label, "length": length, "limit": question.limit}
        outcome = Outcome.PASS if length <= question.limit else Outcome.FAIL
        yield Finding(outcome, _("%(label)s: %(length)d of %(limit)d") % values, f"answer-{question.key}", party)


def count_length(text: str, unit: str) -> int:
    """Words are what white space separates; characters are counted as the page's script counts them, line ends as one.

    >>> count_length("사람과 로봇의 협업", "words"), count_length("a\\r\\nb", "characters")
    (3, 3)
    """
    return len(text.split()) if unit == LimitUnit.WORDS else len(text.replace("\r\n", "\n"))
