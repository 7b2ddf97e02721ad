"""What of their calls waits for a programme's managers: stages that close, answers of teams."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.programmes.enums import CallState, StageKind
from exchange.programmes.models import Call, Stage
from exchange.programmes.rules import manages_some_programme
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import InformationRequest, Proposal
from exchange.proposals.selectors.managed import managed_calls
from exchange.proposals.selectors.office import SOON
from exchange.proposals.values.listing import ProposalListing

Calls = Mapping[int, Call]
"""By their keys, all that the reader manages."""


def waiting_in_calls(reader: Reader) -> Iterator[WorkItem]:
    if not manages_some_programme(reader.user):
        return
    calls = {call.pk: call for call in reader.once(managed_calls)}
    yield from _closing(calls)
    yield from _answers(calls)


def _closing(calls: Calls) -> Iterator[WorkItem]:
    now = timezone.now()
    stages = Stage.objects.filter(
        call__in=[call.pk for call in calls.values() if call.state == CallState.PUBLISHED],
        kind__in=[kind for kind in StageKind if kind.takes_submissions],
        opens_at__lte=now,
        closes_at__gt=now,
        closes_at__lte=now + SOON,
    )
    found = list(stages.order_by("closes_at", "pk"))
    states = _states(found)
    for stage in found:
        yield _closing_item(stage, calls[stage.call_id], states)


def _states(stages: Collection[Stage]) -> Counter[tuple[int, str, str]]:
    """How many proposals there are, by call, stage and state."""
    proposals = Proposal.objects.filter(call__in=[stage.call_id for stage in stages]).order_by()
    groups = proposals.values_list("call", "stage", "state").annotate(count=Count("pk"))
    return Counter({(call, stage, state): count for call, stage, state, count in groups})


def _closing_item(stage: Stage, call: Call, states: Counter[tuple[int, str, str]]) -> WorkItem:
    drafts, submitted = (
        states[stage.call_id, stage.kind, state] for state in (ProposalState.DRAFT, ProposalState.SUBMITTED)
    )
    query = ProposalListing(stage=stage.kind, state=ProposalState.DRAFT if drafts else "").query()
    return WorkItem(
        kind="closing",
        subject=f"{call.public_id}:{stage.kind}",
        label=_("A stage closes soon"),
        title=str(call),
        detail=_("%(stage)s: %(drafts)d not submitted yet, %(submitted)d submitted")
        % {"stage": stage.get_kind_display(), "drafts": drafts, "submitted": submitted},
        act=_("See the drafts") if drafts else _("See the proposals"),
        url=_office(call, query),
        entry="call-list",
        due_at=stage.closes_at,
    )


def _answers(calls: Calls) -> Iterator[WorkItem]:
    """One item a call: what was asked, waits, and is due soon or was due."""
    asked = InformationRequest.objects.unanswered().filter(
        answer_until__lte=timezone.now() + SOON,
        proposal__call__in=calls,
        proposal__state=ProposalState.INFORMATION_ASKED,
    )
    groups = asked.values("proposal__call").annotate(count=Count("pk"), first=Min("answer_until"))
    for group in groups.order_by("proposal__call"):
        yield _answers_item(calls[group["proposal__call"]], group["count"], group["first"])


def _answers_item(call: Call, count: int, first: datetime) -> WorkItem:
    text = ngettext("%(count)d proposal has not answered yet", "%(count)d proposals have not answered yet", count)
    return WorkItem(
        kind="answers",
        subject=str(call.public_id),
        label=_("Answers from teams are due"),
        title=str(call),
        detail=text % {"count": count},
        act=_("See which"),
        url=_office(call, ProposalListing(state=ProposalState.INFORMATION_ASKED).query()),
        entry="call-list",
        due_at=first,
    )


def _office(call: Call, query: str) -> str:
    address = reverse("call-office", args=[call.public_id])
    return f"{address}?{query}" if query else address
