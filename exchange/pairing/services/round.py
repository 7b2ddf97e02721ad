"""Concept papers find each other: priorities are opened and closed, papers matched, and joint drafts come of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.dossiers.services import round as rounds
from exchange.dossiers.values.refusal import Refused
from exchange.pairing.models import PairedPapers, PairingRound
from exchange.pairing.selectors.paper import Paper, eligible_papers, leaders, read_papers, side_of
from exchange.pairing.selectors.round import read_market
from exchange.pairing.services.locking import lock_call
from exchange.pairing.services.registry import Solve, registered_solver, tell_of_opening
from exchange.pairing.values.round import PairingResult
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Call
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import Proposal
from exchange.proposals.services.decisions import next_stage
from exchange.proposals.services.proposals import add_accepted
from exchange.proposals.services.telling import tell_team


@transaction.atomic
def open_round(call: Call, *, closes_at: datetime, proposing_side: Side, by: User) -> PairingRound:
    """Let the eligible papers of both sides set priorities until ``closes_at``, and tell their teams."""
    if call.definition.team_formation != TeamFormation.MATCHMAKING:
        raise Refused(_("Teams of this call are not matched."))
    if call.stages.filter(kind=StageKind.CONCEPT_PAPER, closes_at__gt=timezone.now()).exists():
        raise Refused(_("Concept papers can still be submitted. Open the priorities after that."))
    rounds.require_future(closes_at)
    lock_call(call)
    papers = list(eligible_papers(call))
    if {side_of(paper) for paper in papers} != set(Side):
        raise Refused(_("Each side needs at least one paper that advances. Enter the first reviews first."))
    if PairingRound.objects.filter(call=call).exists():
        raise Refused(_("Somebody else has opened the priorities already."))
    round_ = rounds.open_round(PairingRound(call=call, closes_at=closes_at, proposing_side=proposing_side))
    for paper in papers:
        tell_team(paper, "pairing_open", key=f"pairing-open-{paper.public_id}", round=round_)
    tell_of_opening(by)
    return round_


def move_closing(round_: PairingRound, *, closes_at: datetime) -> None:
    """Another closing instant, while nothing is matched. Raises :class:`Refused`."""
    rounds.move_closing(_only(round_), closes_at=closes_at)


def close_round(round_: PairingRound) -> None:
    """Close before the time. Whoever began to save before is heard."""
    rounds.close_round(_only(round_))


def _only(round_: PairingRound) -> QuerySet[PairingRound]:
    return PairingRound.objects.filter(pk=round_.pk).select_related("call__version")


def act_on_round(round_: PairingRound, action: str, *, by: User) -> None:
    """Close the priorities now, run the matching, or confirm it. Raises :class:`Refused`."""
    match action:
        case "close":
            close_round(round_)
        case "run":
            run_pairing(round_, by=by)
        case "confirm":
            confirm_round(round_, by=by)


def run_pairing(round_: PairingRound, *, by: User) -> PairingRound:
    """:func:`match_papers` by the method that is registered."""
    return match_papers(round_, solve=registered_solver(), by=by)


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
    """No paper is withdrawn, and nobody who leads one changes sides, between this and the joint drafts."""
    papers = list(eligible_papers(round_.call).select_for_update(of=("self",)))
    led = Researcher.objects.filter(memberships__in=leaders().filter(proposal__in=papers))
    list(led.order_by("pk").select_for_update(of=("self",), no_key=True))
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
        leader = leaders().select_related("researcher__user", "researcher__organisation").get(proposal=paper.proposal)
        assert leader.researcher is not None, "eligible_papers asks for it"  # noqa: S101
        add_accepted(joint, leader.researcher, role=Role.PI)
        _leave(paper, ProposalState.ADVANCED)
        tell_team(paper.proposal, "pairing_found", key=f"pairing-{paper.id}", joint=joint, stage=following)
    return pair


def _joined(first: str, second: str) -> str:
    """Nobody's title is preferred; the team makes one of the two."""
    return " / ".join(dict.fromkeys(filter(None, (first, second))))[:300]


def _leave(paper: Paper, state: ProposalState) -> None:
    """The question that was not answered in time goes: a later submission is not to answer it."""
    paper.proposal.information_requests.unanswered().delete()
    paper.proposal.state = state
    paper.proposal.save(update_fields=["state"])
