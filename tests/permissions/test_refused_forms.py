"""A form that was refused is answered 422 by whichever page: programs, caches and htmx tell it from a good answer by that."""

from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client

from tests.permissions.addresses import World, url_of
from tests.permissions.roles import EVERYBODY
from tests.permissions.rows import ANYTHING, Row, is_api
from tests.permissions.slices import SLICES

# Where nothing is refused, and why:
TAKEN = {
    "unsubscribe": "a mail program asks for it with nothing in its form",
    "invitation": "whoever is not signed in is shown the way to it; who is invited is asked in tests/proposals",
}


@pytest.mark.parametrize("name", SLICES)
def test_a_refused_form_is_never_answered_like_a_good_one(
    name: str, clients: dict[str, Client], request: pytest.FixtureRequest
) -> None:
    """Each page gets a form in which everything is missing, from somebody who may send it."""
    slice_, world = SLICES[name], request.getfixturevalue(f"{name}_world")
    rows = [row for row in slice_.ROWS if row.method == "POST" and not is_api(row.name) and row.name not in TAKEN]
    answered = {row.address: _answer_to_nothing(row, slice_.SUBJECTS, world, clients) for row in rows}
    assert [address for address, status in answered.items() if status == HTTPStatus.OK] == []


def _answer_to_nothing(row: Row, subjects: dict[str, str], world: World, clients: dict[str, Client]) -> int:
    allowed = sorted(EVERYBODY - row.answers.keys())
    if not allowed or ANYTHING in row.answers.values():
        return 0
    with transaction.atomic():
        status = (
            clients[allowed[0]].post(url_of(row.address, subjects, world), {"csrfmiddlewaretoken": "x"}).status_code
        )
        transaction.set_rollback(True)
    return status
