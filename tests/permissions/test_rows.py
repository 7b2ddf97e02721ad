"""The words of the table, and that an address without a row fails by its name."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.views import APIView

from tests.permissions.addresses import ADDRESSES, addresses_of, gaps
from tests.permissions.roles import AGENCIES, ANONYMOUS, EVERYBODY, FEW, OUTSIDER, SIGNED_IN, TEAM
from tests.permissions.rows import ANYTHING, acts, changes, opens, public, reads, signed, twice
from tests.permissions.slices import TABLE


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class NewDoor(APIView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def put(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


def test_a_new_address_without_a_row_fails_by_its_name() -> None:
    new = [
        path("new/<uuid:public_id>/", page, name="new-page"),
        path("api/", include([path("new", NewDoor.as_view(), name="api-new")])),
    ]
    addresses = ADDRESSES | dict(addresses_of(new))
    assert gaps(addresses, TABLE) == [
        "no row: GET api-new",
        "no row: GET new-page",
        "no row: POST new-page",
        "no row: PUT api-new",
    ]
    said = [*TABLE, *reads("new-page", to=TEAM), *opens("api-new", to=TEAM)]
    assert gaps(addresses, said) == ["no row: PUT api-new"]
    assert gaps(addresses, [*said, *changes("api-new!PUT", to=TEAM)]) == []


def test_a_row_without_an_address_fails_too() -> None:
    gone = public("gone")
    assert gaps(ADDRESSES, [*TABLE, *gone]) == ["no address: GET gone", "no address: POST gone"]
    assert twice([*gone, *opens("gone", to=TEAM)]) == ["GET gone"]


def test_whoever_is_not_let_in_is_answered_by_the_kind_of_address() -> None:
    for address, stranger in (("some-page", "login"), ("api-some", "401")):
        (row,) = opens(address, to=TEAM)
        assert row.answers == dict.fromkeys(EVERYBODY, "404") | dict.fromkeys(TEAM, "200") | {"anonymous": stranger}


def test_the_first_group_that_holds_a_role_counts() -> None:
    (row,) = opens("x", to=TEAM, answering="302", redirected=TEAM, forbidden=AGENCIES, missing=ANONYMOUS | AGENCIES)
    rest = {"anonymous": "404", "manager": "403", "other": "403", "officer": "403"}
    assert row.answers == dict.fromkeys(EVERYBODY, "404") | dict.fromkeys(TEAM, "302") | rest


def test_of_what_changes_something_only_refusals_are_asked() -> None:
    put, delete = changes("api-x@draft!PUT!DELETE", to=SIGNED_IN - OUTSIDER, forbidden=OUTSIDER)
    assert (put.name, put.address, put.method, delete.method) == ("api-x", "api-x@draft", "PUT", "DELETE")
    assert put.answers == delete.answers == {"anonymous": "401", "outsider": "403"}
    assert [(row.method, row.answers) for row in signed("x")] == [("GET", dict.fromkeys(FEW, "200")), ("POST", {})]


def test_reading_and_acting_are_rows_of_both_kinds() -> None:
    read, posted = reads("x", to=TEAM)
    assert (read.method, posted.method, posted.answers) == ("GET", "POST", dict.fromkeys(FEW, ANYTHING))
    assert [row.method for row in reads("api-x", to=TEAM)] == ["GET"]
    assert [(row.method, row.answers["us"]) for row in acts("x api-x", to=SIGNED_IN - TEAM) if "us" in row.answers] == [
        ("POST", "404"),
        ("POST", "404"),
        ("GET", "302"),
        ("GET", "405"),
    ]
