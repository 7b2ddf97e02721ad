"""Every page and every address of the API that opens is read as ever while Valkey hangs."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.permissions.addresses import url_of
from tests.permissions.rows import Row
from tests.permissions.slices import SLICES
from tests.valkey import OwnValkey


@pytest.mark.parametrize("name", SLICES)
def test_what_opens_with_valkey_opens_without(
    name: str, own_valkey: OwnValkey, clients: dict[str, Client], request: pytest.FixtureRequest
) -> None:
    slice_, world = SLICES[name], request.getfixturevalue(f"{name}_world")
    own_valkey.leave("hanging")
    closed = {}
    for row in slice_.ROWS:
        if row.method == "GET" and (role := _reader_of(row)):
            answer = clients[role].get(url_of(row.address, slice_.SUBJECTS, world))
            if answer.streaming:
                b"".join(answer)  # reads to the end, which closes the file
            if answer.status_code != HTTPStatus.OK:
                closed[row.address] = answer.status_code
    assert closed == {}


def _reader_of(row: Row) -> str | None:
    """A researcher's pages as a researcher, all others as the manager or whoever comes first."""
    opened = [role for role, answer in row.answers.items() if answer == str(HTTPStatus.OK.value)]
    return min(opened, key=lambda role: (role != "us", role != "manager"), default=None)
