"""ORCID and OpenAlex: what they send is read, what goes wrong is named, and nobody waits for ever."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import time_machine
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from pytest_httpserver.httpserver import QueryMatcher
from werkzeug import Request, Response

from exchange.people.clients import fetching
from exchange.people.clients.fetching import FetchFailed
from exchange.people.clients.sources import fetch
from exchange.people.enums import ImportFailure, PublicationSource, RefusalReason
from exchange.people.values.publications import Bibliography, Item

ORCID = "0000-0002-1825-0097"
WORK: dict[str, Any] = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.1000/ABC",
    "title": "<i>Trust</i> in robots &amp; people",
    "publication_year": 2021,
    "primary_location": {"source": {"display_name": "Robots"}},
    "authorships": [{"author": {"display_name": "Minji Han"}}, {"author": None, "raw_author_name": "A. Rivers"}],
    "abstract_inverted_index": {"trust.": [2], "We": [0], "measure": [1]},
}
READ = Item(
    title="Trust in robots & people",
    abstract="We measure trust.",
    year=2021,
    venue="Robots",
    authors=("Minji Han", "A. Rivers"),
    doi="10.1000/abc",
)
SUMMARY: dict[str, Any] = {
    "put-code": 7,
    "title": {"title": {"value": "Trust in robots"}, "subtitle": None},
    "journal-title": {"value": "Robots"},
    "publication-date": {"year": {"value": "2021"}, "month": None},
    "external-ids": {
        "external-id": [
            {"external-id-type": "doi", "external-id-value": "10.1/book", "external-id-relationship": "part-of"},
            {"external-id-type": "doi", "external-id-value": "10.1000/ABC", "external-id-relationship": "self"},
        ]
    },
}


class Holds(QueryMatcher):
    """A query that has these values, whatever else it has."""

    def __init__(self, wanted: dict[str, str]) -> None:
        self.wanted = wanted

    def get_comparing_values(self, request_query_string: bytes) -> tuple[Any, Any]:
        values = dict(httpx.QueryParams(request_query_string.decode()))
        return {name: values.get(name) for name in self.wanted}, self.wanted


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def ask(httpserver: HTTPServer, settings: Settings, waits: list[float]) -> Callable[..., Bibliography]:
    """Fetch from the local server; pauses are noted, not made."""
    settings.ORCID_API_URL = httpserver.url_for("/v3.0")
    settings.OPENALEX_API_URL = httpserver.url_for("")
    settings.OPENALEX_MAILTO, settings.OPENALEX_API_KEY = "ops@example.org", ""

    def call(source: str = PublicationSource.OPENALEX, payload: str = "A5023888391") -> Bibliography:
        return fetch(source, payload, on_progress=lambda found, total: None, sleep=waits.append)

    return call


def answer(*works: Any, count: int | None = None) -> dict[str, Any]:
    return {"meta": {"count": len(works) if count is None else count}, "results": list(works)}


def refused(found: Bibliography) -> list[tuple[str, RefusalReason]]:
    return [(refusal.name, refusal.reason) for refusal in found.rejected]


def failure(call: Callable[[], object]) -> ImportFailure:
    with pytest.raises(FetchFailed) as caught:
        call()
    return caught.value.failure


def test_an_authors_works_are_read_page_by_page(ask: Callable[..., Bibliography], httpserver: HTTPServer) -> None:
    pages = [answer(*[WORK] * 100, count=101), answer(WORK, count=101)]
    for page, body in enumerate(pages, start=1):
        query = {"filter": "authorships.author.id:A5023888391", "page": str(page), "mailto": "ops@example.org"}
        httpserver.expect_request("/works", query_string=Holds(query)).respond_with_json(body)
    assert ask().items == [READ] * 101


def test_a_huge_list_is_cut_and_says_so(
    ask: Callable[..., Bibliography], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.people.clients.openalex.WORK_LIMIT", 200)
    httpserver.expect_request("/works").respond_with_json(answer(*[WORK] * 100, count=90_000))
    found = ask()
    assert (found.found, found.left_out, len(httpserver.log)) == (200, 89_800, 2)


def test_dois_are_asked_for_in_batches_and_unknown_ones_named(
    ask: Callable[..., Bibliography], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/works").respond_with_json(answer(WORK))
    httpserver.expect_request("/works/doi:10.1000/o,d").respond_with_data("{}", status=404)
    dois = ["10.1000/abc", *(f"10.1000/{number}" for number in range(50)), "10.1000/o,d"]
    found = ask(PublicationSource.DOI, "\n".join([*dois, "nonsense"]))
    assert [row for row in refused(found) if row[0] in {"10.1000/49", "10.1000/o,d", "nonsense"}] == [
        ("10.1000/49", RefusalReason.UNKNOWN_DOI),
        ("10.1000/o,d", RefusalReason.UNKNOWN_DOI),
        ("nonsense", RefusalReason.NOT_A_DOI),
    ]
    assert ("10.1000/abc", RefusalReason.UNKNOWN_DOI) not in refused(found)
    filters = [httpx.QueryParams(request.query_string.decode()).get("filter") for request, _answer in httpserver.log]
    assert filters == ["doi:" + "|".join(dois[:50]), "doi:10.1000/49", None]


def test_an_orcid_record_is_read(ask: Callable[..., Bibliography], httpserver: HTTPServer) -> None:
    groups = [{"work-summary": [SUMMARY, SUMMARY]}, {"work-summary": []}, {"work-summary": [{"put-code": 8}]}]
    httpserver.expect_request(f"/v3.0/{ORCID}/works").respond_with_json({"group": groups})
    found = ask(PublicationSource.ORCID, ORCID)
    assert found.items == [Item(title="Trust in robots", year=2021, venue="Robots", doi="10.1000/abc")]
    assert refused(found) == [("?", RefusalReason.UNREADABLE), ("?", RefusalReason.NO_TITLE)]


def test_a_refused_work_is_called_by_what_the_person_knows_it_by(
    ask: Callable[..., Bibliography], httpserver: HTTPServer
) -> None:
    nameless = SUMMARY | {"title": None}
    isbn = {"external-ids": {"external-id": [{"external-id-type": "isbn", "external-id-value": "979-1"}]}}
    works = [
        SUMMARY | {"title": {"title": {"value": "Trust " * 100}}},
        nameless,
        nameless | {"external-ids": None},
        {"put-code": 9, "publication-date": {"year": {"value": "2021"}}},
        {"put-code": 9} | isbn,
    ]
    groups = [{"work-summary": [work]} for work in works]
    httpserver.expect_request(f"/v3.0/{ORCID}/works").respond_with_json({"group": groups})
    assert [name for name, _reason in refused(ask(PublicationSource.ORCID, ORCID))] == [
        ("Trust " * 100)[:200],
        "Robots, 2021, doi 10.1000/ABC",
        "Robots, 2021",
        "2021",
        "isbn 979-1",
    ]


def test_what_the_preferred_source_does_not_say_the_next_one_may(
    ask: Callable[..., Bibliography], httpserver: HTTPServer
) -> None:
    bare = {"put-code": 7, "title": {"title": {"value": "Trust"}, "subtitle": {"value": "A survey"}}}
    httpserver.expect_request(f"/v3.0/{ORCID}/works").respond_with_json({"group": [{"work-summary": [bare, SUMMARY]}]})
    found = ask(PublicationSource.ORCID, ORCID)
    assert found.items == [Item(title="Trust: A survey", year=2021, venue="Robots", doi="10.1000/abc")]


def test_a_word_without_a_place_costs_only_itself(ask: Callable[..., Bibliography], httpserver: HTTPServer) -> None:
    httpserver.expect_request("/works").respond_with_json(
        answer(WORK | {"abstract_inverted_index": {"We": [0], "lost": None, "measure.": [1]}})
    )
    assert [item.abstract for item in ask().items] == ["We measure."]


def test_a_broken_work_costs_only_itself(ask: Callable[..., Bibliography], httpserver: HTTPServer) -> None:
    nul = WORK | {"title": "Tru\x00st", "doi": None, "abstract_inverted_index": None, "publication_year": None}
    bad = [{**WORK, "title": None}, {**WORK, "authorships": "x"}, "x", {**nul, "title": "T" * 501, "id": "W9"}]
    httpserver.expect_request("/works").respond_with_json(answer(nul | {"authorships": None}, *bad))
    found = ask()
    assert found.items == [Item(title="Trust", venue="Robots")]
    assert refused(found) == [
        ("https://doi.org/10.1000/ABC", RefusalReason.NO_TITLE),
        ("https://doi.org/10.1000/ABC", RefusalReason.UNREADABLE),
        ("?", RefusalReason.UNREADABLE),
        ("W9", RefusalReason.LONG_TITLE),
    ]


def test_after_429_it_waits_as_asked_and_goes_on(
    ask: Callable[..., Bibliography], httpserver: HTTPServer, waits: list[float]
) -> None:
    httpserver.expect_ordered_request("/works").respond_with_data("", status=429, headers={"Retry-After": "7"})
    date = {"Retry-After": "Wed, 25 Nov 2026 10:00:09 GMT"}
    httpserver.expect_ordered_request("/works").respond_with_data("", status=503, headers=date)
    httpserver.expect_ordered_request("/works").respond_with_json(answer(WORK))
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False):
        assert ask().items == [READ]
    assert waits == [7.0, 9.0]


@pytest.mark.parametrize(
    ("response", "expected", "pauses"),
    [
        (Response("", status=500), ImportFailure.BROKEN, [1.0, 2.0]),
        (Response("", status=429, headers={"Retry-After": "3600"}), ImportFailure.BUSY, []),
        (Response("", status=429, headers={"Retry-After": "soon"}), ImportFailure.BUSY, [1.0, 2.0]),
        (Response("", status=404), ImportFailure.NOT_FOUND, []),
        (Response("", status=401), ImportFailure.REFUSED, []),
        (Response("{", status=200), ImportFailure.MALFORMED, []),
        (Response("[]", status=200), ImportFailure.MALFORMED, []),
        (Response("[" * 100_000, status=200), ImportFailure.MALFORMED, []),
        (Response('{"results": {}}', status=200), ImportFailure.MALFORMED, []),
        (Response('{"results": [], "meta": null}', status=200), ImportFailure.MALFORMED, []),
        (Response(b"\xff\xfe", status=200), ImportFailure.MALFORMED, []),
        (Response(json.dumps(answer(*["x" * 1000] * 10)), status=200), ImportFailure.TOO_LARGE, []),
    ],
    ids=lambda value: value.status if isinstance(value, Response) else None,
)
def test_what_goes_wrong_is_named(
    ask: Callable[..., Bibliography],
    httpserver: HTTPServer,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    response: Response,
    expected: ImportFailure,
    pauses: list[float],
) -> None:
    if expected is ImportFailure.TOO_LARGE:
        monkeypatch.setattr(fetching, "BODY_LIMIT", 5_000)
    httpserver.expect_request("/works").respond_with_response(response)
    assert failure(ask) is expected
    assert waits == pauses


def test_a_source_that_does_not_answer_is_given_up(
    ask: Callable[..., Bibliography], httpserver: HTTPServer, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stall(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda transport, request: stall(request))
    assert failure(ask) is ImportFailure.TIMED_OUT
    assert waits == [1.0, 2.0]


def test_a_slow_answer_times_out_for_real(
    httpserver: HTTPServer, waits: list[float], ask: Callable[..., Bibliography]
) -> None:
    gone = threading.Event()

    def hold(request: Request) -> Response:
        gone.wait(5)
        return Response("{}")

    httpserver.expect_request("/slow").respond_with_handler(hold)
    with fetching.JsonClient(httpserver.url_for(""), sleep=waits.append, timeout=httpx.Timeout(0.05)) as client:
        assert failure(lambda: client.get("slow")) is ImportFailure.TIMED_OUT
    gone.set()


def test_an_unreachable_source_is_named(ask: Callable[..., Bibliography], settings: Settings) -> None:
    settings.OPENALEX_API_URL = "http://127.0.0.1:9"
    assert failure(ask) is ImportFailure.UNREACHABLE
