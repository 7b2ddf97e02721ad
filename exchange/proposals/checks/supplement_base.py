from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome, QuestionKind
from exchange.programmes.values.definition import Supplement
from exchange.proposals.checks.prior_collaboration import closing_day, months_later
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.content import ProposalContent

# Keys of the questions that ask about the base project, and the kinds that make them answerable.
BUDGET, STARTS, ENDS = "base_budget", "base_starts", "base_ends"
KINDS = {BUDGET: QuestionKind.MONEY, STARTS: QuestionKind.DATE, ENDS: QuestionKind.DATE}


@CHECKS.register(_("The base project allows a supplement"), order=40)
def supplement_base(draft: ProposalContent) -> Iterator[Finding]:
    """Its budget, how long it has run and has left on the closing day, and the share that is asked for."""
    rule, closes_on = draft.definition.supplement, closing_day(draft)
    if rule is None or closes_on is None:
        return
    given = _given(draft, rule)
    for key, reason in (
        (BUDGET, _("Its budget of this year is large enough.")),
        (STARTS, _("It has run long enough on the closing day.")),
        (ENDS, _("It still runs long enough after the closing day.")),
    ):
        if key in given:
            value = given[key]
            met = value is not None and _is_met(key, value, rule, closes_on)
            outcome = Outcome.NOT_YET if value is None else Outcome.PASS if met else Outcome.FAIL
            yield Finding(outcome, reason, f"answer-{key}", rule.side)
    if (base := given.get(BUDGET)) is not None:
        asked = sum(line.amount_minor for line in draft.budget if line.side == rule.side)
        outcome = Outcome.PASS if asked * 100 <= base * rule.share_percent else Outcome.FAIL
        values = {"percent": rule.share_percent.normalize()}
        yield Finding(outcome, _("At most %(percent)s %% of its budget is asked for.") % values, "budget", rule.side)


def _given(draft: ProposalContent, rule: Supplement) -> dict[str, Any]:
    questions = draft.definition.questions_of(draft.stage)
    return {
        question.key: draft.answer(question, rule.side if rule.side in question.parties else None)
        for question in questions
        if KINDS.get(question.key) == question.kind
    }


def _is_met(key: str, value: Any, rule: Supplement, closes_on: date) -> bool:
    if key == BUDGET:
        return bool(value >= rule.base_at_least_minor)
    day = date.fromisoformat(value)
    if key == STARTS:
        return day <= months_later(closes_on, -rule.base_run_months)
    return day >= months_later(closes_on, rule.base_left_months)
