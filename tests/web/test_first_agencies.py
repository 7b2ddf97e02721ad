"""The first agencies: entered in one form with their programme and how they are reached."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import Agency, Programme
from exchange.programmes.services.founding import NewAgency, found_programme

ClientOf = Callable[[User], Client]
AGENCIES = {
    "kr_code": "iitp",
    "kr_name_en": "IITP",
    "kr_name_ko": "정보통신기획평가원",
    "us_code": "afosr",
    "us_name_en": "AFOSR",
    "us_name_ko": "미국 공군과학연구실",
}
PROGRAMME = {"name_en": "Joint", "name_ko": "공동", "starts_on": "2027-01-01", "ends_on": "2029-12-31"}
CONTACTS = {"kr_contact_email": "joint@iitp.example", "us_contact_page": "afosr.example/contact"}

pytestmark = pytest.mark.django_db


def test_agencies_and_programme_are_entered_in_one_form(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    assert client.post(reverse("setup-programme"), AGENCIES | PROGRAMME).headers["Location"] == reverse("setup")
    programme = Programme.objects.get()
    assert [(one.code, one.currency, one.time_zone) for one in programme.agencies.order_by("code")] == [
        ("afosr", "USD", "America/New_York"),
        ("iitp", "KRW", "Asia/Seoul"),
    ]


def test_how_the_agencies_are_reached_is_asked_with_them(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    client.post(reverse("setup-programme"), AGENCIES | PROGRAMME | CONTACTS)
    said = {one.code: (one.contact_email, one.contact_page) for one in Agency.objects.all()}
    assert said == {"iitp": ("joint@iitp.example", ""), "afosr": ("", "https://afosr.example/contact")}
    assert {step.key: step.is_done for step in client.get(reverse("setup")).context["steps"]}["contacts"]


def test_a_contact_that_is_none_is_refused(client_of: ClientOf, staff: User) -> None:
    wrong = {"kr_contact_email": "nobody", "us_contact_page": "javascript:alert(1)"}
    answer = client_of(staff).post(reverse("setup-programme"), AGENCIES | PROGRAMME | wrong)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, set(wrong))
    assert not Agency.objects.exists()


def test_the_list_names_the_agencies_that_do_not_say_how_they_are_reached(
    client_of: ClientOf, staff: User, iitp: Agency, afosr: Agency
) -> None:
    client = client_of(staff)
    Agency.objects.filter(pk=afosr.pk).update(contact_page="https://afosr.example")
    (step,) = [one for one in client.get(reverse("setup")).context["steps"] if one.key == "contacts"]
    assert (step.is_done, step.detail) == (False, "No contact entered for: IITP.")
    assert step.url == reverse("admin:programmes_agency_change", args=[iitp.pk])
    listed = client.get(reverse("admin:programmes_agency_changelist")).content.decode()
    assert "has a contact" in listed.lower()


def test_an_agency_that_is_there_gets_the_contact_that_it_lacks_and_keeps_its_own(
    client_of: ClientOf, staff: User, iitp: Agency, afosr: Agency
) -> None:
    Agency.objects.filter(pk=afosr.pk).update(contact_email="own@afosr.example")
    client_of(staff).post(reverse("setup-programme"), AGENCIES | PROGRAMME | CONTACTS)
    said = {one.code: (one.contact_email, one.contact_page) for one in Agency.objects.all()}
    assert said == {"iitp": ("joint@iitp.example", ""), "afosr": ("own@afosr.example", "")}


@pytest.mark.parametrize(
    "change", [{"ends_on": "2026-01-01"}, {"kr_code": "afosr"}, {"us_name_ko": ""}, {"kr_code": "not a word"}]
)
def test_what_contradicts_itself_is_refused(
    client_of: ClientOf, staff: User, afosr: Agency, change: dict[str, str]
) -> None:
    assert client_of(staff).post(reverse("setup-programme"), AGENCIES | PROGRAMME | change).status_code == 422
    assert not Programme.objects.exists()


def test_agencies_that_are_there_take_part_and_a_programme_may_be_of_one_day(
    client_of: ClientOf, staff: User, afosr: Agency, iitp: Agency
) -> None:
    one_day = {"ends_on": PROGRAMME["starts_on"]}
    answer = client_of(staff).post(reverse("setup-programme"), AGENCIES | PROGRAMME | one_day)
    assert (answer.status_code, set(Programme.objects.get().agencies.all())) == (302, {afosr, iitp})


def test_an_agency_that_is_there_stays_as_it_is(afosr: Agency) -> None:
    new = [NewAgency(side=Side.US, code="afosr", name_en="Other", name_ko="다른")]
    years = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 2, 1)}
    found_programme(agencies=new, name_en="A", name_ko="가", **years)
    assert Agency.objects.get().name_en == "AFOSR"
