"""What of a proposal waits for one of its team: an answer to the agencies, rules, a confirmation, the submission.

Each has one item at most, whoever else is at work on it: what this person is to do next.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.dossiers.checks.registry import Finding, Result
from exchange.dossiers.enums import Outcome
from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.models import Researcher
from exchange.people.selectors.profile import researcher_of
from exchange.programmes.enums import CallState
from exchange.proposals.checks import CHECKS
from exchange.proposals.enums import AT_THE_AGENCIES, MemberState, ProposalState, Role
from exchange.proposals.models import Confirmation, InformationRequest, Submission, TeamMember
from exchange.proposals.rules import LEADING
from exchange.proposals.selectors.drafts import load_drafts
from exchange.proposals.selectors.worklist.places import in_present_stage, is_open, requests_awaited

NEAR = timedelta(days=30)
"""How long before its stage closes an unfinished draft begins to wait."""


def waiting_in_proposals(reader: Reader) -> Iterator[WorkItem]:
    researcher = researcher_of(reader.user)
    if researcher is None:
        return
    now = timezone.now()
    found = list(_places(researcher, now))
    asked = requests_awaited(found)
    places = [place for place in found if place.proposal_id in asked or is_open(place, now)]
    standings = _standings(places)
    for place in places:
        item = _item(place, standings[place.proposal_id], asked.get(place.proposal_id))
        if item is not None:
            yield item


def _places(researcher: Researcher, now: datetime) -> QuerySet[TeamMember]:
    """The person's, in teams that can submit something now or are asked for more; of drafts only those that have
    little time left."""
    in_time = Q(proposal__call__state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    is_near = Q(proposal__state=ProposalState.DRAFT, closes_at__lte=now + NEAR)
    was_submitted = Q(proposal__state__in=AT_THE_AGENCIES)
    is_asked = Q(proposal__state=ProposalState.INFORMATION_ASKED)
    accepted = TeamMember.objects.filter(researcher=researcher, state=MemberState.ACCEPTED)
    live = in_present_stage(accepted).filter(in_time & (is_near | was_submitted) | is_asked)
    return live.select_related("proposal__call__version").order_by("proposal")


@dataclass(frozen=True)
class _Standing:
    """Where a proposal stands on its way from the rules to the agencies."""

    results: tuple[Result, ...]
    unconfirmed: frozenset[str]
    is_changed: bool


def _standings(places: Collection[TeamMember]) -> dict[int, _Standing]:
    proposals = [place.proposal for place in places]
    closings = {(place.proposal.call_id, place.proposal.stage): place.closes_at for place in places}  # type: ignore[attr-defined]
    drafts = load_drafts(proposals, closings)
    digests = {pk: draft.digest() for pk, draft in drafts.items()}
    rows = Confirmation.objects.filter(proposal__in=proposals)
    confirmed = set(rows.values_list("proposal", "stage", "side", "digest"))
    kept = Submission.objects.filter(proposal__in=proposals).order_by("number")
    latest = {(pk, stage): digest for pk, stage, digest in kept.values_list("proposal", "stage", "digest")}
    return {
        pk: _Standing(
            results=CHECKS.run(draft),
            unconfirmed=frozenset(
                side for side in draft.sides if (pk, draft.stage, side, digests[pk]) not in confirmed
            ),
            is_changed=latest.get((pk, draft.stage), digests[pk]) != digests[pk],
        )
        for pk, draft in drafts.items()
    }


def _item(place: TeamMember, standing: _Standing, asked: InformationRequest | None) -> WorkItem | None:
    state = place.proposal.state
    if state == ProposalState.DRAFT:
        return _unfinished(place, standing)
    if place.role not in LEADING:
        return None  # what was submitted is answered for by the leads
    if state == ProposalState.INFORMATION_ASKED:
        return _asked(place, asked)
    return _changed(place, standing) if standing.is_changed else None


@dataclass(frozen=True)
class _Step:
    detail: str
    act: str
    url: str


def _next_step(place: TeamMember, standing: _Standing) -> _Step | None:
    """What this person can do now; ``None`` while it is the others' turn."""
    submit = reverse("proposal-submit", args=[place.proposal.public_id])
    if unmet := _unmet(place, standing.results):
        first, finding = unmet[0]
        text = ngettext(
            "%(count)d rule is not fulfilled yet: %(first)s",
            "%(count)d rules are not fulfilled yet, the first: %(first)s",
            len(unmet),
        )
        detail = text % {"count": len(unmet), "first": first.label}
        return _Step(detail, _("Continue"), place.proposal.address_of(finding.place))
    if any(result.outcome != Outcome.PASS for result in standing.results):
        return None
    if place.role == Role.PI and place.side in standing.unconfirmed:
        return _Step(_("Every rule is fulfilled; your side has not confirmed yet"), _("Confirm"), submit)
    if place.role in LEADING and not standing.unconfirmed:
        return _Step(_("Every rule is fulfilled, and everybody has confirmed"), _("Submit"), submit)
    return None


def _unmet(place: TeamMember, results: tuple[Result, ...]) -> list[tuple[Result, Finding]]:
    """Each rule that waits for this person, with the first place that mends it."""
    found = ((result, [one for one in result.findings if _waits_for(place, one)]) for result in results)
    return [(result, findings[0]) for result, findings in found if findings]


def _waits_for(place: TeamMember, finding: Finding) -> bool:
    """The leads see to everything; the others to their side's part, and of the team to their own entry."""
    if finding.outcome == Outcome.PASS:
        return False
    if place.role in LEADING:
        return True
    return not place.has_signed_off if finding.place == "team" else finding.party in {None, place.side}


def _unfinished(place: TeamMember, standing: _Standing) -> WorkItem | None:
    step = _next_step(place, standing)
    if step is None:
        return None
    return WorkItem(
        kind="draft",
        subject=str(place.proposal.public_id),
        label=_("Not submitted yet"),
        title=str(place.proposal),
        detail=f"{step.detail} · {place.proposal.call}",
        act=step.act,
        url=step.url,
        entry="proposal-list",
        due_at=place.closes_at,  # type: ignore[attr-defined]
    )


def _changed(place: TeamMember, standing: _Standing) -> WorkItem:
    """Told to the leads until it is submitted again, also while they wait for the other side's confirmation."""
    submit = reverse("proposal-submit", args=[place.proposal.public_id])
    waiting = _Step(_("The other side has not confirmed yet"), _("View"), submit)
    step = _next_step(place, standing) or waiting
    return WorkItem(
        kind="changed",
        subject=str(place.proposal.public_id),
        label=_("Changed since it was submitted"),
        title=str(place.proposal),
        detail=_("The agencies still have the earlier version") + f" · {step.detail}",
        act=step.act,
        url=step.url,
        entry="proposal-list",
        due_at=place.closes_at,  # type: ignore[attr-defined]
    )


def _asked(place: TeamMember, asked: InformationRequest | None) -> WorkItem:
    """An answer may also come in while the stage is open, however late."""
    return WorkItem(
        kind="information",
        subject=str(place.proposal.public_id),
        label=_("More information is asked for"),
        title=str(place.proposal),
        detail=Truncator(asked.text if asked else "").chars(160),
        act=_("Answer"),
        url=reverse("proposal-submit", args=[place.proposal.public_id]),
        entry="proposal-list",
        due_at=asked.answer_until if asked else place.closes_at,  # type: ignore[attr-defined]
    )
