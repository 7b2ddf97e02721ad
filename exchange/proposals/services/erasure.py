"""A person leaves every team without a trace of themselves.

What was submitted stays as it was: it is the agencies' record, and the account's page says so before anybody erases.
"""

from collections import Counter
from collections.abc import Iterable

import pgtrigger
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from exchange.people.models import User
from exchange.people.services.account import erase_rows
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, Submission, TeamMember
from exchange.proposals.models.team import TAKES_PART
from exchange.proposals.selectors.team import entries_of

NOBODY = {
    "researcher": None,
    "name": "—",
    "email": "erased@example.invalid",
    "organisation": "",
    "state": MemberState.REMOVED,
    "projects_at_once": None,
    "projects_as_pi": None,
    "last_collaboration_on": None,
    "foreign_support": "",
    "signed_off_at": None,
    "left_reason": "",
}


@transaction.atomic
def erase_from_proposals(user: User) -> dict[str, int]:
    """Blank the person's entries; delete drafts of theirs alone, with their files; return how many rows went."""
    entries = list(entries_of(user).select_related("proposal").order_by("pk"))
    counts = Counter({"proposals.team_entries": len(entries)})
    for entry in entries:
        if _is_theirs_alone(entry):
            counts.update(_delete(entry.proposal))
        else:
            _blank(entry)
    return {name: number for name, number in counts.items() if number}


@transaction.atomic
def discard_proposals(proposals: Iterable[Proposal]) -> None:
    """With all that was submitted: for what nobody real ever took part in, and nothing else."""
    for proposal in proposals:
        with pgtrigger.ignore("proposals.Submission:submission_never_goes"):
            Submission.objects.filter(proposal=proposal).delete()
        _delete(proposal)


def _is_theirs_alone(entry: TeamMember) -> bool:
    others = entry.proposal.members.filter(state__in=TAKES_PART, researcher__isnull=False).exclude(pk=entry.pk)
    return entry.has_accepted and not entry.proposal.submissions.exists() and not others.exists()


def _delete(proposal: Proposal) -> dict[str, int]:
    _delete_files(proposal.attachments.values_list("file", flat=True))
    return erase_rows(proposal)


def _delete_files(paths: Iterable[str]) -> None:
    for path in list(paths):
        _delete_after_commit(path)


def _delete_after_commit(path: str) -> None:
    # No partial: Django wants a name to log where a robust callback fails.
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def _blank(entry: TeamMember) -> None:
    led = entry.role == Role.PI and entry.has_accepted
    TeamMember.objects.filter(pk=entry.pk).update(**NOBODY)
    QuerySet(apps.get_model("proposals", "TeamMemberEvent")).filter(pgh_obj_id=entry.pk).delete()
    if led and (successor := _next_in_line(entry)):
        TeamMember.objects.filter(pk=successor.pk).update(role=Role.PI, signed_off_at=None)


def _next_in_line(entry: TeamMember) -> TeamMember | None:
    """Somebody of the side must be able to go on: a co-PI first, of equals who joined first."""
    ready = entry.proposal.members.filter(side=entry.side, state=MemberState.ACCEPTED, researcher__isnull=False)
    return ready.order_by("role", "replied_at", "pk").first()
