"""API tokens: made after showing again that it is oneself, shown once, and opening no more than their owner's pages do."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.crypto import hash_token
from pytest_django import DjangoAssertNumQueries, Settings

from exchange.people.enums import TokenLifetime, TokenScope, TokenState
from exchange.people.models import ApiToken, Researcher, User
from exchange.people.selectors.tokens import own_tokens
from exchange.people.services import tokens
from exchange.people.services.account import erase_account, export_account
from exchange.people.services.tokens import revoke_token
from tests.cast import bearer, make_account
from tests.migrating import migration
from tests.people.traces import rows_with
from tests.second_factor import code_of

ClientOf = Callable[[User | Researcher], Client]

PASSWORD = "correct horse battery"
SENT = {"name": "Lab notebook", "scope": "read", "lifetime": "30"}
TOTP_SECRET = generate_totp_secret()  # workers that share a cache must not use up each other's codes


def show_again(client: Client, **typed: str) -> None:
    name = "mfa_reauthenticate" if "code" in typed else "account_reauthenticate"
    assert client.post(reverse(name), typed or {"password": PASSWORD}).status_code == HTTPStatus.FOUND


def status(headers: dict[str, str], method: str = "GET") -> int:
    """What the address answers that everybody has who is signed in."""
    answer = Client().generic(method, reverse("api-notifications"), "{}", "application/json", headers=headers)
    return answer.status_code


def token_of(user: User) -> ApiToken:
    return ApiToken.objects.get(user=user)


# Making one


def test_a_token_is_made_after_the_password_is_shown_again(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    asked = client.post(reverse("token-add"), SENT)
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    # allauth goes on with what was sent.
    page = client.post(asked.headers["Location"], {"password": PASSWORD, "next": reverse("token-add")})
    secret = page.context["secret"]
    assert page.templates[0].name == "people/token_made.html"
    assert page.content.decode().count(secret) == 1
    assert status({"Authorization": f"Bearer {secret}"}) == HTTPStatus.OK


def test_the_page_is_kept_by_no_cache_and_shows_the_token_once(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    show_again(client)
    page = client.post(reverse("token-add"), SENT)
    assert "no-store" in page.headers["Cache-Control"]
    secret = page.context["secret"]
    listed = client.get(reverse("token-list")).content.decode()
    assert (listed.count(secret), listed.count(f"{secret[:15]}…")) == (0, 1)
    again = client.post(reverse("token-add"), SENT)
    assert again.context["form"].errors == {"name": ["Another of your tokens has this name."]}
    assert ApiToken.objects.count() == 1


def test_only_a_digest_is_kept(outsider: User) -> None:
    secret = bearer(outsider)["Authorization"].removeprefix("Bearer ")
    assert secret.startswith("gyoryu_")
    assert len(secret) == len("gyoryu_") + 64
    assert token_of(outsider).digest == hash_token(secret)
    assert rows_with(secret) == []
    assert rows_with(secret[:15]) == ["people_apitoken", "people_apitokenevent"]
    assert rows_with(token_of(outsider).digest) == ["people_apitoken"]


def test_the_proof_is_over_after_five_minutes(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    show_again(client)
    assert client.get(reverse("token-add")).status_code == HTTPStatus.OK
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.get(reverse("token-add")).status_code == HTTPStatus.FOUND


def test_having_just_signed_in_is_not_enough(outsider: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": outsider.email, "password": PASSWORD})
    asked = client.get(reverse("token-add"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_without_password_and_factor_one_is_set_first(client_of: ClientOf, outsider: User) -> None:
    outsider.set_unusable_password()
    outsider.save()
    outsider.refresh_from_db()
    answer = client_of(outsider).post(reverse("token-add"), SENT)
    assert answer.headers["Location"] == reverse("account_set_password")
    assert not ApiToken.objects.exists()


def test_bad_values_are_refused(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    show_again(client)
    page = client.post(reverse("token-add"), {"name": "", "scope": "admin", "lifetime": "9999"})
    assert sorted(page.context["form"].errors) == ["lifetime", "name", "scope"]
    assert not ApiToken.objects.exists()


def test_there_is_an_upper_bound_of_living_tokens(outsider: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_ALIVE", 2)
    bearer(outsider)
    bearer(outsider)
    with pytest.raises(ValidationError, match="the most there can be"):
        bearer(outsider)
    for ended in ({"revoked_at": timezone.now()}, {"expiry": timezone.now()}, {"access_since": timezone.now()}):
        ApiToken.objects.filter(pk=ApiToken.objects.alive(outsider).first().pk).update(**ended)
        bearer(outsider)
    assert ApiToken.objects.count() == 5


# The second factor


@pytest.fixture
def careful(outsider: User) -> User:
    TOTP.activate(outsider, TOTP_SECRET)
    return outsider


def test_who_has_a_second_factor_makes_tokens_with_it_alone(client_of: ClientOf, careful: User) -> None:
    client = client_of(careful)
    show_again(client)
    asked = client.post(reverse("token-add"), SENT)
    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not ApiToken.objects.exists()
    show_again(client, code=code_of(TOTP_SECRET))
    secret = client.post(reverse("token-add"), SENT).context["secret"]
    assert token_of(careful).by_second_factor
    assert status({"Authorization": f"Bearer {secret}"}) == HTTPStatus.OK


def test_the_password_shown_before_does_not_stand_for_the_second_factor(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    show_again(client)
    TOTP.activate(outsider, TOTP_SECRET)
    asked = client.post(reverse("token-add"), SENT)
    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_a_token_does_not_go_around_a_second_factor_set_up_later(outsider: User) -> None:
    before = bearer(outsider)
    assert status(before) == HTTPStatus.OK
    TOTP.activate(outsider, TOTP_SECRET)
    assert status(before) == HTTPStatus.UNAUTHORIZED
    assert own_tokens(outsider)[0].state == TokenState.WITHOUT_FACTOR
    assert status(bearer(outsider, by_second_factor=True)) == HTTPStatus.OK


@pytest.mark.parametrize("who", ["korean_manager", "officer", "staff"])
def test_whose_role_needs_a_second_factor_has_no_token_without(
    who: str, client_of: ClientOf, settings: Settings, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    client = client_of(user)
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.post(reverse("token-add"), SENT).headers["Location"] == reverse("mfa_index")
    plain, proven = bearer(user), bearer(user, by_second_factor=True)
    assert [status(plain), status(proven)] == [HTTPStatus.UNAUTHORIZED] * 2
    TOTP.activate(user, TOTP_SECRET)
    assert [status(plain), status(proven)] == [HTTPStatus.UNAUTHORIZED, HTTPStatus.OK]
    show_again(client, code=code_of(TOTP_SECRET))
    secret = client.post(reverse("token-add"), SENT).context["secret"]
    assert status({"Authorization": f"Bearer {secret}"}) == HTTPStatus.OK


def test_recovery_codes_alone_are_no_second_factor(outsider: User) -> None:
    headers = bearer(outsider)
    Authenticator.objects.create(user=outsider, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert status(headers) == HTTPStatus.OK


# Using one


def test_a_token_that_may_only_read_changes_nothing(outsider: User) -> None:
    headers = bearer(outsider, scope=TokenScope.READ)
    assert [status(headers, method) for method in ("GET", "HEAD", "PATCH", "POST", "PUT", "DELETE")] == [
        HTTPStatus.OK,
        HTTPStatus.OK,
        *[HTTPStatus.FORBIDDEN] * 4,
    ]
    told = Client().patch(reverse("api-notifications"), headers=headers)
    assert told.json() == {"detail": "This API token may only read."}
    assert status(bearer(outsider), "PATCH") == HTTPStatus.OK


def test_a_token_ends_by_itself(outsider: User) -> None:
    headers = bearer(outsider)
    made = token_of(outsider)
    assert made.expiry - made.created == pytest.approx(timedelta(days=TokenLifetime.WEEK), abs=timedelta(seconds=5))
    with time_machine.travel(made.expiry - timedelta(seconds=5), tick=False) as clock:
        assert status(headers) == HTTPStatus.OK
        clock.move_to(made.expiry)
        assert status(headers) == HTTPStatus.UNAUTHORIZED
        clock.shift(1)
        assert status(headers) == HTTPStatus.UNAUTHORIZED
        assert [one.state for one in own_tokens(outsider)] == [TokenState.EXPIRED]


def test_what_is_no_token_is_answered_401_with_the_way_to_come_in(outsider: User) -> None:
    secret = bearer(outsider)["Authorization"].removeprefix("Bearer ")
    for bad in (f"Bearer {secret[:-1]}x", "Bearer x", "Bearer", "Bearer a b", "Bearer \xe9", f"Bearer {secret[:15]}"):
        answer = Client().get(reverse("api-notifications"), headers={"Authorization": bad})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (HTTPStatus.UNAUTHORIZED, "Bearer"), bad
        assert answer.json() == {"detail": "There is no such API token."}
    assert Client().get(reverse("api-notifications")).headers["WWW-Authenticate"] == "Bearer"


def test_bad_tokens_are_counted_per_address_and_good_ones_never(outsider: User, settings: Settings) -> None:
    good = bearer(outsider)
    guesses = [status({"Authorization": f"Bearer {number}"}) for number in range(61)]
    assert guesses == [HTTPStatus.UNAUTHORIZED] * 60 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert status(good) == HTTPStatus.OK
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(reverse("api-notifications"), headers={"Authorization": "Bearer x"})
    assert elsewhere.status_code == HTTPStatus.UNAUTHORIZED


def test_the_use_is_noted_once_an_hour(outsider: User) -> None:
    headers = bearer(outsider)
    assert token_of(outsider).last_used_at is None
    start = timezone.now()
    seen = []
    with time_machine.travel(start, tick=False) as clock:
        for minutes in (0, 59, 2):
            clock.shift(timedelta(minutes=minutes))
            status(headers)
            seen.append(token_of(outsider).last_used_at)
    assert seen == [start, start, start + timedelta(minutes=61)]


def test_no_token_makes_or_ends_tokens(outsider: User) -> None:
    headers = bearer(outsider)
    for name, args in (("token-list", []), ("token-add", []), ("token-revoke", [token_of(outsider).public_id])):
        assert reverse("account_login") in Client().get(reverse(name, args=args), headers=headers).headers["Location"]


def test_a_password_buys_no_token(outsider: User) -> None:
    answer = Client().post("/api/v1/token", {"username": outsider.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (HTTPStatus.NOT_FOUND, {"detail": "Not found."})


def test_a_session_over_the_api_keeps_the_protection_of_forms(outsider: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider, backend="exchange.people.adapter.AccountBackend")
    answer = client.patch(reverse("api-notifications"), {}, content_type="application/json")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "CSRF" in answer.json()["detail"]


# Ending one


def test_an_owner_revokes_after_showing_that_it_is_them(client_of: ClientOf, outsider: User) -> None:
    headers, client = bearer(outsider), client_of(outsider)
    address = reverse("token-revoke", args=[token_of(outsider).public_id])
    assert client.post(address).headers["Location"].startswith(reverse("account_reauthenticate"))
    assert status(headers) == HTTPStatus.OK
    show_again(client)
    assert client.get(address).status_code == HTTPStatus.OK
    assert status(headers) == HTTPStatus.OK
    assert client.post(address).headers["Location"] == reverse("token-list")
    assert status(headers) == HTTPStatus.UNAUTHORIZED
    assert client.post(address).status_code == HTTPStatus.NOT_FOUND
    assert "Revoked" in client.get(reverse("token-list")).content.decode()


def test_a_token_is_revoked_once_and_stays_revoked_since_then(outsider: User) -> None:
    bearer(outsider)
    token = token_of(outsider)
    assert revoke_token(token)
    since = token_of(outsider).revoked_at
    assert not revoke_token(token)
    assert token_of(outsider).revoked_at == since


def test_nobody_revokes_the_token_of_another(client_of: ClientOf, outsider: User, staff: User) -> None:
    headers, client = bearer(outsider), client_of(staff)
    show_again(client)
    address = reverse("token-revoke", args=[token_of(outsider).public_id])
    assert [client.get(address).status_code, client.post(address).status_code] == [HTTPStatus.NOT_FOUND] * 2
    assert status(headers) == HTTPStatus.OK
    assert client.get(reverse("token-list")).context["tokens"] == []


def test_an_administrator_ends_tokens_and_reads_none(client_of: ClientOf, outsider: User, staff: User) -> None:
    headers, client = bearer(outsider), client_of(staff)
    token = token_of(outsider)
    page = client.get(reverse("admin:people_apitoken_change", args=[token.pk])).content.decode()
    assert (page.count(token.digest), page.count(token.token_key), page.count(token.name) > 0) == (0, 0, True)
    for _time in range(2):
        data = {"action": "revoke", "_selected_action": [token.pk]}
        assert client.post(reverse("admin:people_apitoken_changelist"), data).status_code == HTTPStatus.FOUND
    assert status(headers) == HTTPStatus.UNAUTHORIZED
    assert token_of(outsider).revoked_at is not None


def test_staff_without_the_right_ends_none(client_of: ClientOf, outsider: User) -> None:
    reader = make_account("reader@example.org", is_staff=True)
    what = ContentType.objects.get_for_model(ApiToken)
    reader.user_permissions.set(what.permission_set.filter(codename="view_apitoken"))
    headers = bearer(outsider)
    data = {"action": "revoke", "_selected_action": [token_of(outsider).pk]}
    client_of(reader).post(reverse("admin:people_apitoken_changelist"), data)
    assert status(headers) == HTTPStatus.OK


# What is held


def test_the_audit_says_made_and_revoked_and_no_use(outsider: User) -> None:
    headers = bearer(outsider)
    status(headers)
    revoke_token(token_of(outsider))
    events = ApiToken.pgh_event_model.objects.order_by("pgh_id")
    assert list(events.values_list("pgh_label", flat=True)) == ["insert", "update"]
    assert not {"digest", "last_used_at"} & {field.name for field in events.model._meta.get_fields()}


def test_the_export_names_tokens_and_the_erasure_takes_them(outsider: User, staff: User) -> None:
    secret, _others = (bearer(user)["Authorization"].removeprefix("Bearer ") for user in (outsider, staff))
    (row,) = export_account(outsider)["people"]["api_tokens"]
    assert (row["name"], row["scope"], row["token_key"]) == ("Token 0", "write", secret[:15])
    assert token_of(outsider).digest not in str(export_account(outsider))
    erase_account(outsider, by=staff)
    assert rows_with(secret[:15]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    count: int, outsider: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(count):
        bearer(outsider)
    # The living, the ended, the second factor, whether the role needs one.
    with django_assert_num_queries(4):
        assert len(own_tokens(outsider)) == count


def test_the_valid_stand_first(outsider: User) -> None:
    bearer(outsider)
    bearer(outsider)
    revoke_token(ApiToken.objects.get(name="Token 1"))
    assert [one.token.name for one in own_tokens(outsider)] == ["Token 0", "Token 1"]


def test_a_token_of_a_session_that_has_ended_meanwhile_is_born_dead(outsider: User) -> None:
    in_request = User.objects.get(pk=outsider.pk)
    outsider.set_password("another horse battery")
    outsider.save()
    assert status(bearer(in_request)) == HTTPStatus.UNAUTHORIZED


@pytest.mark.django_db
def test_tokens_that_a_password_bought_go_with_their_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE authtoken_token (key varchar(40) PRIMARY KEY, user_id bigint)")
        cursor.execute("INSERT INTO authtoken_token VALUES ('x', 1)")
    ContentType.objects.create(app_label="authtoken", model="token")
    with connection.schema_editor() as editor:
        migration("exchange.people", "0076_no_bought_tokens").drop_bought_tokens(apps, editor)
    assert "authtoken_token" not in connection.introspection.table_names()
    assert not ContentType.objects.filter(app_label="authtoken").exists()
