"""The limits with ``docs/nginx.conf`` really in front: whoever forges a header is counted, and nobody else is."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import count
from pathlib import Path

import httpx
import pytest
from django.urls import reverse
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from exchange.http.limits import StrangerThrottle
from exchange.people.models import User
from tests.embedded.waiting import wait_until
from tests.web.nginx import NGINX, browser, nginx

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed here; Debian: apt install nginx-light"),
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "correct horse battery"
STRANGER, OTHER = "127.0.0.2", "127.0.0.3"
FORGED = (f"203.0.113.{last}" for last in count(1))


@pytest.fixture
def ports(settings: Settings, live_server: LiveServer, tmp_path: Path) -> Iterator[tuple[int, int]]:
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    with nginx(tmp_path, before=live_server.url) as found:
        yield found


@pytest.fixture
def port(ports: tuple[int, int]) -> int:
    return ports[1]


def post(client: httpx.Client, page: str, data: dict[str, str]) -> httpx.Response:
    """As a form of ours, with a forged address on top."""
    client.get(reverse("account_login"))
    headers = {"X-Forwarded-For": next(FORGED), "Referer": "https://127.0.0.1/"}
    return client.post(
        reverse(page), data={**data, "csrfmiddlewaretoken": client.cookies["csrftoken"]}, headers=headers
    )


def wrong(client: httpx.Client, login: str) -> bool:
    """Whether a wrong password was looked at."""
    answer = post(client, "account_login", {"login": login, "password": "wrong"})
    return "not correct" in answer.text


def test_wrong_passwords_count_for_the_address_and_for_nobody_else(port: int, outsider: User) -> None:
    with browser(port, at=STRANGER) as stranger, browser(port, at=OTHER) as other:
        assert [wrong(stranger, f"nobody-{number}@example.org") for number in range(11)] == [True] * 10 + [False]
        answer = post(other, "account_login", {"login": outsider.email, "password": PASSWORD})
    assert answer.status_code == HTTPStatus.FOUND


def test_wrong_passwords_count_for_the_account_wherever_they_come_from(port: int, outsider: User) -> None:
    looked_at = []
    for last in range(2, 8):
        with browser(port, at=f"127.0.0.{last}") as stranger:
            looked_at.append(wrong(stranger, outsider.email))
    assert looked_at == [True] * 5 + [False]


def test_resets_count_for_the_address_and_for_nobody_else(port: int) -> None:
    with browser(port, at=STRANGER) as stranger, browser(port, at=OTHER) as other:
        asked = [post(stranger, "account_reset_password", {"email": f"n{one}@example.org"}) for one in range(21)]
        asked.append(post(other, "account_reset_password", {"email": "other@example.org"}))
    assert [answer.status_code for answer in asked] == [302] * 20 + [429, 302]


def test_the_open_api_counts_for_the_address_and_for_nobody_else(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StrangerThrottle, "rate", "3/min", raising=False)
    with browser(port, at=STRANGER) as stranger, browser(port, at=OTHER) as other:
        forged = [stranger.get(reverse("api-calls"), headers={"X-Forwarded-For": next(FORGED)}) for _ in range(4)]
        assert [answer.status_code for answer in forged] == [200, 200, 200, 429]
        assert other.get(reverse("api-calls")).status_code == HTTPStatus.OK


def test_plain_http_leads_to_https_and_the_log_has_no_keys(ports: tuple[int, int], tmp_path: Path) -> None:
    plain, secure = ports
    answer = httpx.get(f"http://127.0.0.1:{plain}/calls/?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/calls/?a=b")
    with browser(secure, at=STRANGER) as client:
        client.get(reverse("account_reset_password_from_key", args=["1", "abc-s3cret"]))
        client.get(reverse("account_confirm_email", args=["s3cret"]))
        client.get(reverse("unsubscribe", args=["s3cret"]))
        client.get("/calls/?text=Minji+Han&page=1")
    log = tmp_path / "gyoryu.log"
    # nginx answers first and writes the line afterwards
    assert wait_until(lambda: log.read_text().count("...") == 5, seconds=10), log.read_text()
    said = log.read_text()
    assert ("s3cret" in said, "Minji" in said, "?a=b" in said) == (False, False, False)
