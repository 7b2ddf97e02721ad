"""What waits and what is told, and leaving a mailing list by its link."""

import pytest

from exchange.messaging.enums import Category
from exchange.messaging.selectors.links import unsubscribe_url
from exchange.people.models import User
from tests.permissions.addresses import World
from tests.permissions.roles import EVERYBODY, FEW, SIGNED_IN
from tests.permissions.rows import form, reads, rows, signed

SUBJECTS: dict[str, str] = {}


@pytest.fixture
def messaging_world(accounts: dict[str, User]) -> World:
    return {"token": unsubscribe_url(accounts["us"], Category.CALL).rstrip("/").rsplit("/", 1)[-1]}


ROWS = rows(
    form("notifications api-notifications!PATCH", to=SIGNED_IN),
    reads("api-worklist", to=SIGNED_IN),
    signed("unsubscribe"),
    reads("unsubscribe-undo", to=EVERYBODY, answering="302", asked=FEW),
)
