"""What ``manage.py up`` tells the processes that it starts, and itself."""

import os

import pytest
from django.conf import settings as live
from pytest_django import Settings

from exchange.embedded.management.commands.up import _tell_children


@pytest.mark.parametrize(
    ("given", "told"), [(None, "http://127.0.0.1:8131"), ("https://example.org", "https://example.org")]
)
def test_links_go_where_the_site_is(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, given: str | None, told: str
) -> None:
    """Also in the letters of the demo, which this process writes."""
    settings.SITE_URL = given or "http://127.0.0.1:8000"
    monkeypatch.setattr(os, "environ", {"SITE_URL": given} if given else {})
    _tell_children("127.0.0.1", 8131)
    assert (os.environ["SITE_URL"], live.SITE_URL) == (told, told)
