"""The database gone, for the length of a test."""

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def nowhere() -> Iterator[None]:
    """The database's server is gone. For tests that commit: nothing can be rolled back."""
    known = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"HOST": "/nowhere"}
    yield
    connection.close()
    connection.settings_dict |= known
