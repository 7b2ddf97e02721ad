"""Agencies enter which concept papers of their own side go on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.refusal import Refused
from exchange.pairing.models import FirstReview, PairingRound
from exchange.pairing.selectors.paper import concept_papers
from exchange.pairing.services.locking import lock_call
from exchange.people.models import User
from exchange.programmes.models import Agency, Call
from exchange.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """``None``: not decided yet."""

    is_eligible: bool | None
    reason: str = ""


class StaleReviews(ValidationError):
    """Of some papers there is another result than the one that was read: ``current``, by public id. Nothing was changed."""

    def __init__(self, texts: dict[str, str], current: dict[str, ReviewResult]) -> None:
        super().__init__(texts)
        self.current = current


@transaction.atomic
def enter_first_reviews(
    call: Call,
    *,
    agency: Agency,
    results: Mapping[int, ReviewResult],
    by: User,
    seen: Mapping[int, ReviewResult] | None = None,
) -> int:
    """An agency's results on its own side's papers, by primary key; returns how many changed. ``seen``: what was read.

    Raises ``ValidationError``: another side's paper, a reason that is missing, a matching that rests on the old results;
    ``StaleReviews`` where a colleague was quicker.
    """
    lock_call(call)
    round_ = PairingRound.objects.select_for_update(no_key=True).filter(call=call).first()
    if round_ is not None and round_.state in {RoundState.RUN, RoundState.CONFIRMED}:
        raise Refused(_("The papers are matched already: the first review is over."))
    papers = {paper.pk: paper for paper in concept_papers(call).filter(sides=[agency.side])}
    if results.keys() - papers.keys():
        raise Refused(_("An agency enters results on the papers of its own side only."))
    _require_reasons({str(papers[pk].public_id): result for pk, result in results.items()})
    _require_seen(papers, agency, seen or {})
    return sum(_enter(papers[pk], agency, result, by) for pk, result in results.items())


def _require_reasons(results: Mapping[str, ReviewResult]) -> None:
    missing = [paper for paper, result in results.items() if result.is_eligible is False and not result.reason.strip()]
    if missing:
        message = _("Give a reason for each paper that does not advance.")
        raise ValidationError(dict.fromkeys(missing, message))


def _require_seen(papers: Mapping[int, Proposal], agency: Agency, seen: Mapping[int, ReviewResult]) -> None:
    known = {row.proposal_id: row for row in FirstReview.objects.filter(agency=agency, proposal__in=seen)}
    texts, current = {}, {}
    for pk, read in seen.items():
        row = known.get(pk)
        now = ReviewResult(row.is_eligible, row.reason) if row else ReviewResult(None)
        if now != read:
            paper = str(papers[pk].public_id)
            texts[paper], current[paper] = _meanwhile(row), now
    if texts:
        raise StaleReviews(texts, current)


def _meanwhile(row: FirstReview | None) -> str:
    if row is None:
        return _("The result that you read was taken back in the meantime. Saving again enters yours.")
    result = _("Advances") if row.is_eligible else _("Does not advance")
    text = _("Entered in the meantime by %(name)s: %(result)s. Saving again replaces it.")
    told = f"{result} ({row.reason})" if row.reason else result
    return text % {"name": row.entered_by or "–", "result": told}


def _enter(paper: Proposal, agency: Agency, result: ReviewResult, by: User) -> bool:
    known = FirstReview.objects.filter(proposal=paper, agency=agency).first()
    reason = result.reason.strip()
    if result.is_eligible is None:
        return bool(known and known.delete())
    if known is not None and (known.is_eligible, known.reason) == (result.is_eligible, reason):
        return False
    review = known or FirstReview(proposal=paper, agency=agency)
    review.is_eligible, review.reason, review.entered_by = result.is_eligible, reason, by
    review.full_clean()
    review.save()
    return True
