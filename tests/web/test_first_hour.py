"""The first hour: one administrator behind a key that works once, and a list of what is missing."""

import smtplib
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.http.keys_in_logs import without_keys
from exchange.people.models import CollectionConsent, Organisation, PrivacyNotice, Topic, User
from exchange.people.models.privacy import TEXTS
from exchange.people.selectors.account import administrators
from exchange.people.selectors.privacy import notice_in_force
from exchange.people.services.privacy import publish_notice
from exchange.programmes.models import Agency, Programme
from exchange.programmes.services.offices import invite_officer, withdraw_invitation
from exchange.web.first_hour.administrator import (
    AlreadyAdministered,
    make_first_administrator,
    new_setup_link,
    opens_setup,
)
from exchange.web.first_hour.mail import MailFailed, send_test_mail
from exchange.web.models import Installation
from tests.cast import make_account

PASSWORD = "correct horse battery"
FACTS = {"email": "a@agency.example", "password": PASSWORD, "name": "A", "language": "en", "time_zone": "Asia/Seoul"}

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def page(settings: Settings) -> str:
    """The address of the first-run page."""
    settings.SITE_URL = "http://testserver"
    return new_setup_link().removeprefix("http://testserver")


def typed() -> dict[str, object]:
    answers = {
        "email": "Op@agency.example",
        "name": "Dana Cole",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "language": "en",
        "time_zone": "America/Denver",
    }
    return {**answers, "notice": notice_in_force().pk, "agreed": "on"}


def key_of(page: str) -> str:
    return page.split("/")[-2]


def test_whoever_has_the_key_becomes_administrator(client: Client, page: str, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(page).status_code == 200
    assert client.post(page, typed()).headers["Location"] == reverse("setup")
    user = administrators().get()
    assert (user.email, user.name, user.time_zone) == ("op@agency.example", "Dana Cole", "America/Denver")
    assert EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True).exists()
    assert CollectionConsent.objects.filter(user=user).exists()
    assert client.get(reverse("setup")).headers["Location"] == reverse("mfa_index")


def test_the_key_works_once_and_for_nobody_else(client: Client, page: str) -> None:
    client.post(page, typed())
    assert [Client().get(page).status_code, Client().post(page, typed()).status_code] == [404, 404]
    administrators().update(is_active=False)
    assert Client().get(page).status_code == 404


def test_of_two_who_press_at_once_one_becomes_administrator(page: str) -> None:
    make_first_administrator(**FACTS)
    with pytest.raises(AlreadyAdministered):
        make_first_administrator(**{**FACTS, "email": "b@agency.example"})
    assert administrators().count() == 1


def test_who_was_late_is_told_nothing_more(client: Client, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening the page and pressing the button somebody else pressed."""
    monkeypatch.setattr("exchange.web.views.setup.opens_setup", lambda _key: True)
    make_first_administrator(**FACTS)
    assert client.post(page, typed()).status_code == 404
    assert administrators().count() == 1


def test_while_somebody_administers_there_is_no_key(staff: User, settings: Settings) -> None:
    assert new_setup_link() == ""
    staff.is_active = False
    staff.save()
    key = key_of(new_setup_link())
    assert opens_setup(key)
    make_account("another@example.org", is_staff=True, is_superuser=True)
    assert not opens_setup(key)


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}, {}])
def test_whoever_lacks_a_right_of_administrators_closes_nothing(page: str, rights: dict[str, bool]) -> None:
    make_account("helper@example.org", **rights)
    assert (opens_setup(key_of(page)), new_setup_link() != "") == (True, True)


def test_every_start_makes_another_key_and_keeps_its_digest_alone(page: str) -> None:
    former = key_of(page)
    key = key_of(new_setup_link())
    assert (opens_setup(former), opens_setup(key), opens_setup("")) == (False, True, False)
    assert key not in Installation.objects.get().setup_digest
    events = Installation.pgh_event_model.objects.values()  # type: ignore[attr-defined]
    assert {event.get("setup_digest") for event in events} == {None}


def test_without_a_key_no_key_opens(client: Client) -> None:
    assert client.get(reverse("setup-begin", args=["-"])).status_code == 404
    Installation.objects.create(pk=1)
    assert not opens_setup("")


def test_the_key_stays_out_of_caches_and_logs(client: Client, page: str) -> None:
    assert "no-store" in client.get(page).headers["Cache-Control"]
    assert without_keys(f"GET {page} HTTP/1.1") == "GET /setup/begin/…/ HTTP/1.1"


def test_an_address_that_has_an_account_is_refused(client: Client, page: str, outsider: User) -> None:
    assert client.post(page, {**typed(), "email": outsider.email.upper()}).status_code == 422
    assert client.post(page, {**typed(), "password1": "12345678", "password2": "12345678"}).status_code == 422
    assert not administrators().exists()


def done(client: Client) -> dict[str, bool]:
    return {step.key: step.is_done for step in client.get(reverse("setup")).context["steps"]}


def test_the_list_says_what_is_there_until_nothing_is_missing(
    client_of: ClientOf,
    staff: User,
    korean_manager: User,
    korean_organisation: Organisation,
    settings: Settings,
) -> None:
    settings.SITE_URL = "https://testserver"
    client = client_of(staff)
    assert done(client) == {
        "administrator": True,
        "site": True,
        "mail": False,
        "operator": False,
        "programme": True,
        "contacts": False,
        "organisations": True,
        "topics": False,
        "managers": True,
    }
    assert client.get(reverse("home")).headers["Location"] == reverse("setup")
    client.post(reverse("setup-mail"), {"address": "op@agency.example"})
    assert mail.outbox[0].to == ["op@agency.example"]
    Topic.objects.create(openalex_id="T1", name="Trust", domain="D", field="F", subfield="S")
    Agency.objects.update(contact_email="joint@agency.example")
    assert [key for key, is_done in done(client).items() if not is_done] == ["operator"]
    publish_notice(PrivacyNotice(**dict.fromkeys(TEXTS, "The Institute, 1 Lake Road.")))
    assert all(done(client).values())
    assert client.get(reverse("home")).headers["Location"] == reverse("admin:index")


def test_an_empty_installation_lacks_everything(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    assert [key for key, is_done in done(client).items() if is_done] == ["administrator"]
    assert client.get(reverse("home")).headers["Location"] == reverse("setup")


def test_the_demo_is_not_set_up(client_of: ClientOf, staff: User, settings: Settings) -> None:
    settings.DEMO = True
    assert client_of(staff).get(reverse("home")).headers["Location"] == reverse("admin:index")


def test_a_programme_of_one_side_alone_is_not_enough(client_of: ClientOf, staff: User, iitp: Agency) -> None:
    alone = Programme.objects.create(name_en="A", name_ko="가", starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 1))
    alone.agencies.add(iitp)
    assert not done(client_of(staff))["programme"]


@pytest.mark.parametrize(
    ("url", "words"),
    [("https://elsewhere.example", "lead elsewhere"), ("http://testserver", "readable"), ("https://testserver", "")],
)
def test_an_address_that_leads_elsewhere_or_is_open_is_told(
    client_of: ClientOf, staff: User, settings: Settings, url: str, words: str
) -> None:
    settings.SITE_URL = url
    told = client_of(staff).get(reverse("setup-site")).context["objections"]
    assert ([words in one for one in told] or [not words]) == [True]


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost", False),
        ("http://[::1]", False),
        ("http://10.0.0.7", True),
        ("http://localhost.example", True),
        ("https://10.0.0.7", False),
    ],
)
def test_only_this_machine_itself_does_without_https(
    client_of: ClientOf, staff: User, settings: Settings, url: str, is_open: bool
) -> None:
    settings.SITE_URL = url
    told = client_of(staff).get(reverse("setup-site")).context["objections"]
    assert any("readable" in one for one in told) is is_open


def test_what_somebody_entered_or_withdrew_counts_for_nothing(
    client_of: ClientOf, staff: User, korean_organisation: Organisation, iitp: Agency
) -> None:
    Organisation.objects.update(is_verified=False)
    invite = {"agency": iitp, "programmes": [], "language": "en", "title": "", "by": staff}
    invite_officer(email="one@agency.example", **invite)
    withdraw_invitation(invite_officer(email="two@agency.example", **invite))
    steps = {step.key: step for step in client_of(staff).get(reverse("setup")).context["steps"]}
    assert not steps["organisations"].is_done
    assert steps["managers"].detail == "0 there, 1 invited."


REFUSED = smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"No such user")})


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (REFUSED, "does not take mail for this address. It says: 550 No such user"),
        (smtplib.SMTPAuthenticationError(535, b"Bad credentials"), "user name or the password in EMAIL_URL"),
        (smtplib.SMTPSenderRefused(553, b"Not yours", "x"), "DEFAULT_FROM_EMAIL. It says: 553 Not yours"),
        (smtplib.SMTPServerDisconnected("gone"), "mixed up"),
        (smtplib.SMTPDataError(554, b"Spam"), "did not take the mail. It says: 554 Spam"),
        (socket.gaierror(-2, "unknown"), "is not known"),
        (ConnectionRefusedError(111, "refused"), "Nothing answers"),
        (TimeoutError("timed out"), "firewall"),
    ],
)
def test_what_the_mail_server_says_is_told_in_plain_words(
    client_of: ClientOf, staff: User, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def refuse(*_args: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = client_of(staff).post(reverse("setup-mail"), {"address": "a@example.org"})
    assert words in " ".join(answer.context["form"].non_field_errors())
    assert not Installation.objects.filter(mail_tested_at__isnull=False).exists()


def test_mail_that_goes_to_the_log_is_no_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(MailFailed, match="EMAIL_URL"):
        send_test_mail("a@example.org")


def test_the_command_does_it_without_a_browser(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("GYORYU_ADMIN_PASSWORD", PASSWORD)
    topics = tmp_path / "topics.csv"
    topics.write_text("id,name,domain,field,subfield,works_count\nT1,Trust,D,F,S,1\n")
    call_command(
        "setup",
        no_input=True,
        email="op@agency.example",
        mail_test="op@agency.example",
        korean_agency=["iitp", "IITP", "기획평가원"],
        us_agency=["afosr", "AFOSR", "과학연구실"],
        us_agency_contact="international@afosr.example",
        programme=["Joint", "공동", "2027-01-01", "2029-12-31"],
        topics=str(topics),
    )
    assert administrators().get().check_password(PASSWORD)
    assert (Programme.objects.count(), Topic.objects.count(), len(mail.outbox)) == (1, 1, 1)
    said = dict(Agency.objects.values_list("code", "contact_email"))
    assert said == {"iitp": "", "afosr": "international@afosr.example"}
    assert "/offices/invite/" in capsys.readouterr().out


def test_the_command_says_in_one_line_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GYORYU_ADMIN_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="--email"):
        call_command("setup", no_input=True)
    with pytest.raises(CommandError, match="GYORYU_ADMIN_PASSWORD"):
        call_command("setup", no_input=True, email="op@agency.example")
    monkeypatch.setenv("GYORYU_ADMIN_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="common"):
        call_command("setup", no_input=True, email="op@agency.example")
    assert not administrators().exists()


def test_the_start_prints_the_link_while_nobody_administers(capsys: pytest.CaptureFixture[str], staff: User) -> None:
    call_command("setup", link=True, quiet_if_done=True)
    assert capsys.readouterr().out == ""
    call_command("setup", link=True)
    assert "closed" in capsys.readouterr().out
    staff.delete()
    call_command("setup", link=True, quiet_if_done=True)
    assert "/setup/begin/" in capsys.readouterr().out


def test_a_taken_address_is_a_validation_error(outsider: User) -> None:
    with pytest.raises(ValidationError):
        make_first_administrator(**{**FACTS, "email": outsider.email})
