"""Who gets in: nobody before their address is verified, and nobody any more once what let them in has changed."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from exchange.people.adapter import keep_session
from exchange.people.models import Researcher, User
from tests.cast import bearer, consenting, make_account, shown_again

ClientOf = Callable[[User | Researcher], Client]

PASSWORD = "correct horse battery"
OTHER = "another horse battery"
BACKEND = "exchange.people.adapter.AccountBackend"


def is_in(client: Client) -> bool:
    answers = {client.get(reverse(name)).status_code for name in ("preferences", "api-notifications")}
    assert answers in ({HTTPStatus.OK}, {HTTPStatus.FOUND, HTTPStatus.UNAUTHORIZED})
    return answers == {HTTPStatus.OK}


def opens(headers: dict[str, str]) -> bool:
    status = Client().get(reverse("api-notifications"), headers=headers).status_code
    assert status in (HTTPStatus.OK, HTTPStatus.UNAUTHORIZED)
    return status == HTTPStatus.OK


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def sign_in(email: str, password: str = PASSWORD) -> tuple[Client, str]:
    """And where signing in leads."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return client, answer.headers.get("Location", "")


def confirm(client: Client, number: int = -1) -> str:
    """Follow the link of a mail; where that leads."""
    text = str(mail.outbox[number].body)
    start = text.index("/accounts/confirm-email/")
    answer = client.post(text[start:].split()[0])
    assert answer.status_code == HTTPStatus.FOUND
    return str(answer.headers["Location"])


def choose_password(client: Client, address: str) -> None:
    """On the page to which a reset leads."""
    form = client.get(address).headers["Location"]
    client.post(form, {"password1": OTHER, "password2": OTHER})


# Before the address is verified


@pytest.fixture
def squatter(db: None) -> User:
    """Somebody who has registered the address of another person, and waits."""
    body = {"email": "victim@example.org", "password1": PASSWORD, "password2": PASSWORD, **consenting()}
    Client().post(reverse("account_signup"), body)
    return User.objects.get(email="victim@example.org")


def test_signing_up_opens_nothing_before_the_address_is_verified(squatter: User) -> None:
    client, leads_to = sign_in(squatter.email)
    assert leads_to == reverse("account_email_verification_sent")
    assert not is_in(client)


def test_no_session_and_no_token_has_power_before_the_address_is_verified(squatter: User) -> None:
    """Even where one came to be in another way."""
    assert not is_in(signed_in(squatter))
    assert not opens(bearer(squatter))
    assert signed_in(squatter).get(reverse("admin:index")).status_code == HTTPStatus.FOUND


def test_the_first_verification_ends_what_was_there_before(squatter: User) -> None:
    session, token = signed_in(squatter), bearer(squatter)
    confirm(Client())
    assert EmailAddress.objects.get(user=squatter).verified
    assert not is_in(session)
    assert not opens(token)


def test_who_has_the_mailbox_chooses_the_password_and_the_one_from_before_is_over(squatter: User) -> None:
    SocialAccount.objects.create(user=squatter, provider="orcid", uid="0000-0002-1825-0097")
    Authenticator.objects.create(user=squatter, type=Authenticator.Type.TOTP, data={})
    owner = Client()
    leads_to = confirm(owner)
    assert "/accounts/password/reset/key/" in leads_to
    assert not is_in(sign_in(squatter.email)[0])
    assert (squatter.socialaccount_set.count(), squatter.authenticator_set.count()) == (0, 0)
    choose_password(owner, leads_to)
    assert is_in(sign_in(squatter.email, OTHER)[0])
    assert not is_in(sign_in(squatter.email)[0])


def test_who_signed_up_in_this_browser_keeps_the_password(db: None) -> None:
    client = Client()
    body = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD, **consenting()}
    client.post(reverse("account_signup"), body)
    confirm(client)
    assert is_in(sign_in("new@example.org")[0])


def test_who_gave_the_password_in_this_browser_keeps_it(squatter: User) -> None:
    client, _leads_to = sign_in(squatter.email)
    confirm(client)
    assert is_in(sign_in(squatter.email)[0])


def test_somebody_elses_sign_in_on_the_way_does_not_count(squatter: User) -> None:
    other = User.objects.create_user("other@example.org", PASSWORD)
    client, _leads_to = sign_in(other.email)
    assert "/accounts/password/reset/key/" in confirm(client, 0)
    assert not is_in(sign_in(squatter.email)[0])


def test_a_further_address_is_confirmed_by_who_added_it(outsider: User) -> None:
    """Or whoever adds a stranger's address would have it for their own, and the side that it confirms."""
    own = shown_again(signed_in(outsider))
    own.post(reverse("account_email"), {"action_add": "", "email": "victim@example.org"})
    added = EmailAddress.objects.get(email="victim@example.org")
    assert confirm(Client()).startswith(reverse("account_login"))
    added.refresh_from_db()
    assert not added.verified
    confirm(own)
    added.refresh_from_db()
    assert added.verified
    assert is_in(sign_in(outsider.email)[0])


def test_ticking_an_address_in_the_admin_ends_it_too(squatter: User) -> None:
    session, token = signed_in(squatter), bearer(squatter)
    EmailAddress.objects.filter(user=squatter).update(verified=True)
    assert not is_in(session)
    assert not opens(token)


def test_an_address_that_comes_verified_ends_it_too(outsider: User) -> None:
    session, token = signed_in(outsider), bearer(outsider)
    EmailAddress.objects.create(user=outsider, email="second@example.org", verified=False)
    assert is_in(session)
    assert opens(token)
    EmailAddress.objects.create(user=outsider, email="third@example.org", verified=True)
    assert not is_in(session)
    assert not opens(token)


def test_the_address_of_another_does_not_stand_for_ones_own(outsider: User) -> None:
    EmailAddress.objects.filter(user=outsider).update(email="old@example.org")
    session, token = signed_in(outsider), bearer(outsider)
    assert not is_in(session)
    assert not opens(token)


def test_signing_in_with_an_old_address_asks_for_the_one_of_the_account(outsider: User) -> None:
    EmailAddress.objects.filter(user=outsider).update(email="old@example.org")
    client, leads_to = sign_in("old@example.org")
    assert leads_to == reverse("account_email_verification_sent")
    assert [letter.to for letter in mail.outbox] == [[outsider.email]]
    confirm(client)
    assert is_in(sign_in("old@example.org")[0])


def test_the_first_administrator_verifies_the_address_too(db: None, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    administrator = User.objects.create_superuser("root@example.org", PASSWORD)
    assert not is_in(signed_in(administrator))
    client, leads_to = sign_in(administrator.email)
    assert leads_to == reverse("account_email_verification_sent")
    confirm(client)
    assert is_in(sign_in(administrator.email)[0])


# What ends every other session and every token


@pytest.fixture
def stolen(outsider: User) -> tuple[Client, dict[str, str]]:
    """A session and a token in the wrong hands."""
    session, token = signed_in(outsider), bearer(outsider)
    assert is_in(session)
    assert opens(token)
    return session, token


def test_changing_the_password_ends_them(outsider: User, stolen: tuple[Client, dict[str, str]]) -> None:
    client = signed_in(outsider)
    typed = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post(reverse("account_change_password"), typed).status_code == HTTPStatus.FOUND
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)
    assert is_in(sign_in(outsider.email, OTHER)[0])


def test_setting_a_first_password_ends_them(outsider: User) -> None:
    outsider.set_unusable_password()
    outsider.save()
    outsider.refresh_from_db()
    session, token, client = signed_in(outsider), bearer(outsider), signed_in(outsider)
    client.post(reverse("account_set_password"), {"password1": OTHER, "password2": OTHER})
    assert (is_in(session), opens(token)) == (False, False)


def test_resetting_the_password_ends_them(outsider: User, stolen: tuple[Client, dict[str, str]]) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": outsider.email})
    text = str(mail.outbox[-1].body)
    page = client.get(text[text.index("/accounts/password/reset/key/") :].split()[0], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": OTHER, "password2": OTHER})
    assert User.objects.get(pk=outsider.pk).check_password(OTHER)
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)


def test_a_password_set_on_the_command_line_ends_them(
    outsider: User, stolen: tuple[Client, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.contrib.auth.management.commands.changepassword.getpass.getpass", lambda prompt: OTHER)
    call_command("changepassword", outsider.email, verbosity=0)
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)


def test_choosing_another_address_ends_them_and_not_ones_own_session(
    outsider: User, stolen: tuple[Client, dict[str, str]]
) -> None:
    EmailAddress.objects.create(user=outsider, email="new@example.org", verified=True)
    session, token, client = signed_in(outsider), bearer(User.objects.get(pk=outsider.pk)), signed_in(outsider)
    shown_again(client).post(reverse("account_email"), {"email": "new@example.org", "action_primary": ""})
    assert User.objects.get(pk=outsider.pk).email == "new@example.org"
    assert (is_in(session), opens(token), is_in(client)) == (False, False, True)


def test_verifying_another_address_ends_them_and_not_ones_own_session(
    outsider: User, stolen: tuple[Client, dict[str, str]]
) -> None:
    client = shown_again(signed_in(outsider))
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert (is_in(stolen[0]), opens(stolen[1])) == (True, True)
    confirm(client)
    assert (is_in(stolen[0]), opens(stolen[1]), is_in(client)) == (False, False, True)


def test_a_link_opened_in_the_session_of_somebody_else_leaves_nobody_in(squatter: User) -> None:
    other = signed_in(make_account("other@example.org"))
    assert "/accounts/password/reset/key/" in confirm(other)
    assert (is_in(other), is_in(sign_in(squatter.email)[0])) == (False, False)


def test_a_further_address_is_not_confirmed_in_the_session_of_somebody_else(outsider: User) -> None:
    shown_again(signed_in(outsider)).post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert confirm(signed_in(make_account("other@example.org"))) == reverse("account_login")
    assert not EmailAddress.objects.get(email="new@example.org").verified


@pytest.mark.parametrize("act", ["action_add", "action_primary", "action_remove"])
def test_a_session_alone_moves_no_account_to_another_address(outsider: User, act: str) -> None:
    """Or whoever has it resets the password next, and shows the new one for a token."""
    email = "new@example.org"
    if act != "action_add":
        EmailAddress.objects.create(user=outsider, email=email, verified=True)
    client, before = signed_in(outsider), list(EmailAddress.objects.order_by("pk").values())
    answer = client.post(reverse("account_email"), {"email": email, act: ""})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert list(EmailAddress.objects.order_by("pk").values()) == before
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert list(EmailAddress.objects.order_by("pk").values()) != before


def test_who_has_a_second_factor_shows_it_before_the_address_changes(outsider: User) -> None:
    TOTP.activate(outsider, generate_totp_secret())
    EmailAddress.objects.create(user=outsider, email="new@example.org", verified=True)
    client, choice = signed_in(outsider), {"email": "new@example.org", "action_primary": ""}
    answer = client.post(reverse("account_email"), choice)
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), choice)
    assert User.objects.get(pk=outsider.pk).email == outsider.email


def test_an_administrator_is_told_where_two_addresses_are_ticked_as_primary(
    client_of: Callable[[User], Client], staff: User, outsider: User
) -> None:
    EmailAddress.objects.create(user=outsider, email="new@example.org", verified=True)
    client, address = client_of(staff), reverse("admin:people_user_change", args=[outsider.pk])
    page = client.get(address).context
    rows = [one.formset for one in page["inline_admin_formsets"]]
    parts = [page["adminform"].form, *(part for row in rows for part in (row.management_form, *row.forms))]
    sent = {field.html_name: field.value() for part in parts for field in part if field.value() not in (None, False)}
    sent |= {field.html_name: "on" for row in rows for part in row.forms for field in part if field.name == "primary"}
    answer = client.post(address, sent)
    assert "Only one address of an account can be the primary one." in answer.content.decode()
    assert EmailAddress.objects.get(user=outsider, primary=True).email == outsider.email


def test_an_administrator_who_changes_the_address_ends_them(
    outsider: User, stolen: tuple[Client, dict[str, str]]
) -> None:
    User.objects.filter(pk=outsider.pk).update(email="new@example.org")
    EmailAddress.objects.create(user=outsider, email="new@example.org", verified=False)
    EmailAddress.objects.filter(user=outsider, email="new@example.org").update(verified=True)
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)


def test_what_happens_to_another_account_keeps_no_session_of_ones_own(
    outsider: User, rf: RequestFactory, client: Client
) -> None:
    """Which may have ended a moment ago."""
    client.force_login(outsider, backend=BACKEND)
    request = rf.post("/")
    request.session, request.user = client.session, User.objects.get(pk=outsider.pk)
    before = dict(request.session)
    User.objects.filter(pk=outsider.pk).update(password="changed elsewhere")
    keep_session(request, make_account("other@example.org"))
    assert dict(request.session) == before
    keep_session(request, outsider)
    assert dict(request.session) != before


def test_deactivation_ends_them_for_good(outsider: User, stolen: tuple[Client, dict[str, str]]) -> None:
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)
    User.objects.filter(pk=outsider.pk).update(is_active=True)
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)
    assert is_in(signed_in(outsider))


def test_nothing_begins_while_the_account_is_inactive(outsider: User) -> None:
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    outsider.refresh_from_db()
    assert (is_in(signed_in(outsider)), opens(bearer(outsider))) == (False, False)


def test_who_read_the_account_before_does_not_bring_them_back(
    outsider: User, stolen: tuple[Client, dict[str, str]]
) -> None:
    before = User.objects.get(pk=outsider.pk)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    before.save()
    assert User.objects.get(pk=outsider.pk).is_active
    assert (is_in(stolen[0]), opens(stolen[1])) == (False, False)


def test_what_changes_nothing_of_that_ends_nothing(outsider: User, stolen: tuple[Client, dict[str, str]]) -> None:
    User.objects.filter(pk=outsider.pk).update(language="ko", is_active=True, email=outsider.email.upper())
    TOTP.activate(make_account("other@example.org"), "JBSWY3DPEHPK3PXP")
    assert (is_in(stolen[0]), opens(stolen[1])) == (True, True)


def test_a_password_written_anew_in_a_newer_format_lets_in_who_just_signed_in(
    outsider: User, settings: Settings
) -> None:
    older = PBKDF2PasswordHasher()
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, f"{older.__module__}.{type(older).__name__}"]
    User.objects.filter(pk=outsider.pk).update(password=older.encode(PASSWORD, "salt", iterations=1))
    assert is_in(sign_in(outsider.email)[0])
    assert User.objects.get(pk=outsider.pk).password.startswith("md5$")


def test_an_address_that_only_looks_alike_lets_nobody_in(db: None) -> None:
    """The database's capital letters take a dotless ı for an i; mailboxes do not."""
    own, other = make_account("kim@example.org"), make_account("kım@example.org")
    found = [User.objects.get_by_natural_key(typed) for typed in ("Kim@example.org", "kım@example.org")]
    assert found == [own, other]
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("kım@example.com")
    other.delete()
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("kım@example.org")
    client = signed_in(own)
    assert is_in(client)
    EmailAddress.objects.filter(user=own).update(email="kım@example.org")
    assert not is_in(client)
    assert not is_in(signed_in(own))
    EmailAddress.objects.filter(user=own).update(email="KIM@example.org")
    assert is_in(signed_in(own))
