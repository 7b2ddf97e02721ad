"""Offices by invitation: what the invited person gets, and everybody who is refused."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.http.keys_in_logs import without_keys
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services.delivery import deliver_due
from exchange.people.models import CollectionConsent, Researcher, User
from exchange.people.selectors.privacy import notice_in_force
from exchange.people.services.account import erase_account, export_account
from exchange.people.values.mail_domains import DEMO_DOMAIN
from exchange.programmes.models import Agency, AgencyOfficer, OfficeInvitation, Programme, ProgrammeManager
from exchange.programmes.models.invitation import BETWEEN_SENDINGS, LIFETIME, MOST_SENDINGS
from exchange.programmes.services.offices import (
    InvitationOver,
    accept_with_account,
    accept_with_password,
    invite_officer,
    send_invitation_again,
    withdraw_invitation,
)
from tests.cast import make_account
from tests.concurrency import Beside
from tests.programmes.cast import make_officer, make_programme

ADDRESS = "new@agency.example"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def invited(afosr: Agency, programme: Programme, staff: User) -> OfficeInvitation:
    return invite(afosr, programme, by=staff)


def invite(agency: Agency, *programmes: Programme, by: User, email: str = ADDRESS) -> OfficeInvitation:
    return invite_officer(email=email, agency=agency, programmes=programmes, language="ko", title="PM", by=by)


def link() -> str:
    """Of the mail that was written last."""
    text = OutboxMessage.objects.order_by("-pk").values_list("body_text", flat=True)[0]
    found = re.search(r"/offices/accept/[\w-]+/", text)
    assert found
    return found[0]


def typed() -> dict[str, object]:
    answers = {"name": "Dana Cole", "password1": PASSWORD, "password2": PASSWORD}
    return {**answers, "notice": notice_in_force().pk, "agreed": "on"}


def shift(invitation: OfficeInvitation, by: timedelta) -> None:
    OfficeInvitation.objects.filter(pk=invitation.pk).update(last_sent_at=invitation.last_sent_at - by)


def test_one_form_makes_account_office_and_programmes(
    client_of: ClientOf, client: Client, staff: User, programme: Programme
) -> None:
    sent = {"email": "New@Agency.example", "agency": "afosr", "programmes": [programme.public_id], "language": "ko"}
    answer = client_of(staff).post(reverse("office-invite"), sent)
    assert answer.headers["Location"] == reverse("office-list")
    assert not User.objects.filter(email=ADDRESS).exists()
    deliver_due()
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        [ADDRESS],
        "미국 공군과학연구실 사업 담당자로 초대되었습니다",
    )
    assert " EST까지" in str(mail.outbox[0].body) or " EDT까지" in str(mail.outbox[0].body)
    assert client.get(link()).status_code == 200
    assert client.post(link(), typed()).headers["Location"] == reverse("home")
    user = User.objects.get(email=ADDRESS)
    assert CollectionConsent.objects.filter(user=user).exists()
    assert (user.name, user.language, user.time_zone) == ("Dana Cole", "ko", "America/New_York")
    assert (user.officer_side, user.is_manager, user.check_password(PASSWORD)) == ("US", True, True)
    assert "AFOSR" in client.get(reverse("home"), headers={"accept-language": "en"}).content.decode()


def test_the_second_factor_is_asked_for_right_after(
    client: Client, invited: OfficeInvitation, settings: object
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    client.post(link(), typed())
    assert client.get(reverse("home")).headers["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(("agency", "language"), [("afosr", "en"), ("iitp", "ko")])
def test_who_chooses_no_language_writes_in_that_of_the_agencys_side(
    client_of: ClientOf, staff: User, afosr: Agency, iitp: Agency, agency: str, language: str
) -> None:
    browser = client_of(staff)
    shown = browser.get(reverse("office-invite")).context["form"]["language"]
    assert '<option value="" selected>That of the agency’s side</option>' in str(shown)
    browser.post(reverse("office-invite"), {"email": ADDRESS, "agency": agency})
    assert OfficeInvitation.objects.get().language == language


def test_looking_changes_nothing_and_is_kept_nowhere(client: Client, invited: OfficeInvitation) -> None:
    answer = client.get(link())
    assert "no-store" in answer.headers["Cache-Control"]
    assert OfficeInvitation.objects.get().is_open
    assert without_keys(f"GET {link()} HTTP/1.1") == "GET /offices/accept/…/ HTTP/1.1"


def test_the_key_is_kept_as_a_digest_alone(invited: OfficeInvitation) -> None:
    key = link().split("/")[-2]
    assert (len(key), key in invited.digest) == (43, False)
    events = OfficeInvitation.pgh_event_model.objects.values()  # type: ignore[attr-defined]
    assert [event.get("digest") for event in events] == [None]


def test_a_link_works_once(client: Client, invited: OfficeInvitation, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = False  # type: ignore[attr-defined]
    url = link()
    client.post(url, typed())
    assert Client().post(url, typed()).status_code == 410
    assert client.get(url).headers["Location"] == reverse("home")
    assert (User.objects.filter(email=ADDRESS).count(), AgencyOfficer.objects.count()) == (1, 1)


def test_of_two_who_press_at_once_one_has_it(invited: OfficeInvitation) -> None:
    accept_with_password(invited, name="Dana", password=PASSWORD)
    with pytest.raises(InvitationOver):
        accept_with_password(invited, name="Eve", password=PASSWORD)


def test_an_expired_link_opens_nothing_until_it_is_sent_again(client: Client, invited: OfficeInvitation) -> None:
    shift(invited, LIFETIME)
    first = link()
    assert client.post(first, typed()).status_code == 410
    send_invitation_again(invited)
    assert (client.get(first).status_code, client.post(link(), typed()).status_code) == (404, 302)


def test_a_withdrawn_link_opens_nothing(client: Client, invited: OfficeInvitation) -> None:
    withdraw_invitation(invited)
    assert client.post(link(), typed()).status_code == 410
    with pytest.raises(InvitationOver):
        withdraw_invitation(invited)
    with pytest.raises(InvitationOver):
        send_invitation_again(invited)


def test_nobodys_mailbox_is_filled(invited: OfficeInvitation) -> None:
    with pytest.raises(ValidationError, match="a moment ago"):
        send_invitation_again(invited)
    OfficeInvitation.objects.update(times_sent=MOST_SENDINGS)
    shift(invited, BETWEEN_SENDINGS)
    with pytest.raises(ValidationError, match="often enough"):
        send_invitation_again(invited)


def test_who_has_an_account_signs_in_with_it(
    client_of: ClientOf, client: Client, afosr: Agency, programme: Programme, staff: User
) -> None:
    account = make_account(ADDRESS)
    invite(afosr, programme, by=staff)
    assert "password1" not in client.get(link()).content.decode()
    client.post(link(), typed())
    assert not AgencyOfficer.objects.exists()
    assert client_of(account).post(link()).headers["Location"] == reverse("home")
    assert User.objects.get(pk=account.pk).is_manager


def test_somebody_else_who_is_signed_in_has_nothing_of_it(
    client_of: ClientOf, outsider: User, invited: OfficeInvitation
) -> None:
    assert client_of(outsider).post(link(), typed()).status_code == 403
    with pytest.raises(ValidationError, match="did not go to"):
        accept_with_account(invited, account=outsider)


def test_who_registered_the_address_before_keeps_nothing(client: Client, invited: OfficeInvitation) -> None:
    squatter = User.objects.create_user(ADDRESS, "squatted 123")
    EmailAddress.objects.create(user=squatter, email=ADDRESS, verified=False, primary=True)
    SocialAccount.objects.create(user=squatter, provider="orcid", uid="0000-0002-1825-0097")
    assert client.post(link(), typed()).status_code == 302
    user = User.objects.get(email=ADDRESS)
    assert (user.check_password("squatted 123"), user.access_since > squatter.access_since) == (False, True)
    assert not SocialAccount.objects.exists()


def test_an_unverified_account_with_a_second_factor_is_not_taken_over(invited: OfficeInvitation) -> None:
    TOTP.activate(User.objects.create_user(ADDRESS, PASSWORD), "A" * 32)
    with pytest.raises(ValidationError, match="sign in"):
        accept_with_password(invited, name="Dana", password=PASSWORD)


def test_who_is_an_officer_there_is_not_invited(afosr: Agency, staff: User) -> None:
    make_officer(ADDRESS, afosr)
    with pytest.raises(ValidationError, match="already"):
        invite(afosr, by=staff)


def test_who_became_an_officer_meanwhile_is_refused_at_the_door(invited: OfficeInvitation, afosr: Agency) -> None:
    account = make_officer(ADDRESS, afosr)
    with pytest.raises(ValidationError, match="already"):
        accept_with_account(invited, account=account)


def test_nobody_acts_for_both_sides(iitp: Agency, afosr: Agency, korean_researcher: Researcher, staff: User) -> None:
    make_officer(ADDRESS, iitp)
    with pytest.raises(ValidationError, match="other side"):
        invite(afosr, by=staff)
    assert korean_researcher.user
    with pytest.raises(ValidationError, match="profile is on the other side"):
        invite(afosr, by=staff, email=korean_researcher.user.email)


def test_deactivated_people_and_those_of_the_demo_are_refused(afosr: Agency, staff: User, settings: object) -> None:
    make_account(ADDRESS, is_active=False)
    for email, words in ((ADDRESS, "deactivated"), (f"kim@{DEMO_DOMAIN}", "public password")):
        with pytest.raises(ValidationError, match=words):
            invite(afosr, by=staff, email=email)
    settings.DEMO = True  # type: ignore[attr-defined]
    invite(afosr, by=staff, email=f"kim@{DEMO_DOMAIN}")


def test_an_address_is_invited_once_to_an_agency(invited: OfficeInvitation, afosr: Agency, staff: User) -> None:
    with pytest.raises(ValidationError, match="send that one again"):
        invite(afosr, by=staff, email=ADDRESS.upper())
    withdraw_invitation(invited)
    invite(afosr, by=staff)


def test_programmes_are_those_of_the_agency(afosr: Agency, iitp: Agency, staff: User) -> None:
    with pytest.raises(ValidationError, match="no part"):
        invite(afosr, make_programme("Korean", "국내", iitp), by=staff)


def test_a_programme_that_the_agency_left_is_not_given(
    invited: OfficeInvitation, programme: Programme, afosr: Agency
) -> None:
    programme.agencies.remove(afosr)
    accept_with_password(invited, name="Dana", password=PASSWORD)
    assert (AgencyOfficer.objects.count(), ProgrammeManager.objects.count()) == (1, 0)


@pytest.mark.parametrize("alike", ["kım@agency.example", "kim@agency.example.ıo"])
def test_a_mailbox_that_only_looks_alike_gets_and_stops_nothing(
    client_of: ClientOf, client: Client, afosr: Agency, staff: User, alike: str
) -> None:
    """The database's capital letters take a dotless ı for an i."""
    meant, stranger = alike.replace("ı", "i"), make_account(alike)
    invite(afosr, by=staff, email=meant.title())
    message = OutboxMessage.objects.latest("pk")
    assert (message.user, message.address) == (None, meant)
    assert client_of(stranger).post(link()).status_code == 403
    body = {"key": link().split("/")[-2]}
    taken = client_of(stranger).post("/api/v1/office-acceptances", body, content_type="application/json")
    assert taken.status_code == 403
    assert client.post(link(), typed()).status_code == 302
    assert AgencyOfficer.objects.get().user.email == meant


def test_weak_and_different_passwords_are_refused(client: Client, invited: OfficeInvitation) -> None:
    for wrong in (
        {**typed(), "password2": "another 12345"},
        {**typed(), "password1": "12345678", "password2": "12345678"},
    ):
        assert client.post(link(), wrong).status_code == 422
    assert OfficeInvitation.objects.get().is_open


def test_staff_without_all_rights_invites_nobody(client_of: ClientOf) -> None:
    helper = make_account("helper@example.org", is_staff=True)
    assert client_of(helper).get(reverse("office-invite")).status_code == 404


def test_the_api_obeys_the_same(client_of: ClientOf, staff: User, programme: Programme) -> None:
    api, body = client_of(staff), {"email": ADDRESS, "agency": "afosr", "programmes": [], "language": "en"}
    made = api.post("/api/v1/office-invitations", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    again = api.post("/api/v1/office-invitations", body, content_type="application/json")
    assert again.status_code == 400
    strange = {**body, "email": "b@agency.example", "programmes": ["00000000-0000-4000-8000-000000000000"]}
    assert "programmes" in api.post("/api/v1/office-invitations", strange, content_type="application/json").json()
    one = f"/api/v1/office-invitations/{made.json()['public_id']}"
    assert api.post(f"{one}/sendings").status_code == 409
    assert (api.delete(one).status_code, api.delete(one).status_code) == (204, 409)
    assert api.get(one).json()["state"] == "withdrawn"


def test_an_account_accepts_over_the_api_as_on_the_page(
    client_of: ClientOf, afosr: Agency, programme: Programme, staff: User
) -> None:
    account, other = make_account(ADDRESS), make_account("other@agency.example")
    invitation = invite(afosr, programme, by=staff)
    key = link().split("/")[-2]

    def accept(api: Client, **body: str) -> int:
        return api.post("/api/v1/office-acceptances", body, content_type="application/json").status_code

    refused = [accept(Client(), key=key), accept(client_of(other), key=key), accept(client_of(account), key="-")]
    assert (refused, accept(client_of(account))) == ([401, 403, 404], 400)
    assert not AgencyOfficer.objects.filter(user__in=[account, other]).exists()
    api = client_of(account)
    taken = api.post("/api/v1/office-acceptances", {"key": key}, content_type="application/json")
    assert (taken.status_code, taken.json()["state"]) == (200, "accepted")
    office = AgencyOfficer.objects.get(user=account)
    assert (office.agency, office.title, ProgrammeManager.objects.get().officer) == (afosr, "PM", office)
    assert accept(client_of(account), key=key) == 409
    invitation.refresh_from_db()
    assert invitation.account == account


@pytest.mark.parametrize("change", [{"verified": False}, {"email": "elsewhere@agency.example"}])
def test_the_api_gives_no_office_for_an_address_that_is_not_verified(
    client_of: ClientOf, afosr: Agency, staff: User, change: dict[str, object]
) -> None:
    """An account opens nothing then; nor may it take what went to another address, though it goes by this one."""
    account = make_account("second@agency.example")
    EmailAddress.objects.create(user=account, **{"email": ADDRESS, "verified": True, "primary": False, **change})
    invite(afosr, by=staff)
    body = {"key": link().split("/")[-2]}
    answer = client_of(account).post("/api/v1/office-acceptances", body, content_type="application/json")
    assert (answer.status_code, AgencyOfficer.objects.filter(user=account).exists()) == (403, False)


def test_the_administration_leads_to_the_form(client_of: ClientOf, staff: User) -> None:
    answer = client_of(staff).get(reverse("admin:programmes_agencyofficer_invite_officer"))
    assert answer.headers["Location"] == reverse("office-invite")


def test_invitations_go_along_with_the_person(invited: OfficeInvitation, staff: User, iitp: Agency) -> None:
    user = accept_with_password(invited, name="Dana", password=PASSWORD)
    OfficeInvitation.objects.create(agency=iitp, email=ADDRESS, language="en", digest="d")
    told = export_account(user)["programmes"]["invitations_to_offices"]
    assert [(one["email"], one["state"]) for one in told] == [(ADDRESS, "accepted"), (ADDRESS, "waiting")]
    erase_account(user, by=user)
    assert not OfficeInvitation.objects.exists()
    assert not OfficeInvitation.pgh_event_model.objects.exists()  # type: ignore[attr-defined]


def test_who_invited_leaves_and_the_invitation_stays(client: Client, invited: OfficeInvitation, staff: User) -> None:
    erase_account(staff, by=staff)
    assert client.post(link(), typed()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_alike_at_once_one_is_sent(afosr: Agency, programme: Programme, staff: User) -> None:
    with transaction.atomic():
        invite(afosr, programme, by=staff)
        second = Beside(lambda: invite(afosr, programme, by=staff))
        second.wait_until_it_waits()
    with pytest.raises(ValidationError, match="waits at this address"):
        second.end()
    assert OfficeInvitation.objects.count() == 1
