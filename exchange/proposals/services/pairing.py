"""Concept papers find each other: first review, priorities, a matching, and the joint drafts that come of it.

**Closing.** As with a deadline, what counts is the instant at which a saving's transaction begins, by the clock of the
database. The round's row is locked by everything here that writes, so a saving is either in before the matching or refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.http.stale import Stale
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import MemberState, ProposalState, Role, RoundState
from exchange.proposals.models import FirstReview, PairedPapers, PairingRound, Priority, Proposal
from exchange.proposals.selectors.pairing import (
    Paper,
    concept_papers,
    counterparts_of,
    eligible_papers,
    priorities_of,
    read_market,
    read_papers,
    side_of,
)
from exchange.proposals.services.decisions import next_stage
from exchange.proposals.services.proposals import add_accepted
from exchange.proposals.services.telling import tell_team
from exchange.proposals.values.pairing import Market, PairingResult, version_of

Solve = Callable[[Market], PairingResult]


class PairingRefused(ValidationError):  # noqa: N818 - a state, answered with a page
    """Why nothing was changed, in words."""


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """``None``: not decided yet."""

    is_eligible: bool | None
    reason: str = ""


@transaction.atomic
def enter_first_reviews(call: Call, *, agency: Agency, results: Mapping[int, ReviewResult], by: User) -> int:
    """An agency's results on its own side's papers, by primary key; returns how many changed.

    Raises ``ValidationError``: another side's paper, a reason that is missing, a matching that rests on the old results.
    """
    _lock_call(call)
    round_ = PairingRound.objects.select_for_update(no_key=True).filter(call=call).first()
    if round_ is not None and round_.state in {RoundState.RUN, RoundState.CONFIRMED}:
        raise PairingRefused(_("The papers are matched already: the first review is over."))
    papers = {paper.pk: paper for paper in concept_papers(call).filter(sides=[agency.side])}
    if results.keys() - papers.keys():
        raise PairingRefused(_("An agency enters results on the papers of its own side only."))
    _require_reasons({str(papers[pk].public_id): result for pk, result in results.items()})
    return sum(_enter(papers[pk], agency, result, by) for pk, result in results.items())


def _require_reasons(results: Mapping[str, ReviewResult]) -> None:
    missing = [paper for paper, result in results.items() if result.is_eligible is False and not result.reason.strip()]
    if missing:
        message = _("Write a reason where a paper does not go on.")
        raise ValidationError(dict.fromkeys(missing, message))


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


@transaction.atomic
def open_round(call: Call, *, closes_at: datetime, proposing_side: Side) -> PairingRound:
    """Let the eligible papers of both sides set priorities until ``closes_at``, and tell their teams."""
    if call.definition.team_formation != TeamFormation.MATCHMAKING:
        raise PairingRefused(_("Teams of this call are not matched."))
    if call.stages.filter(kind=StageKind.CONCEPT_PAPER, closes_at__gt=timezone.now()).exists():
        raise PairingRefused(_("Concept papers can still be handed in. Open the priorities after that."))
    _require_future(closes_at)
    _lock_call(call)
    papers = list(eligible_papers(call))
    if {side_of(paper) for paper in papers} != set(Side):
        raise PairingRefused(_("Each side needs a paper that goes on. Enter the first review first."))
    if PairingRound.objects.filter(call=call).exists():
        raise PairingRefused(_("Somebody else has opened the priorities already."))
    round_ = PairingRound(call=call, closes_at=closes_at, proposing_side=proposing_side)
    round_.full_clean()
    round_.save()
    for paper in papers:
        tell_team(paper, "pairing_open", key=f"pairing-open-{paper.public_id}", round=round_)
    return round_


def move_closing(round_: PairingRound, *, closes_at: datetime) -> None:
    """Another closing instant, while nothing is matched. Raises :class:`PairingRefused`."""
    _require_future(closes_at)
    waiting = PairingRound.objects.filter(pk=round_.pk, state__in=[RoundState.OPEN, RoundState.CLOSED])
    if not waiting.update(closes_at=closes_at, state=RoundState.OPEN):
        raise PairingRefused(_("The papers are matched already: the priorities stay closed."))


def close_round(round_: PairingRound) -> None:
    """Close before the time. Whoever began to save before is heard."""
    still_open = PairingRound.objects.filter(pk=round_.pk, state=RoundState.OPEN)
    if not still_open.update(state=RoundState.CLOSED, closes_at=Least(F("closes_at"), Now())):
        raise PairingRefused(_("The priorities are closed already."))


def _require_future(closes_at: datetime) -> None:
    if closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("This lies in the past.")})


def _lock_call(call: Call) -> None:
    """Two managers who do the same at once go one after the other."""
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)


def _locked(round_: PairingRound) -> PairingRound:
    rounds = PairingRound.objects.select_for_update(of=("self",), no_key=True).annotate(now=TransactionNow())
    return rounds.select_related("call__version").get(pk=round_.pk)


def _is_closed(locked: PairingRound) -> bool:
    """``state`` alone does not say it: a round closes by itself when its time is over."""
    now: datetime = locked.now  # type: ignore[attr-defined]
    return locked.state != RoundState.OPEN or now >= locked.closes_at


@transaction.atomic
def set_priorities(paper: Proposal, *, order: Sequence[str], version: str) -> tuple[str, ...]:
    """Save the counterparts (public ids) that the paper's team would work with, best first.

    ``version`` names the order that was read. Raises :class:`Stale` where another one was saved since, and
    :class:`PairingRefused` after closing, or for a paper that does not take part.
    """
    locked = _locked(PairingRound.objects.get(call=paper.call_id))
    if _is_closed(locked):
        raise PairingRefused(_("The priorities are closed: the clock of this server decides."))
    if not eligible_papers(locked.call).filter(pk=paper.pk).exists():
        raise PairingRefused(_("This paper does not take part in the matching."))
    saved = priorities_of(locked, paper)
    if version_of(saved) != version:
        raise Stale(saved)
    known = {str(public_id): pk for pk, public_id in counterparts_of(paper).values_list("pk", "public_id")}
    chosen = tuple(dict.fromkeys(order))
    if any(one not in known for one in chosen):
        raise PairingRefused(_("One of these papers does not take part any more. Load the page again."))
    Priority.objects.filter(round=locked, chooser=paper).delete()
    Priority.objects.bulk_create(
        Priority(round=locked, chooser=paper, counterpart_id=known[one], rank=rank)
        for rank, one in enumerate(chosen, 1)
    )
    return chosen


@transaction.atomic
def match_papers(round_: PairingRound, *, solve: Solve, by: User) -> PairingRound:
    """Match under the priorities as they closed; the same facts leave everything as it is. Raises :class:`PairingRefused`."""
    locked = _locked(round_)
    if locked.state == RoundState.CONFIRMED:
        raise PairingRefused(_("The matching is confirmed already."))
    if not _is_closed(locked):
        raise PairingRefused(_("The priorities are still open."))
    found = solve(read_market(locked)).content()
    if locked.state == RoundState.RUN and locked.result == found:
        return locked
    locked.state, locked.result, locked.run_by, locked.run_at = RoundState.RUN, found, by, timezone.now()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def confirm_round(round_: PairingRound, *, by: User) -> list[PairedPapers]:
    """Make a joint draft of every pair and tell everybody; once, whoever presses. Raises :class:`PairingRefused`."""
    locked = _locked(round_)
    if locked.state != RoundState.RUN:
        confirmed = locked.state == RoundState.CONFIRMED
        raise PairingRefused(_("The matching is confirmed already.") if confirmed else _("Run the matching first."))
    papers = {paper.id: paper for paper in read_papers(eligible_papers(locked.call).select_for_update(of=("self",)))}
    result = PairingResult.of(locked.result)
    if read_market(locked).digest() != result.market:
        raise PairingRefused(_("Papers or reviews have changed since the matching was run. Run it again."))
    locked.state, locked.confirmed_by, locked.confirmed_at = RoundState.CONFIRMED, by, timezone.now()
    locked.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    pairs = [_join(locked, papers[found.korean], papers[found.american]) for found in result.pairs]
    for alone in result.alone:
        _leave(papers[alone.paper], ProposalState.NOT_ADVANCED)
        tell_team(papers[alone.paper].proposal, "pairing_alone", key=f"pairing-{alone.paper}")
    return pairs


def _join(round_: PairingRound, korean: Paper, american: Paper) -> PairedPapers:
    following = next_stage(korean.proposal)
    if following is None:
        raise PairingRefused(_("There is no later stage in this call."))
    joint = Proposal(
        call=round_.call,
        stage=following.kind,
        sides=[Side.KR, Side.US],
        title_en=_joined(korean.title_en, american.title_en),
        title_ko=_joined(korean.title_ko, american.title_ko),
        created_by=round_.confirmed_by,
    )
    joint.full_clean()
    joint.save()
    pair = PairedPapers(round=round_, korean=korean.proposal, american=american.proposal, joint=joint)
    pair.full_clean()
    pair.save()
    for paper in (korean, american):
        leader = paper.proposal.members.select_related("researcher__user", "researcher__organisation").get(
            role=Role.PI, state=MemberState.ACCEPTED
        )
        assert leader.researcher is not None, "eligible_papers asks for it"  # noqa: S101
        add_accepted(joint, leader.researcher, role=Role.PI)
        _leave(paper, ProposalState.ADVANCED)
        tell_team(paper.proposal, "pairing_found", key=f"pairing-{paper.id}", joint=joint, stage=following)
    return pair


def _joined(first: str, second: str) -> str:
    """Nobody's title is preferred; the team makes one of the two."""
    return " / ".join(dict.fromkeys(filter(None, (first, second))))[:300]


def _leave(paper: Paper, state: ProposalState) -> None:
    paper.proposal.state = state
    paper.proposal.save(update_fields=["state"])
