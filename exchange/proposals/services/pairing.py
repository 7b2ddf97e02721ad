"""Concept papers find each other: first review, priorities, a matching, and the joint drafts that come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.dossiers.enums import RoundState
from exchange.dossiers.services import ranking
from exchange.dossiers.services import round as rounds
from exchange.dossiers.values.ranking import Order
from exchange.dossiers.values.refusal import Refused
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import FirstReview, PairedPapers, PairingRound, Priority, Proposal
from exchange.proposals.selectors.pairing import (
    Paper,
    concept_papers,
    counterparts_of,
    eligible_papers,
    read_market,
    read_papers,
    side_of,
)
from exchange.proposals.services.decisions import next_stage
from exchange.proposals.services.proposals import add_accepted
from exchange.proposals.services.telling import tell_team
from exchange.proposals.values.pairing import Market, PairingResult

Solve = Callable[[Market], PairingResult]


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
        raise Refused(_("The papers are matched already: the first review is over."))
    papers = {paper.pk: paper for paper in concept_papers(call).filter(sides=[agency.side])}
    if results.keys() - papers.keys():
        raise Refused(_("An agency enters results on the papers of its own side only."))
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
        raise Refused(_("Teams of this call are not matched."))
    if call.stages.filter(kind=StageKind.CONCEPT_PAPER, closes_at__gt=timezone.now()).exists():
        raise Refused(_("Concept papers can still be handed in. Open the priorities after that."))
    rounds.require_future(closes_at)
    _lock_call(call)
    papers = list(eligible_papers(call))
    if {side_of(paper) for paper in papers} != set(Side):
        raise Refused(_("Each side needs a paper that goes on. Enter the first review first."))
    if PairingRound.objects.filter(call=call).exists():
        raise Refused(_("Somebody else has opened the priorities already."))
    round_ = rounds.open_round(PairingRound(call=call, closes_at=closes_at, proposing_side=proposing_side))
    for paper in papers:
        tell_team(paper, "pairing_open", key=f"pairing-open-{paper.public_id}", round=round_)
    return round_


def move_closing(round_: PairingRound, *, closes_at: datetime) -> None:
    """Another closing instant, while nothing is matched. Raises :class:`Refused`."""
    rounds.move_closing(_only(round_), closes_at=closes_at)


def close_round(round_: PairingRound) -> None:
    """Close before the time. Whoever began to save before is heard."""
    rounds.close_round(_only(round_))


def _lock_call(call: Call) -> None:
    """Two managers who do the same at once go one after the other."""
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)


def _only(round_: PairingRound) -> QuerySet[PairingRound]:
    return PairingRound.objects.filter(pk=round_.pk).select_related("call__version")


def set_priorities(paper: Proposal, *, order: Sequence[str], version: str) -> Order:
    """Save the counterparts (public ids) that the paper's team would work with, best first.

    ``version`` names the order that was read. Raises :class:`Stale` where another one was saved since, and
    :class:`Refused` after closing, or for a paper that does not take part.
    """
    round_ = PairingRound.objects.filter(call=paper.call_id).select_related("call__version")
    return ranking.set_priorities(round_, ballot=partial(_ballot, paper), order=order, version=version)


def _ballot(paper: Proposal, round_: PairingRound) -> ranking.Ballot[Priority]:
    if not eligible_papers(round_.call).filter(pk=paper.pk).exists():
        raise Refused(_("This paper does not take part in the matching."))
    others = counterparts_of(paper).values_list("pk", "public_id")
    return ranking.Ballot(
        own=Priority.objects.filter(round=round_, chooser=paper),
        acceptable={str(public_id): pk for pk, public_id in others},
        make=lambda pk, rank: Priority(round=round_, chooser=paper, counterpart_id=pk, rank=rank),
    )


def match_papers(round_: PairingRound, *, solve: Solve, by: User) -> PairingRound:
    """Match under the priorities as they closed; the same facts leave everything as it is. Raises :class:`Refused`."""
    return rounds.run_round(_only(round_), solve=lambda locked: solve(read_market(locked)).content(), by=by)


@transaction.atomic
def confirm_round(round_: PairingRound, *, by: User) -> list[PairedPapers]:
    """Make a joint draft of every pair and tell everybody; once, whoever presses. Raises :class:`Refused`."""
    confirmed = rounds.confirm_round(_only(round_), digest=_locked_digest, by=by)
    papers = {paper.id: paper for paper in read_papers(eligible_papers(confirmed.call))}
    result = PairingResult.of(confirmed.result)
    pairs = [_join(confirmed, papers[found.korean], papers[found.american]) for found in result.pairs]
    for alone in result.alone:
        _leave(papers[alone.paper], ProposalState.NOT_ADVANCED)
        tell_team(papers[alone.paper].proposal, "pairing_alone", key=f"pairing-{alone.paper}")
    return pairs


def _locked_digest(round_: PairingRound) -> str:
    """No paper is withdrawn between this and the joint drafts."""
    list(eligible_papers(round_.call).select_for_update(of=("self",)))
    return read_market(round_).digest()


def _join(round_: PairingRound, korean: Paper, american: Paper) -> PairedPapers:
    following = next_stage(korean.proposal)
    if following is None:
        raise Refused(_("There is no later stage in this call."))
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
