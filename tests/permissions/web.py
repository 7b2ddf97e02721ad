"""The front pages, and what belongs to no slice: the language and the API's description."""

import pytest
from pytest_django import Settings

from tests.permissions.addresses import World
from tests.permissions.roles import ADMINISTRATORS, AGENCIES, ANONYMOUS, EVERYBODY, FEW, OUTSIDER, RESEARCHERS, STAFF
from tests.permissions.rows import form, opens, public, reads, rows

SUBJECTS: dict[str, str] = {}


@pytest.fixture
def web_world(settings: Settings) -> World:
    settings.METRICS_NETWORKS = ()
    return {"key": "unknown"}


ROWS = rows(
    public("about-matching healthz livez readyz robots"),
    opens("api-schema api-docs", to=EVERYBODY, asked=FEW),
    reads("home", to=ANONYMOUS | RESEARCHERS | AGENCIES, redirected=OUTSIDER | STAFF),
    # The first hour. What a key opens is for the tests of the slice.
    reads("setup setup-site status api-status", to=ADMINISTRATORS),
    form("setup-mail setup-programme", to=ADMINISTRATORS),
    reads("setup-begin", to=EVERYBODY, answering="404", asked=FEW),
    reads("set_language", to=EVERYBODY, answering="302", asked=FEW),
    # Only for networks and a token that the operator names: tests/web/test_metrics.py.
    reads("metrics", to=EVERYBODY, answering="404", asked=FEW),
    # Only where the product runs for developers.
    reads("dev-mail", to=EVERYBODY, answering="404", asked=FEW),
)
