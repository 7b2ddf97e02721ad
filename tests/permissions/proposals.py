"""Proposals, their teams, and what is submitted."""

import pytest
from django.core.files.base import ContentFile

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.proposals.enums import Role
from exchange.proposals.models import Attachment, Proposal, TeamMember
from exchange.proposals.services.proposals import add_accepted, create_proposal
from tests.permissions.addresses import World
from tests.permissions.roles import (
    ANONYMOUS,
    CALL_MANAGERS,
    EVERYBODY,
    FEW,
    INVITED,
    NOBODY,
    RESEARCHERS,
    SIDE_LEADS,
    SIGNED_IN,
    TEAM,
    WITHOUT_PROFILE,
)
from tests.permissions.rows import acts, changes, form, opens, reads, rows
from tests.proposals.cast import confirm_both, submit_read

SUBJECTS = {
    "proposal": "proposal",
    "proposal-create": "call",
    "answer": "proposal",
    "member": "proposal",
    "document": "proposal",
    "submission": "proposal",
    "attachment": "attachment",
    "invitation": "invitation",
}
PAYLOADS = {
    "proposal-confirm": {"side": "US"},
    "proposal-unconfirm": {"side": "US"},
    "proposal-decide": {"decision": "decline"},
}


@pytest.fixture
def submitted(proposal: Proposal, accounts: dict[str, User]) -> Proposal:
    confirm_both(proposal)
    submit_read(proposal, by=accounts["us"])
    return proposal


@pytest.fixture
def proposals_world(submitted: Proposal, accounts: dict[str, User], media: None) -> World:
    draft = create_proposal(submitted.call, researcher=accounts["korean"].researcher, title_en="Unfinished")
    add_accepted(draft, accounts["us"].researcher, role=Role.PI)
    invited = _invite(draft, accounts["invited"].email)
    submission = submitted.submissions.get()
    return {
        "call": submitted.call.public_id,
        "proposal": draft.public_id,
        "proposal@submitted": submitted.public_id,
        "key": "aims",
        "side": "US",
        "invitation": invited.public_id,
        "member_id": invited.public_id,
        "attachment": _attachment(draft).public_id,
        "stage": submission.stage,
        "number": 1,
        "receipt": submission.receipt,
    }


def _invite(proposal: Proposal, address: str) -> TeamMember:
    return TeamMember.objects.create(proposal=proposal, side=Side.US, role=Role.MEMBER, name="Sam Field", email=address)


def _attachment(proposal: Proposal) -> Attachment:
    row = Attachment(proposal=proposal, stage=proposal.stage, document="cv", side=Side.US, name="cv.pdf", size=1)
    row.file.save("cv.pdf", ContentFile(b"x"))
    return row


ROWS = rows(
    reads("proposal-list api-invitations", to=SIGNED_IN),
    form("api-proposals", to=SIGNED_IN),
    form("proposal-create", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    # A draft is its team's.
    reads("proposal-detail proposal-checks proposal-answers proposal-documents attachment", to=TEAM),
    reads("api-proposal-checks api-proposal-answers api-attachment api-proposal-readiness", to=TEAM),
    reads("api-proposal-budget api-member", to=TEAM),
    form("proposal-team proposal-budget proposal-submit", to=TEAM),
    form("api-proposal!PATCH api-proposal-declaration!PUT api-proposal-partner!PUT", to=TEAM),
    form("api-proposal-team api-proposal-attachments api-proposal-submissions", to=TEAM),
    acts("proposal-titles proposal-withdraw proposal-reopen proposal-declaration proposal-partner", to=TEAM),
    acts("document-upload api-proposal-withdrawal!POST!DELETE", to=TEAM),
    # One side's part is written by its PI.
    opens("answer-save", to=EVERYBODY, answering="302", asked=FEW),
    changes("answer-save", to=SIDE_LEADS, forbidden=TEAM),
    acts("proposal-confirm proposal-unconfirm attachment-remove", to=SIDE_LEADS, forbidden=TEAM),
    changes("api-attachment!DELETE", to=SIDE_LEADS, forbidden=TEAM),
    acts("member-role member-remove member-resend", to=SIDE_LEADS, forbidden=TEAM),
    acts("api-proposal-answer!PUT api-proposal-confirm!PUT!DELETE", to=SIDE_LEADS, forbidden=TEAM),
    acts("api-proposal-budget-side!PUT api-member-role!PUT", to=SIDE_LEADS, forbidden=TEAM),
    acts("api-member-removal api-member-resend", to=SIDE_LEADS, forbidden=TEAM),
    # An invitation: by its address who is not signed in may read and decline it, too.
    opens("invitation", to=ANONYMOUS | INVITED, redirected=TEAM, forbidden=SIGNED_IN),
    changes("invitation", to=ANONYMOUS | INVITED | TEAM, forbidden=SIGNED_IN),
    acts("api-invitation", to=INVITED),
    # What is submitted, the call's managers read and decide.
    opens("proposal-detail@submitted", to=TEAM, redirected=CALL_MANAGERS),
    opens("proposal-submit@submitted api-proposal-readiness@submitted", to=TEAM),
    opens("submission-latest@submitted", to=TEAM | CALL_MANAGERS, answering="302"),
    opens("submission-detail@submitted", to=TEAM | CALL_MANAGERS),
    reads("submission-receipt api-receipt", to=TEAM | CALL_MANAGERS),
    opens("api-proposal-submissions@submitted api-proposal-requests@submitted", to=TEAM | CALL_MANAGERS),
    opens("api-submission@submitted", to=TEAM | CALL_MANAGERS),
    changes("proposal-withdraw@submitted proposal-reopen@submitted", to=TEAM, forbidden=CALL_MANAGERS),
    changes("api-proposal-withdrawal@submitted!POST!DELETE", to=TEAM, forbidden=CALL_MANAGERS),
    changes("api-proposal-confirm@submitted!PUT!DELETE", to=SIDE_LEADS, forbidden=TEAM | CALL_MANAGERS),
    changes("api-proposal-submissions@submitted", to=TEAM),
    opens("api-proposal-requests", to=TEAM),
    changes("api-proposal-requests", to=NOBODY, forbidden=TEAM),
    acts("proposal-ask proposal-decide api-proposal-decision", to=NOBODY, forbidden=TEAM),
    changes("proposal-ask@submitted proposal-decide@submitted", to=CALL_MANAGERS, forbidden=TEAM),
    changes("api-proposal-requests@submitted api-proposal-decision@submitted", to=CALL_MANAGERS, forbidden=TEAM),
    # Nothing was submitted yet, or nothing before it to compare with.
    reads("submission-latest submission-detail submission-diff api-submission api-submission-changes", to=NOBODY),
    opens("submission-diff@submitted api-submission-changes@submitted", to=NOBODY),
)
