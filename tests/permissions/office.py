"""A call's proposals as its managers see them: saved views, exports and messages to teams."""

import pytest

from exchange.people.models import User
from exchange.proposals.enums import ExportFormat
from exchange.proposals.models import Proposal, ProposalExport, SavedView
from exchange.proposals.services.batches import write_batch
from exchange.proposals.values.listing import Listing
from tests.permissions.addresses import World
from tests.permissions.roles import CALL_MANAGERS, NOBODY
from tests.permissions.rows import acts, form, reads, rows
from tests.proposals.cast import TEXTS

SUBJECTS = {
    "call": "call",
    "office": "call",
    "export": "export",
    "export-list": "call",
    "exports": "call",
    "batch": "batch",
    "batch-list": "call",
    "batch-create": "call",
    "batches": "call",
}


@pytest.fixture
def office_world(submitted: Proposal, accounts: dict[str, User], media: None) -> World:
    call, manager = submitted.call, accounts["manager"]
    export = ProposalExport(call=call, requested_by=manager, format=ExportFormat.CSV, language="en")
    export.save()
    return {
        "call": call.public_id,
        "pk": SavedView.objects.create(user=manager, call=call, name="Mine").pk,
        "export": export.public_id,
        "batch": write_batch(call, listing=Listing(), texts=TEXTS, by=manager).public_id,
    }


ROWS = rows(
    reads("call-office batch-list batch-detail api-call-proposals", to=CALL_MANAGERS),
    acts("office-view-save office-view-delete export-cancel batch-act", to=CALL_MANAGERS),
    form("export-list batch-create batch-edit api-exports api-batches api-export!DELETE api-batch", to=CALL_MANAGERS),
    # The export is not finished: its page leads back to the list, and there is no file.
    reads("export-detail", to=CALL_MANAGERS, answering="302"),
    reads("export-download api-export-file", to=NOBODY),
)
