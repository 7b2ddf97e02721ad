"""Suggestions and their review, introductions, runs, and the search by meaning."""

import pytest

from exchange.people.models import User
from exchange.programmes.models import Call
from matching.enums import RunKind
from matching.models import Pair
from matching.services.decisions import introduce_pair
from matching.services.runs import queue_run
from tests.permissions.addresses import World
from tests.permissions.roles import MANAGERS, PARTIES, RESEARCHERS, SIGNED_IN, STAFF
from tests.permissions.rows import acts, form, reads, rows

SUBJECTS = {
    "call": "call",
    "suggestion": "pair",
    "reaction": "pair",
    "review": "pair",
    "introduction": "introduction",
    "run": "run",
}


@pytest.fixture
def matching_world(pair: Pair, call: Call, accounts: dict[str, User]) -> World:
    return {
        "call": call.public_id,
        "pair": pair.public_id,
        "introduction": introduce_pair(pair, manager=accounts["manager"]).public_id,
        "run": queue_run(RunKind.FULL).public_id,
    }


ROWS = rows(
    # What everybody sees of their own.
    reads("suggestion-list introduction-list calls-for-me api-introductions", to=SIGNED_IN),
    form("meaning-search", to=SIGNED_IN),
    reads("api-suggestions api-calls-for-me call-partners api-call-partners", to=RESEARCHERS),
    # A pair is of its two parties.
    reads("suggestion-detail", to=PARTIES | MANAGERS | STAFF),
    reads("introduction-detail api-introduction", to=PARTIES),
    acts("suggestion-react suggestion-undo introduction-reply", to=PARTIES),
    acts("api-reaction api-introduction-reply", to=PARTIES),
    # Managers review; that there is a review is no secret, which pairs are in it is.
    reads("review", to=MANAGERS, forbidden=SIGNED_IN),
    reads("review-detail", to=MANAGERS),
    reads("api-review api-review-pair", to=MANAGERS, forbidden=SIGNED_IN),
    acts("review-decide review-decide-pair api-decisions", to=MANAGERS, forbidden=SIGNED_IN),
    form("run-list api-runs", to=MANAGERS | STAFF, forbidden=SIGNED_IN),
    reads("run-detail api-run", to=MANAGERS | STAFF, forbidden=SIGNED_IN),
    acts("run-cancel api-run-cancel", to=MANAGERS | STAFF, forbidden=SIGNED_IN),
)
