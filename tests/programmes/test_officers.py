"""An office and a programme to manage in it: what they open, when it closes, and that a person acts for one side."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import rules
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.selectors.account import waiting_in_account
from exchange.messaging.selectors.worklist import Reader
from exchange.people.adapter import AccountBackend
from exchange.people.disclosure import Viewer
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.account import export_account
from exchange.people.values.mail_domains import DEMO_DOMAIN
from exchange.programmes.models import Agency, AgencyOfficer, Programme, ProgrammeManager
from exchange.programmes.rules import managed_by
from exchange.programmes.selectors.programmes import managed_programmes
from exchange.web.navigation import account_entries, groups
from tests.concurrency import Beside
from tests.programmes.cast import make_officer, make_programme

SignIn = Callable[[User | Researcher], Client]

OPEN = {
    "review": 200,
    "run-list": 200,
    "api-review": 200,
    "api-runs": 200,
    "programme-list": 200,
    "api-programmes": 200,
}
CLOSED = {
    "review": 403,
    "run-list": 403,
    "api-review": 403,
    "api-runs": 403,
    "programme-list": 404,
    "api-programmes": 404,
}


def answers(client: Client) -> dict[str, int]:
    return {name: client.get(reverse(name)).status_code for name in OPEN}


def end_office(user: User) -> None:
    user.agency_offices.all().delete()


def take_programme(user: User) -> None:
    ProgrammeManager.objects.filter(officer__user=user).delete()


def take_agency_out(user: User) -> None:
    programme, office = managed_programmes(user).get(), user.agency_offices.get()
    programme.agencies.remove(office.agency)


@pytest.mark.parametrize("end", [end_office, take_programme, take_agency_out])
def test_what_managing_opens_closes_with_it_at_once(
    end: Callable[[User], None], client_of: SignIn, korean_manager: User, programme: Programme
) -> None:
    client = client_of(korean_manager)
    assert answers(client) == OPEN
    assert client.get(reverse("introduction-list")).context["listed"].follows is True
    end(korean_manager)
    assert answers(client) == CLOSED
    assert client.get(reverse("introduction-list")).context["listed"].follows is False
    assert client.get(reverse("programme-detail", args=[programme.public_id])).status_code == 404


def test_of_a_person_who_is_active_no_more_nothing_is_left(korean_manager: User, programme: Programme) -> None:
    User.objects.filter(pk=korean_manager.pk).update(is_active=False)
    former = User.objects.get(pk=korean_manager.pk)
    assert (former.officer_side, former.is_manager, former.needs_second_factor) == ("", False, False)
    assert [rules.has_perm(name, former) for name in ("matching.see_queue", "matching.start_run")] == [False, False]
    assert not former.has_perm("programmes.manage_programme", programme)
    assert not managed_by(former).exists()


def test_an_officer_who_manages_nothing_reads_what_is_lacking(client_of: SignIn, officer: User, rf: Any) -> None:
    client, start = client_of(officer), rf.get("/")
    assert answers(client) == CLOSED
    assert client.get(reverse("home")).templates[0].name == "web/home_officer.html"
    assert list(waiting_in_account(Reader(officer))) == []
    start.user = officer
    offered = [str(entry.label) for group in groups(start, Counter()) for entry in group.entries]
    assert offered + [str(entry.label) for entry in account_entries(start, Counter())] == [
        "Calls",
        "People",
        "Confirmations",
        "Projects",
        "Settings",
    ]
    assert (Viewer.of(officer), officer.needs_second_factor) == (Viewer(country=Side.US), True)


def test_an_officer_with_a_profile_starts_from_both(
    client_of: SignIn, korean_researcher: Researcher, iitp: Agency
) -> None:
    AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    page = client_of(korean_researcher).get(reverse("home"))
    assert page.templates[0].name == "web/home_officer.html"
    assert page.context["researcher"] == korean_researcher


def test_managing_for_one_agency_says_nothing_of_the_other_agencys_programmes(
    client_of: SignIn, us_manager: User, programme: Programme, afosr: Agency
) -> None:
    page = reverse("programme-detail", args=[programme.public_id])
    assert client_of(us_manager).get(page).status_code == 404
    ProgrammeManager.objects.create(programme=programme, officer=afosr.officers.get(user=us_manager))
    assert client_of(us_manager).get(page).status_code == 200


def test_a_session_reads_the_account_with_its_office_at_once(
    korean_manager: User, officer: User, outsider: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told = []
    with django_assert_num_queries(3):
        for account in (korean_manager, officer, outsider):
            read = AccountBackend().get_user(account.pk)
            assert read is not None
            told.append((read.officer_side, read.is_manager))
    assert told == [(Side.KR, True), (Side.US, False), ("", False)]
    asked = [User.objects.get(pk=account.pk) for account in (korean_manager, officer, outsider)]
    assert [(one.officer_side, one.is_manager) for one in asked] == told
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert [AccountBackend().get_user(pk) for pk in (officer.pk, 0)] == [None, None]


def test_nobody_acts_for_both_sides(korean_manager: User, afosr: Agency) -> None:
    nrf = Agency.objects.create(code="nrf", name_en="NRF", name_ko="연구재단", side=Side.KR, currency="KRW")
    with pytest.raises(ValidationError, match="Nobody acts for both"):
        AgencyOfficer(agency=afosr, user=korean_manager).full_clean()
    AgencyOfficer(agency=nrf, user=korean_manager).full_clean()
    with pytest.raises(IntegrityError, match="officer_on_one_side"), transaction.atomic():
        AgencyOfficer.objects.create(agency=afosr, user=korean_manager)
    AgencyOfficer.objects.create(agency=nrf, user=korean_manager)
    assert User.objects.get(pk=korean_manager.pk).officer_side == Side.KR


@pytest.mark.django_db(transaction=True)
def test_of_two_offices_on_two_sides_given_at_once_one_is_refused(iitp: Agency, afosr: Agency, outsider: User) -> None:
    with transaction.atomic():
        AgencyOfficer.objects.create(agency=iitp, user=outsider)
        beside = Beside(lambda: AgencyOfficer.objects.create(agency=afosr, user=outsider))
        beside.wait_until_it_waits()
    with pytest.raises(IntegrityError, match="officer_on_one_side"):
        beside.end()


def test_an_office_and_the_side_of_an_agency_stay_what_they_are(
    korean_manager: User, us_manager: User, iitp: Agency, afosr: Agency
) -> None:
    office = AgencyOfficer.objects.filter(user=korean_manager)
    for change in (
        lambda: Agency.objects.filter(pk=iitp.pk).update(side=Side.US),
        lambda: office.update(agency=afosr),
        lambda: office.update(user=us_manager),
    ):
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            change()
    assert office.update(title="Director") == 1


def test_the_export_names_the_offices_and_what_is_managed_in_them(korean_manager: User, outsider: User) -> None:
    korean_manager.agency_offices.update(title="Director")
    office = {"agency": "IITP", "side": Side.KR, "title": "Director", "manages": ["ROK-US Initiative"]}
    assert export_account(korean_manager)["programmes"]["offices"] == [office]
    assert export_account(outsider)["programmes"] == {"offices": [], "invitations_to_offices": []}


def account_form(account: User, *agencies: Agency, **more: Any) -> dict[str, Any]:
    """What the administration's page of an account sends, with an office at each of ``agencies``."""
    data = {name: getattr(account, name) for name in ("email", "name", "language", "time_zone")} | {"is_active": "on"}
    known = more.get("agency_offices-INITIAL_FORMS", 0)
    for prefix, total, initial in (("agency_offices", len(agencies), known), ("address_set", 0, 0)):
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}
    for number, agency in enumerate(agencies):
        data |= {f"agency_offices-{number}-agency": agency.pk, f"agency_offices-{number}-title": ""}
    return data | more


def test_the_administration_gives_offices_on_the_account(
    client_of: SignIn, staff: User, outsider: User, iitp: Agency, afosr: Agency
) -> None:
    browser, page = client_of(staff), reverse("admin:people_user_change", args=[outsider.pk])
    refused = browser.post(page, account_form(outsider, iitp, afosr))
    assert (refused.status_code, refused.content.decode().count("Nobody acts for both")) == (200, 1)
    assert browser.post(page, account_form(outsider, iitp)).status_code == 302
    office = outsider.agency_offices.get()
    kept = {"agency_offices-INITIAL_FORMS": 1, "agency_offices-0-id": office.pk}
    assert browser.post(page, account_form(outsider, afosr, **kept)).status_code == 302
    assert outsider.agency_offices.get().agency == iitp
    assert browser.post(page, account_form(outsider, iitp, afosr, **kept)).status_code == 200
    listed = browser.get(reverse("admin:people_user_changelist"), {"agency_offices__agency__id__exact": iitp.pk})
    assert list(listed.context["cl"].result_list) == [outsider]
    gone = kept | {"agency_offices-0-DELETE": "on"}
    assert browser.post(page, account_form(outsider, iitp, **gone)).status_code == 302
    assert not outsider.agency_offices.exists()


@pytest.mark.parametrize(
    ("is_active", "email", "words"),
    [
        (True, "alex@example.org", "profile is on the other side"),
        (True, f"kim@{DEMO_DOMAIN}", "public password"),
        (False, "alex@example.org", "deactivated"),
    ],
)
def test_the_administration_gives_no_office_that_an_invitation_would_not(
    client_of: SignIn, staff: User, us_researcher: Researcher, iitp: Agency, is_active: bool, email: str, words: str
) -> None:
    """On the account, on the agency and on its own page."""
    account = us_researcher.user
    assert account is not None
    User.objects.filter(pk=account.pk).update(is_active=is_active, email=email)
    account.refresh_from_db()
    of_account = account_form(account, iitp) if is_active else {**account_form(account, iitp), "is_active": ""}
    of_agency = {name: getattr(iitp, name) for name in ("code", "name_en", "name_ko", "time_zone", "currency")}
    rows = {"officers-TOTAL_FORMS": 1, "officers-INITIAL_FORMS": 0, "officers-0-user": account.pk}
    sent = {
        reverse("admin:people_user_change", args=[account.pk]): of_account,
        reverse("admin:programmes_agency_change", args=[iitp.pk]): {**of_agency, "languages": "ko", **rows},
        reverse("admin:programmes_agencyofficer_add"): {"user": account.pk, "agency": iitp.pk},
    }
    answers = [client_of(staff).post(page, body) for page, body in sent.items()]
    assert [(one.status_code, words in one.content.decode()) for one in answers] == [(200, True)] * 3
    assert not account.agency_offices.exists()


def test_the_administration_changes_no_agencys_side(client_of: SignIn, staff: User, iitp: Agency) -> None:
    page = reverse("admin:programmes_agency_change", args=[iitp.pk])
    names = ("code", "name_en", "name_ko", "languages", "time_zone", "currency")
    data = {name: getattr(iitp, name) for name in names} | {"languages": "ko", "side": Side.US, "name_en": "Renamed"}
    answer = client_of(staff).post(page, data | {"officers-TOTAL_FORMS": 0, "officers-INITIAL_FORMS": 0})
    iitp.refresh_from_db()
    assert (answer.status_code, iitp.name_en, iitp.side) == (302, "Renamed", Side.KR)


def test_the_administration_names_managers_of_the_programmes_agencies_alone(
    client_of: SignIn, staff: User, us_manager: User, afosr: Agency, iitp: Agency
) -> None:
    programme = make_programme("Korean", "한국", iitp)
    page = reverse("admin:programmes_programme_change", args=[programme.pk])
    data = {name: getattr(programme, name) for name in ("name_en", "name_ko", "starts_on", "ends_on")}
    for prefix in ("managers", "topics", "budgets"):
        data |= {f"{prefix}-TOTAL_FORMS": int(prefix == "managers"), f"{prefix}-INITIAL_FORMS": 0}
    data["managers-0-officer"] = afosr.officers.get(user=us_manager).pk
    browser = client_of(staff)
    refused = browser.post(page, data | {"agencies": [iitp.pk]})
    assert (refused.status_code, refused.content.decode().count("This agency has no part in the programme.")) == (
        200,
        1,
    )
    assert browser.post(page, data | {"agencies": [iitp.pk, afosr.pk]}).status_code == 302
    assert managed_programmes(us_manager).filter(pk=programme.pk).exists()


def test_a_title_is_given_to_an_officer_whose_agency_stays(
    client_of: SignIn, staff: User, iitp: Agency, afosr: Agency
) -> None:
    user = make_officer("new@example.org", iitp)
    office = user.agency_offices.get()
    page = reverse("admin:programmes_agencyofficer_change", args=[office.pk])
    answer = client_of(staff).post(page, {"user": staff.pk, "agency": afosr.pk, "title": "Director"})
    office.refresh_from_db()
    assert (answer.status_code, office.title, office.agency, office.user) == (302, "Director", iitp, user)
