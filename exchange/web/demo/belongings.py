"""What the demo brought beside its people, and who of the real ones depends on it by now.

Asked once the demo's accounts are erased: whoever still stands on a row then is a real person.
"""

import tomllib
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from exchange.pairing.models import PairedPapers
from exchange.people.models import Organisation, Topic
from exchange.programmes.enums import InvitationState
from exchange.programmes.models import Agency, Call, Commitment, OfficeInvitation, Programme
from exchange.proposals.models import Proposal, Submission, TeamMember
from exchange.web.demo.loading import CAST
from exchange.web.demo.programmes import AGENCIES, PROGRAMME


@cache
def _cast(table: str, key: str) -> frozenset[str]:
    return frozenset(row[key] for row in tomllib.loads(CAST.read_text())[table])


def people() -> frozenset[str]:
    """External ids of the profiles."""
    return frozenset(f"demo-{key}" for key in _cast("people", "key"))


def programmes() -> QuerySet[Programme]:
    return Programme.objects.filter(name_en=PROGRAMME).order_by("pk")


def calls() -> QuerySet[Call]:
    return Call.objects.filter(programme__in=programmes()).order_by("pk")


def agencies() -> QuerySet[Agency]:
    return Agency.objects.filter(code__in=AGENCIES.values()).order_by("code")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(ror_id__in=_cast("organisations", "ror_id")).order_by("ror_id")


def topics() -> QuerySet[Topic]:
    """None once there are others: the demo's have the ids of OpenAlex, and the import of the list found them there."""
    own = _cast("topics", "openalex_id")
    is_imported = Topic.objects.exclude(openalex_id__in=own).exists()
    return Topic.objects.none() if is_imported else Topic.objects.filter(openalex_id__in=own).order_by("openalex_id")


def of_nobody(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those in which no real person takes part, nor in what they were paired to."""
    real = Proposal.objects.filter(_has_people())
    pairs = PairedPapers.objects.filter(Q(korean__in=real) | Q(american__in=real) | Q(joint__in=real))
    paired = [pk for pair in pairs.values_list("korean", "american", "joint") for pk in pair if pk is not None]
    return proposals.exclude(_has_people()).exclude(pk__in=paired)


def _has_people() -> Q:
    members = TeamMember.objects.filter(proposal=OuterRef("pk"), researcher__isnull=False)
    submitted = Submission.objects.filter(proposal=OuterRef("pk"), submitted_by__isnull=False)
    return Q(created_by__isnull=False) | Exists(members) | Exists(submitted)


def on_call(call: Call) -> str:
    """Who manages its programme may have built on it, whoever wrote it."""
    return _said(
        (call.programme.managers.count(), "manager", "managers"),
        (call.proposals.count(), "proposal of real people", "proposals of real people"),
        (call.commitments.filter(made_by__isnull=False).count(), "promise of money", "promises of money"),
        (int(call.created_by_id is not None), "author", "authors"),
    )


def on_programme(programme: Programme) -> str:
    """Its calls say for themselves what holds them."""
    promises = Commitment.objects.filter(budget__programme=programme, made_by__isnull=False)
    return _said(
        (programme.managers.count(), "manager", "managers"),
        (_waiting().filter(programmes=programme).count(), "invitation", "invitations"),
        (promises.count(), "promise of money", "promises of money"),
        (programme.calls.count(), "call that stays", "calls that stay"),
    )


def on_agency(agency: Agency) -> str:
    return _said(
        (agency.officers.count(), "officer", "officers"),
        (_waiting().filter(agency=agency).count(), "invitation", "invitations"),
        (agency.programmes.count(), "programme", "programmes"),
    )


def on_organisation(organisation: Organisation) -> str:
    return _said(
        (organisation.researchers.count(), "researcher", "researchers"),
        (organisation.projects.count(), "project", "projects"),
        (organisation.side_decisions.count(), "confirmation of a side", "confirmations of a side"),
    )


def on_topic(topic: Topic) -> str:
    return _said(
        (topic.researchers.count(), "researcher", "researchers"),
        (topic.projects.count(), "project", "projects"),
    )


def _waiting() -> QuerySet[OfficeInvitation]:
    return OfficeInvitation.objects.filter(state=InvitationState.WAITING)


def _said(*counts: tuple[int, str, str]) -> str:
    """``2 managers, 1 invitation``; empty where nobody depends on it."""
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)
