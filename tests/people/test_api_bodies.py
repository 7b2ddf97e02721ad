"""What no client of ours sends to the API is refused in the reader's language, with the field where there is one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exchange.http import bodies
from exchange.people.models import Researcher, User

ClientOf = Callable[[User | Researcher], Client]
Send = Callable[[bytes], Any]

NOTHING_FOUND = "찾을 수 없습니다."


@pytest.fixture
def send(client_of: ClientOf, korean_researcher: Researcher) -> Send:
    client = client_of(korean_researcher)

    def patch(body: bytes) -> HttpResponse:
        return client.patch(reverse("api-profile"), body, "application/json", headers={"Accept-Language": "ko"})

    return patch


@pytest.mark.parametrize("odd", [rb"\ud800", rb"a\u0000b"], ids=["half", "null"])
def test_a_field_with_what_no_text_has_is_named(send: Send, odd: bytes) -> None:
    message = ["여기에 널 문자나 반쪽짜리 문자가 있습니다."]
    inside = {
        b'{"career_stage": "%s"}': {"career_stage": message},
        b'{"topics": ["x", "%s"]}': {"topics": {"1": message}},
        b'{"x": {"%s": 1}}': {"x": message},
    }
    for body, errors in inside.items():
        answer = send(body % odd)
        assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, errors)
    assert send(b'{"%s": 1}' % odd).json() == message


def test_an_emoji_in_two_escapes_is_one_character(send: Send) -> None:
    assert send(rb'{"department": "\ud83e\udd16"}').json()["department"] == "🤖"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[" * 100_000, "읽을 수 없습니다: 목록이나 객체가 끝없이 겹쳐 있습니다."),
        (b'{"a":' * 10_000, "읽을 수 없습니다: 목록이나 객체가 끝없이 겹쳐 있습니다."),
        (b'{"a": 1,\n}', "JSON이 아닙니다. 2행 1열을 확인해 주세요."),
        (b"\xff\xfe", "읽을 수 없습니다: 잘못된 문자나 숫자가 있습니다."),
        (b"NaN", "읽을 수 없습니다: 잘못된 문자나 숫자가 있습니다."),
        (b"null", "내용이 없습니다."),
    ],
    ids=["lists", "objects", "comma", "characters", "number", "null"],
)
def test_what_cannot_be_read_is_said_in_the_readers_language(send: Send, body: bytes, message: str) -> None:
    answer = send(body)
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"detail": message})


def test_no_more_is_read_than_can_be_held(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST", 1000)
    assert send(b" " * 1001).status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_nothing_found_names_no_table(client_of: ClientOf, korean_researcher: Researcher) -> None:
    address = reverse("api-person", args=["00000000-0000-0000-0000-000000000000"])
    answer = client_of(korean_researcher).get(address, headers={"Accept-Language": "ko"})
    assert (answer.status_code, answer.json()) == (HTTPStatus.NOT_FOUND, {"detail": NOTHING_FOUND})


def test_a_topic_that_no_text_can_name_is_no_topic(client_of: ClientOf, korean_researcher: Researcher) -> None:
    for name in ("api-people", "api-projects"):
        answer = client_of(korean_researcher).get(reverse(name), {"topic": "a\0b"})
        assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, ["topic"])
    form = client_of(korean_researcher).post(reverse("api-projects"), {"topics": "\0", "title": "T", "summary": "S"})
    assert (form.status_code, list(form.json())) == (HTTPStatus.BAD_REQUEST, ["topics"])


def test_what_options_would_tell_stands_in_the_documentation(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    assert client_of(korean_researcher).options(reverse("api-profile")).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_line_is_whole_even_where_the_rest_is_sent_in_part(send: Send) -> None:
    answer = send(b'{"resources": [{"kind": "data"}]}')
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    lacking = ["필수 항목입니다."]
    assert answer.json() == {"resources": {"0": {"direction": lacking, "text": lacking}}}
