"""A call's proposals as its managers see them: saved views, exports and messages to teams."""

import pytest

from exchange.office.enums import ExportFormat
from exchange.office.models import Export, SavedView
from exchange.office.services.batch import write_batch
from exchange.people.models import User
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.values.listing import ProposalListing
from tests.permissions.addresses import World
from tests.permissions.roles import CALL_MANAGERS, NOBODY
from tests.permissions.rows import acts, form, reads, rows
from tests.proposals.cast import TEXTS

SUBJECTS = {
    "call": "call",
    "export": "export",
    "exports": "call",
    "batch": "batch",
    "batches": "call",
}


@pytest.fixture
def office_world(submitted: Proposal, accounts: dict[str, User], media: None) -> World:
    call, manager = submitted.call, accounts["manager"]
    of_call = {"list_key": PROPOSALS.key, "scope_id": call.pk}
    export = Export.objects.create(**of_call, requested_by=manager, format=ExportFormat.CSV, language="en")
    return {
        "call": call.public_id,
        "pk": SavedView.objects.create(**of_call, user=manager, name="Mine").pk,
        "export": export.public_id,
        "batch": write_batch(PROPOSALS, call, listing=ProposalListing(), texts=TEXTS, by=manager).public_id,
    }


ROWS = rows(
    reads("call-office call-office-batch-list batch-detail api-call-proposals", to=CALL_MANAGERS),
    acts("call-office-view-save call-office-view-delete export-cancel batch-act", to=CALL_MANAGERS),
    form("call-office-export-list call-office-batch-create batch-edit", to=CALL_MANAGERS),
    form("api-exports api-batches api-export!DELETE api-batch!POST!PUT", to=CALL_MANAGERS),
    # The export is not finished: its page leads back to the list, and there is no file.
    reads("export-detail", to=CALL_MANAGERS, answering="302"),
    reads("export-download api-export-file", to=NOBODY),
)
