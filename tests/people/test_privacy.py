"""The privacy notice, version by version, and the consent to collection: at sign-up, and once more where it is asked anew."""

import importlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from pghistory.models import Events

from exchange.messaging.selectors.worklist import worklist_of
from exchange.people.models import CollectionConsent, ConsentNotice, PrivacyNotice, Researcher, User
from exchange.people.models.privacy import TEXTS
from exchange.people.selectors.privacy import is_asked_to_agree, notice_in_force
from exchange.people.services.account import erase_account, export_account
from exchange.people.services.privacy import PrivacyNoticeReplacedError, agree_to_collection, publish_notice
from exchange.web.deployment import check_privacy_notice
from tests.cast import consenting, make_account
from tests.people.traces import rows_with

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | Researcher], Client]
PASSWORD = "correct horse battery"
NEW = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}


def published(text: str = "A new text.", *, asks_anew: bool = True) -> PrivacyNotice:
    return publish_notice(PrivacyNotice(**dict.fromkeys(TEXTS, text), asks_anew=asks_anew))


def account_from_before(email: str = "before@example.org") -> User:
    """Has never been asked, as everybody who signed up before there was a notice."""
    user = make_account(email)
    user.collection_consents.all().delete()
    return user


def sign_up(client: Client, language: str = "en", **typed: str) -> Any:
    return client.post(reverse("account_signup"), NEW | typed, headers={"accept-language": language})


def asked(user: User) -> list[str]:
    return [item.url for item in worklist_of(User.objects.get(pk=user.pk)) if item.kind == "privacy"]


# The notice


def test_the_first_notice_is_there_in_both_languages_for_everybody(client: Client) -> None:
    for language, word in (("en", "Who receives it"), ("ko", "개인정보를 제공받는 자")):
        page = client.get(reverse("privacy"), headers={"accept-language": language})
        assert page.status_code == HTTPStatus.OK
        text = page.content.decode()
        assert f"<h2>{word}</h2>" in text
        rights = ("account-data", "consent", "profile", "notifications")
        assert [f'href="{reverse(name)}"' in text for name in rights] == [True] * len(rights)


@pytest.mark.parametrize("name", ["home", "account_signup", "account_login", "privacy", "call-list"])
def test_every_page_leads_to_it(client: Client, name: str) -> None:
    foot = client.get(reverse(name)).content.decode().partition('<footer class="colophon">')[2]
    assert f'href="{reverse("privacy")}"' in foot


def test_pages_of_who_is_signed_in_and_refusals_lead_to_it(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    for address in (reverse("preferences"), "/no/such/page/"):
        foot = client.get(address).content.decode().partition('<footer class="colophon">')[2]
        assert f'href="{reverse("privacy")}"' in foot


def test_mails_lead_to_it(client: Client) -> None:
    sign_up(client, **consenting())
    (sent,) = mail.outbox
    assert "/privacy/" in str(sent.body)
    assert "/privacy/" in str(sent.alternatives[0][0])  # type: ignore[attr-defined]


def test_it_is_read_before_a_second_factor_is_set_up(client: Client, staff: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(staff, backend="exchange.people.adapter.AccountBackend")
    assert client.get(reverse("home")).status_code == HTTPStatus.FOUND
    assert client.get(reverse("privacy")).status_code == HTTPStatus.OK


def test_versions_are_numbered_kept_and_shown_with_their_dates(client: Client) -> None:
    assert [published("Second.").version, published("Third.").version] == [3, 4]
    old = client.get(reverse("privacy-version", args=[3])).content.decode()
    assert ("<p>Second.</p>" in old, "no longer in force" in old) == (True, True)
    now = client.get(reverse("privacy")).content.decode()
    assert ("<p>Third.</p>" in now, "no longer in force" in now) == (True, False)
    listed = re.findall(r'href="/privacy/(\d)/">\s*Version \d of (\d{4}-\d\d-\d\d)', now)
    assert [version for version, _date in listed] == ["4", "3", "2", "1"]
    assert client.get(reverse("privacy-version", args=[5])).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("empty", TEXTS)
@pytest.mark.parametrize("blank", ["", " \n"])
def test_an_empty_text_is_not_published(empty: str, blank: str) -> None:
    with pytest.raises(ValidationError):
        publish_notice(PrivacyNotice(**dict.fromkeys(TEXTS, "Text.") | {empty: blank}))
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyNotice.objects.create(version=3, **dict.fromkeys(TEXTS, "Text.") | {empty: blank})
    assert notice_in_force().version == 2


def test_a_published_version_is_neither_changed_nor_deleted() -> None:
    rows = PrivacyNotice.objects.filter(version=1)
    for change in (lambda: rows.update(text_en="Other."), lambda: rows.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert rows.get().text_en != "Other."


def test_markup_in_the_text_is_text(client: Client) -> None:
    published("## Who <b>\n- <script>alert(1)</script>")
    text = client.get(reverse("privacy")).content.decode()
    assert ("<h2>Who &lt;b&gt;</h2>" in text, "<script>alert" in text) == (True, False)


def test_the_supplied_text_was_reworded_without_asking_anybody_anew() -> None:
    """Managers are called as everywhere else; where an operator has published a text of their own, that one stays."""
    first, second = PrivacyNotice.objects.order_by("version")
    assert (first.text_ko.count("매니저"), second.text_ko.count("매니저"), second.asks_anew) == (4, 0, False)
    assert (first.text_en, first.collection_ko) == (second.text_en, second.collection_ko)
    user = account_from_before()
    agree_to_collection(user, notice=second, language="ko")
    assert not is_asked_to_agree(user)
    reword = importlib.import_module("exchange.people.migrations.0088_notices_reworded").publish_notices
    own = published("매니저", asks_anew=False)
    reword(apps, None)
    assert (notice_in_force(), ConsentNotice.objects.count()) == (own, 3)


# The administration


def test_a_new_version_is_begun_from_the_last_one_and_published(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    add = reverse("admin:people_privacynotice_add")
    begun = client.get(add).context["adminform"].form.initial
    assert {text: begun[text] for text in TEXTS} == {text: getattr(notice_in_force(), text) for text in TEXTS}
    answer = client.post(add, dict.fromkeys(TEXTS, "New.") | {"asks_anew": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    assert (notice_in_force().version, notice_in_force().text_ko) == (3, "New.")
    assert Events.objects.tracks(notice_in_force()).get().pgh_label == "insert"


def test_the_administration_refuses_an_empty_text_and_changes_no_version(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    answer = client.post(reverse("admin:people_privacynotice_add"), dict.fromkeys(TEXTS, "New.") | {"text_ko": " "})
    assert answer.status_code == HTTPStatus.OK
    one = notice_in_force()
    assert one.version == 2
    client.post(reverse("admin:people_privacynotice_change", args=[one.pk]), dict.fromkeys(TEXTS, "Other."))
    client.post(reverse("admin:people_privacynotice_delete", args=[one.pk]), {"post": "yes"})
    assert notice_in_force().text_en == one.text_en


# Signing up


def test_signing_up_keeps_which_version_was_agreed_to_and_in_which_language(client: Client) -> None:
    published()
    sign_up(client, "ko", **consenting())
    consent = CollectionConsent.objects.get(user__email="new@example.org")
    assert (consent.notice.version, consent.language) == (3, "ko")
    assert not is_asked_to_agree(consent.user)


@pytest.mark.parametrize(("language", "word"), [("en", "Without this consent"), ("ko", "동의")])
def test_without_the_consent_there_is_no_account_and_all_that_was_typed_stays(
    client: Client, language: str, word: str
) -> None:
    page = sign_up(client, language, notice=consenting()["notice"])
    assert not User.objects.filter(email="new@example.org").exists()
    form = page.context["form"]
    assert list(form.errors) == ["agreed"]
    assert word in form.errors["agreed"][0]
    text = page.content.decode()
    assert [text.count(f'value="{typed}"') for typed in ("new@example.org", PASSWORD)] == [1, 2]
    assert "no-store" in page.headers["Cache-Control"]


def test_a_password_that_is_refused_itself_does_not_come_back(client: Client) -> None:
    page = sign_up(client, password2="another one")
    assert sorted(page.context["form"].errors) == ["agreed", "notice", "password2"]
    assert f'value="{PASSWORD}"' not in page.content.decode()


def test_a_version_that_was_replaced_meanwhile_is_asked_about_anew(client: Client) -> None:
    sent = consenting()
    published()
    page = sign_up(client, **sent)
    assert list(page.context["form"].errors) == ["notice"]
    text = page.content.decode()
    assert f'name="notice" value="{notice_in_force().pk}"' in text
    assert "checked" not in text
    assert sign_up(client, **consenting()).status_code == HTTPStatus.FOUND


# Asked anew


def test_an_account_from_before_is_asked_and_not_locked_out(client_of: ClientOf) -> None:
    user = account_from_before()
    assert asked(user) == [reverse("privacy")]
    client = client_of(user)
    assert client.get(reverse("preferences")).status_code == HTTPStatus.OK
    page = client.get(reverse("privacy"))
    assert page.context["form"] is not None
    answer = client.post(reverse("privacy-agree"), consenting())
    assert answer.headers["Location"] == reverse("home")
    assert asked(user) == []
    assert client.get(reverse("privacy")).context["form"] is None


def test_only_a_version_that_asks_anew_asks(outsider: User) -> None:
    assert asked(outsider) == []
    published(asks_anew=False)
    assert asked(outsider) == []
    published()
    published(asks_anew=False)
    assert asked(outsider) == [reverse("privacy")]
    agree_to_collection(outsider, notice=notice_in_force(), language="en")
    assert asked(outsider) == []


def test_who_agreed_agreed_for_themselves(client_of: ClientOf, outsider: User) -> None:
    user = account_from_before()
    assert [is_asked_to_agree(one) for one in (user, outsider)] == [True, False]
    listed = [client_of(one).get(reverse("api-collection-consents")).json()["count"] for one in (user, outsider)]
    assert listed == [0, 1]


def test_agreeing_without_the_tick_or_to_an_old_version_is_refused_in_words(client_of: ClientOf) -> None:
    user = account_from_before()
    client, old = client_of(user), consenting()
    published()
    for sent in (old, {"notice": consenting()["notice"]}, {}):
        page = client.post(reverse("privacy-agree"), sent)
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert f'name="notice" value="{notice_in_force().pk}"' in page.content.decode()
    assert not user.collection_consents.exists()
    with pytest.raises(PrivacyNoticeReplacedError):
        agree_to_collection(user, notice=PrivacyNotice.objects.get(version=1), language="en")


def test_agreeing_twice_is_one_consent(outsider: User) -> None:
    first = agree_to_collection(outsider, notice=notice_in_force(), language="en")
    assert agree_to_collection(outsider, notice=notice_in_force(), language="ko") == first
    assert outsider.collection_consents.count() == 1


# Over the API, in the export, after an erasure


def test_the_api_says_what_is_in_force_and_who_agreed(client: Client, client_of: ClientOf) -> None:
    told = client.get(reverse("api-privacy-notice")).json()
    assert (told["version"], told["text_ko"]) == (2, notice_in_force().text_ko)
    user, address = account_from_before(), reverse("api-collection-consents")
    own = client_of(user)
    assert own.get(address).json()["results"] == []
    published()
    for version in (1, 2, 4):
        refused = own.post(address, {"version": version, "language": "ko"}, "application/json")
        assert (refused.status_code, list(refused.json())) == (HTTPStatus.BAD_REQUEST, ["version"])
    made = own.post(address, {"version": 3, "language": "ko"}, "application/json")
    assert made.status_code == HTTPStatus.CREATED
    assert own.get(address).json()["results"] == [made.json()]
    assert (made.json()["version"], made.json()["language"]) == (3, "ko")


def test_the_consents_are_in_the_export_and_go_with_the_account(outsider: User) -> None:
    consent = outsider.collection_consents.get()
    exported = export_account(outsider)["people"]["collection_consents"]
    assert exported == [{"version": 2, "language": "en", "given_at": consent.given_at}]
    assert Events.objects.tracks(consent).exists()
    erase_account(outsider, by=outsider)
    assert not CollectionConsent.objects.filter(pk=consent.pk).exists()
    assert rows_with("outsider@example.org") == []
    assert not Events.objects.tracks(consent).exists()


def test_a_real_site_is_told_while_its_notice_names_no_operator(settings: Any) -> None:
    settings.DEMO = False
    assert [one.id for one in check_privacy_notice()] == ["gyoryu.W003"]
    supplied = notice_in_force()
    for half in ("text_en", "text_ko"):  # saved as it stood there, or written in one language alone
        texts = {text: getattr(supplied, text) for text in TEXTS}
        publish_notice(PrivacyNotice(**{**texts, half: "The Institute, 1 Lake Road."}))
        assert [one.id for one in check_privacy_notice()] == ["gyoryu.W003"]
    published("The Institute, 1 Lake Road.", asks_anew=False)
    assert check_privacy_notice() == []
