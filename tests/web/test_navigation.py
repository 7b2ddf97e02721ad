"""Which entry is marked as the current one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.urls.pages import urlpatterns as of_programmes
from exchange.proposals.urls.office import urlpatterns as of_office
from exchange.proposals.urls.submission import urlpatterns as of_submissions
from exchange.web.navigation import entries
from matching.urls.pages import urlpatterns as of_matching


def current(route: str, user: User | AnonymousUser) -> list[str]:
    request = RequestFactory().get(f"/{route}")
    request.user = user
    return [str(entry.label) for entry in entries(request) if entry.is_current]


def office_routes() -> list[str]:
    """Every page of programmes, calls and their offices, as the configuration has them."""
    pairing = [one for one in of_matching if "/pairing/" in str(one.pattern)]
    patterns: list[URLPattern | URLResolver] = [*of_programmes, *of_office, *of_submissions, *pairing]
    return [str(one.pattern) for one in patterns]


@pytest.mark.parametrize("route", office_routes())
def test_a_manager_stays_within_the_calls_on_every_page_of_them(route: str) -> None:
    assert current(route, User(manager_side=Side.KR)) == ["Calls"]


def test_an_applicant_s_own_proposals_are_theirs() -> None:
    routes = ("proposals/1/", "receipts/1/", "invitations/1/", "calls/1/apply/", "programmes/1/", "people/1/")
    assert [current(route, User()) for route in routes] == [
        ["Proposals"],
        ["Proposals"],
        ["Proposals"],
        ["Calls"],
        ["Calls"],
        ["People"],
    ]
    assert current("calls/1/", AnonymousUser()) == ["Calls"]
