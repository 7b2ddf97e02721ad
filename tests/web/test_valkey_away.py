"""A real server whose Valkey is gone or hangs: it answers soon, loses nothing, and what waited is done afterwards."""

import time
from collections.abc import Iterator
from http import HTTPStatus

import httpx
import pytest
from celery import current_app
from django.core.cache import cache
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from exchange.embedded import absence
from exchange.embedded.absence import PATIENCE_SECONDS, VALKEY
from exchange.http.limits import StrangerThrottle
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import deliver_due
from exchange.people.api.authentication import RefusedTokenThrottle
from exchange.people.models import PublicationImport, Researcher, User
from exchange.people.services.publication_imports import recover_imports
from exchange.proposals.enums import Role
from exchange.proposals.models import Proposal
from tests.cast import bearer
from tests.embedded.waiting import wait_until
from tests.valkey import OwnValkey, forget_tries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("how", ["gone", "hanging"])]
PASSWORD = "correct horse battery"
# Waiting for cache and broker once each, beside a busy machine.
SOON = 2 * PATIENCE_SECONDS + 2


@pytest.fixture(autouse=True)
def _asked_again_soon(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(absence, "LEFT_ALONE_SECONDS", 1.0)
    yield
    forget_tries()


class Visitor(httpx.Client):
    """Somebody with a browser, who notes how long each answer took."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(base_url=server.url, timeout=30)
        self.waited: list[float] = []

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        began = time.monotonic()
        answer = self.request(method, path, **options)  # type: ignore[arg-type]
        self.waited.append(time.monotonic() - began)
        return answer

    def fill_in(self, path: str, data: dict[str, str]) -> httpx.Response:
        self.get(reverse("account_login"))
        return self.ask("POST", path, data={**data, "csrfmiddlewaretoken": self.cookies["csrftoken"]})

    def sign_in(self, user: User, password: str = PASSWORD) -> httpx.Response:
        return self.fill_in(reverse("account_login"), {"login": user.email, "password": password})


@pytest.fixture
def visitor(live_server: LiveServer, own_valkey: OwnValkey) -> Iterator[Visitor]:
    with Visitor(live_server) as visitor:
        yield visitor


def is_noticed() -> bool:
    """Whether this process has found out that Valkey is back."""
    cache.get("anything")
    return not VALKEY.is_away


def test_what_is_saved_is_answered_and_done_when_valkey_is_back(
    how: str, visitor: Visitor, own_valkey: OwnValkey, proposal: Proposal, korean_researcher: Researcher
) -> None:
    lead = korean_researcher.user
    assert lead is not None
    team, new = reverse("api-proposal-team", args=[proposal.public_id]), {"side": "KR", "role": Role.MEMBER}
    own_valkey.leave(how)
    signed_in = visitor.sign_in(lead)
    fetched = visitor.fill_in(reverse("publication-fetch"), {"fetch-source": "doi", "fetch-text": "10.1000/182"})
    invited = [
        visitor.ask("POST", team, json={**new, "name": name, "email": f"{name}@example.org"}, headers=bearer(lead))
        for name in ("robin", "sam", "noor")
    ]
    read = [
        visitor.ask("GET", reverse(name)) for name in ("home", "publication-list", "proposal-list", "notifications")
    ]
    statuses = [answer.status_code for answer in (signed_in, fetched, *invited, *read)]
    assert statuses == [302, 302, 201, 201, 201, 200, 200, 200, 200]
    assert max(visitor.waited) < SOON
    assert sorted(visitor.waited)[len(visitor.waited) // 2] < PATIENCE_SECONDS
    _nothing_was_lost(own_valkey)


def _nothing_was_lost(own_valkey: OwnValkey) -> None:
    assert list(OutboxMessage.objects.values_list("state", flat=True)) == [OutboxState.QUEUED] * 3
    own_valkey.come_back()
    assert deliver_due() == 3
    assert wait_until(is_noticed, seconds=20)
    (waiting,) = PublicationImport.objects.all()
    assert recover_imports() == [waiting.pk]
    with current_app.connection_for_read() as connection:
        (message,) = [connection.default_channel.basic_get(queue, no_ack=True) for queue in ("default",)]
    assert (message.headers["task"], message.payload[0]) == ("exchange.people.tasks.execute_import", [waiting.pk])


def test_limits_hold_without_valkey(
    how: str, visitor: Visitor, own_valkey: OwnValkey, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StrangerThrottle, "rate", "3/min", raising=False)
    own_valkey.leave(how)
    wrong = [visitor.sign_in(outsider, "wrong").text for _time in range(6)]
    assert ["not correct" in text for text in wrong] == [True] * 5 + [False]
    asked = [visitor.ask("GET", reverse("api-calls")).status_code for _time in range(4)]
    assert asked == [HTTPStatus.OK] * 3 + [HTTPStatus.TOO_MANY_REQUESTS]
    reset = [visitor.fill_in(reverse("account_reset_password"), {"email": outsider.email}) for _time in range(6)]
    assert [answer.status_code for answer in reset] == [HTTPStatus.FOUND] * 5 + [HTTPStatus.TOO_MANY_REQUESTS]
    monkeypatch.setattr(RefusedTokenThrottle, "rate", "2/min", raising=False)
    stranger = {"Authorization": f"Bearer {'x' * 64}"}
    tokens = [visitor.ask("GET", reverse("api-calls"), headers=stranger).status_code for _time in range(3)]
    assert tokens == [HTTPStatus.UNAUTHORIZED] * 2 + [HTTPStatus.TOO_MANY_REQUESTS]


def test_the_cache_is_shared_again_once_valkey_is_back(how: str, own_valkey: OwnValkey) -> None:
    cache.set("before", 1)
    own_valkey.leave(how)
    assert cache.get("before") is None
    cache.set("meanwhile", 2)
    assert (cache.get("before"), cache.get("meanwhile"), cache.add("meanwhile", 3)) == (None, 2, False)
    own_valkey.come_back()
    assert wait_until(is_noticed, seconds=20)
    assert (cache.get("meanwhile"), cache.get("before")) == (None, 1 if how == "hanging" else None)


def test_health_says_it_and_counts_as_well(how: str, visitor: Visitor, own_valkey: OwnValkey) -> None:
    """A proxy that asks would else send nobody to a server whose pages are served."""
    assert visitor.get("/healthz").json() == {"database": True, "broker": True}
    own_valkey.leave(how)
    answer = visitor.ask("GET", "/healthz")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {"database": True, "broker": False})
    assert max(visitor.waited) < SOON
