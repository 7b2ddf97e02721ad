"""What the proposals hold of a person, for ``people.holders``."""

from typing import Any

from exchange.people.models import Researcher, User
from exchange.proposals.models import Answer, Attachment, Proposal, Submission, TeamMember
from exchange.proposals.selectors.team import entries_of
from exchange.proposals.services.erasure import erase_from_proposals

SAID = [
    "public_id",
    "side",
    "role",
    "state",
    "name",
    "email",
    "organisation",
    "invited_at",
    "replied_at",
    "projects_at_once",
    "projects_as_pi",
    "last_collaboration_on",
    "foreign_support",
    "signed_off_at",
    "left_reason",
]


class ProposalsHolder:
    """The person's entries in teams, and what they wrote and submitted there."""

    name = "proposals"

    def export(self, user: User) -> dict[str, Any]:
        entries = entries_of(user).select_related("proposal__call").order_by("pk")
        return {
            "teams": [_entry(entry) for entry in entries],
            "answers": list(
                Answer.objects.filter(changed_by=user)
                .order_by("pk")
                .values("proposal__public_id", "stage", "question", "side", "value", "changed_at")
            ),
            "files": list(
                Attachment.objects.filter(uploaded_by=user)
                .order_by("pk")
                .values("proposal__public_id", "document", "name", "size", "sha256", "state", "uploaded_at")
            ),
            "submissions": list(
                Submission.objects.filter(submitted_by=user)
                .order_by("pk")
                .values("proposal__public_id", "stage", "number", "receipt", "submitted_at")
            ),
        }

    def hold(self, user: User) -> None:
        """Whoever writes to a proposal locks it first, and tells its team afterwards."""
        theirs = Proposal.objects.filter(members__in=entries_of(user)).values("pk")
        list(Proposal.objects.filter(pk__in=theirs).order_by("pk").select_for_update(of=("self",)).values_list("pk"))

    def withdraw(self, researcher: Researcher) -> None:
        """A team was joined by the person's own word, not on the strength of that consent."""

    def erase(self, user: User) -> dict[str, int]:
        return erase_from_proposals(user)


def _entry(entry: TeamMember) -> dict[str, Any]:
    proposal = entry.proposal
    return {
        "proposal": str(proposal.public_id),
        "call": proposal.call.title_en,
        "title_en": proposal.title_en if entry.has_accepted else "",
        "title_ko": proposal.title_ko if entry.has_accepted else "",
        "proposal_state": proposal.state,
        **{name: getattr(entry, name) for name in SAID},
    }
