"""Calls, their deadlines, programmes and their budgets."""

import pytest

from exchange.people.models import User
from exchange.programmes.models import Call, OfficeInvitation, Programme, YearBudget
from exchange.programmes.services import commit_budget, create_call
from exchange.programmes.services.offices import invite_officer
from tests.permissions.addresses import World
from tests.permissions.roles import ADMINISTRATORS, ANONYMOUS, CALL_MANAGERS, EVERYBODY, FEW, MANAGERS, SIGNED_IN, STAFF
from tests.permissions.rows import acts, changes, form, opens, public, reads, rows
from tests.programmes.cast import make_definition

SUBJECTS = {
    "call": "call",
    "stage-deadline": "call",
    "programme": "programme",
    "budget": "programme",
    "commitment": "programme",
    "office": "invitation",
}


@pytest.fixture
def programmes_world(call: Call, programme: Programme, year_budget: YearBudget, accounts: dict[str, User]) -> World:
    manager = accounts["manager"]
    return {
        "call": call.public_id,
        "call@draft": create_call(programme, definition=make_definition(), by=manager).public_id,
        "kind": "white_paper",
        "number": 1,
        "section": "basics",
        "programme": programme.public_id,
        "budget_id": year_budget.pk,
        "invitation": _invitation(call, accounts["staff"]).public_id,
        "key": "unknown",
        "commitment_id": commit_budget(year_budget, amount_minor=1, purpose="Call", by=manager).pk,
    }


def _invitation(call: Call, by: User) -> OfficeInvitation:
    agency = call.programme.agencies.all()[0]
    return invite_officer(
        email="new@example.org", agency=agency, programmes=[call.programme], language="en", title="", by=by
    )


ROWS = rows(
    # What is published.
    public("call-list call-detail call-version call-calendar call-calendar-all call-feed api-call api-call-version"),
    opens("api-calls", to=EVERYBODY, asked=FEW),
    # Drafts do not exist for others, who need not sign in to be told so.
    reads("call-preview", to=CALL_MANAGERS, missing=ANONYMOUS),
    opens("call-detail@draft api-call@draft", to=CALL_MANAGERS, missing=ANONYMOUS),
    # Writing and publishing.
    form("call-create", to=MANAGERS | STAFF),
    changes("api-calls", to=MANAGERS | STAFF, forbidden=SIGNED_IN),
    form("call-edit stage-deadline", to=CALL_MANAGERS),
    opens("api-call-draft api-call-topics api-call-extensions api-call-late-codes", to=CALL_MANAGERS),
    changes("api-call-draft!PUT api-call-topics!PUT api-call-extensions api-call-late-codes", to=CALL_MANAGERS),
    acts("call-publish call-close call-topics api-call-versions api-call-closing", to=CALL_MANAGERS),
    changes("call-edit@draft call-publish@draft api-call-draft@draft!PUT api-call-versions@draft", to=CALL_MANAGERS),
    # Offices by invitation: what a key opens is for the tests of the slice.
    reads("office-list api-office-invitation", to=ADMINISTRATORS),
    form("office-invite api-office-invitations", to=ADMINISTRATORS),
    acts("office-send office-withdraw api-office-invitation-sendings", to=ADMINISTRATORS),
    changes("api-office-invitation!DELETE", to=ADMINISTRATORS),
    acts("api-office-acceptances", to=SIGNED_IN),
    reads("office-accept", to=EVERYBODY, answering="404", asked=FEW),
    # Programmes and their budgets.
    reads("programme-list api-programmes", to=MANAGERS | STAFF),
    form("programme-detail budget-create budget-edit", to=CALL_MANAGERS),
    reads("api-programme", to=CALL_MANAGERS),
    acts("budget-remove commitment-withdraw", to=CALL_MANAGERS),
    acts("api-budgets api-budget!PATCH!DELETE api-budget-promises api-commitment!DELETE", to=CALL_MANAGERS),
)
