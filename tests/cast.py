"""The fixed cast: the same few people in every test, so that a test says only what is special about it.

Each slice has its own in ``cast.py`` of its folder; ``conftest.py`` makes them known to every test.
"""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from exchange.people.enums import CareerStage, ConsentPurpose, Side, SideGround, TokenLifetime, TokenScope
from exchange.people.models import (
    ApiToken,
    CollectionConsent,
    ConsentNotice,
    ConsentRecord,
    Organisation,
    PrivacyNotice,
    Researcher,
    User,
)
from exchange.people.services.side import record_sides
from exchange.people.services.tokens import make_token
from exchange.people.values.crossing import PROJECTS


@pytest.fixture
def notice(db: None) -> ConsentNotice:
    purpose = ConsentPurpose.CROSS_BORDER_MATCHING
    known = ConsentNotice.objects.filter(purpose=purpose).order_by("-version").first()
    texts = {f"text_{language}": words for language, words in zip(("en", "ko"), PROJECTS, strict=True)}
    return known or ConsentNotice.objects.create(purpose=purpose, version=1, **texts)


@pytest.fixture
def korean_organisation(db: None) -> Organisation:
    return Organisation.objects.create(
        ror_id="https://ror.org/000000001",
        name="Hanbit Institute",
        name_ko="한빛연구원",
        country=Side.KR,
        city="Daejeon",
        types=["education"],
    )


@pytest.fixture
def us_organisation(db: None) -> Organisation:
    return Organisation.objects.create(
        ror_id="https://ror.org/000000002",
        name="Lakeside University",
        country=Side.US,
        city="Lakeside",
        types=["education"],
    )


def make_account(email: str, **fields: Any) -> User:
    """An account whose address is verified and that agreed to the collection, as signing up asks for."""
    user = User.objects.create_user(email, "correct horse battery", **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for privacy in PrivacyNotice.objects.all()[:1]:
        CollectionConsent.objects.create(user=user, notice=privacy, language="en")
    user.refresh_from_db(fields=["access_since"])
    return user


def shown_again(client: Client) -> Client:
    """Whoever is signed in has just shown by the password that it is them."""
    assert client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"}).status_code == 302
    return client


def consenting() -> dict[str, str]:
    """What the form of sign-up sends of the consent to collection, beside what is typed."""
    return {"notice": str(PrivacyNotice.objects.latest("version").pk), "agreed": "on"}


def bearer(user: User, *, scope: TokenScope = TokenScope.WRITE, by_second_factor: bool = False) -> dict[str, str]:
    """The header of a program that comes with a token which ``user`` has made."""
    name = f"Token {ApiToken.objects.count()}"
    _token, secret = make_token(
        user, name=name, scope=scope, lifetime=TokenLifetime.WEEK, by_second_factor=by_second_factor
    )
    return {"Authorization": f"Bearer {secret}"}


def make_researcher(email: str, name: str, organisation: Organisation, **fields: object) -> Researcher:
    """A researcher with an account at ``organisation``, the side confirmed; no consent yet."""
    user = make_account(email, time_zone="Asia/Seoul")
    researcher: Researcher = Researcher.objects.create(
        user=user,
        name_romanised=name,
        organisation=organisation,
        country=organisation.country,
        career_stage=CareerStage.ESTABLISHED,
        **fields,
    )
    record_sides([researcher], ground=SideGround.DEMO)
    return researcher


def consent_to(researcher: Researcher, country: Side, notice: ConsentNotice) -> ConsentRecord:
    return ConsentRecord.objects.create(researcher=researcher, notice=notice, recipient_country=country)


@pytest.fixture
def korean_researcher(korean_organisation: Organisation, notice: ConsentNotice) -> Researcher:
    researcher = make_researcher(
        "minji@example.org",
        "Minji Han",
        korean_organisation,
        name_native="한민지",
        statement_ko="사람과 로봇이 함께 일하는 제조 현장에서 신뢰를 측정하는 방법을 연구합니다.",
        statement_en="We study how trust between people and robots is measured on the factory floor.",
    )
    consent_to(researcher, Side.US, notice)
    return researcher


@pytest.fixture
def us_researcher(us_organisation: Organisation, notice: ConsentNotice) -> Researcher:
    researcher = make_researcher(
        "alex@example.org",
        "Alex Rivers",
        us_organisation,
        statement_en="We model the trust that human operators place in autonomous robots.",
    )
    consent_to(researcher, Side.KR, notice)
    return researcher


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, but without profile or role: must see nothing of anybody."""
    return make_account("outsider@example.org")


@pytest.fixture
def staff(db: None) -> User:
    return make_account("staff@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def client_of(settings: object) -> Callable[[User | Researcher], Client]:
    """A signed-in client. The second factor has tests of its own, so it is not asked for here."""
    settings.REQUIRE_SECOND_FACTOR = False  # type: ignore[attr-defined]

    def sign_in(person: User | Researcher) -> Client:
        client = Client()
        user = person.user if isinstance(person, Researcher) else person
        assert user is not None
        # As it is now: a session that begins with what was read before would have ended.
        client.force_login(User.objects.get(pk=user.pk), backend="exchange.people.adapter.AccountBackend")
        return client

    return sign_in
