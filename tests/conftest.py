"""The fixed cast: the same few people in every test, so that a test says only what is special about it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from exchange.embedded import endpoints
from exchange.people.enums import CareerStage, ConsentPurpose, Side
from exchange.people.models import ConsentNotice, ConsentRecord, Organisation, Researcher, User
from tests import database


def pytest_configure() -> None:
    """Every worker of xdist has a cache of its own: emptying it for the next test must not reach a test beside it.

    Passwords are hashed in no time: the cast is made anew for every test.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    settings.CACHES["default"]["LOCATION"] = endpoints.redis_url(database=1 + worker % 15)


@pytest.fixture(scope="session")
def _migrated_once() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, _migrated_once: ExitStack) -> bool:
    """Restored where a migrated database was kept; then pytest-django has only to look."""
    if endpoints.is_external():
        return False
    dump = database.dump_path()
    _migrated_once.enter_context(database.only_one(dump))
    if not dump.exists():
        return False
    name = connection.creation._get_test_db_name()
    database.restore(dump, connection.settings_dict, name)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, _migrated_once: ExitStack) -> None:
    if not endpoints.is_external() and not django_db_keepdb:
        database.keep(database.dump_path(), connection.settings_dict, str(connection.settings_dict["NAME"]))
    _migrated_once.close()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits of one test must not reach the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request in Korean leaves its language active in the thread; the next test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def notice(db: None) -> ConsentNotice:
    purpose = ConsentPurpose.CROSS_BORDER_MATCHING
    known = ConsentNotice.objects.filter(purpose=purpose).order_by("-version").first()
    return known or ConsentNotice.objects.create(purpose=purpose, version=1, text_en="Text.", text_ko="본문.")


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


def make_researcher(email: str, name: str, organisation: Organisation, **fields: object) -> Researcher:
    """A researcher with an account at ``organisation``, the address verified as signing up asks for; no consent yet."""
    user = User.objects.create_user(email, "correct horse battery", time_zone="Asia/Seoul")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return Researcher.objects.create(
        user=user,
        name_romanised=name,
        organisation=organisation,
        country=organisation.country,
        career_stage=CareerStage.ESTABLISHED,
        **fields,
    )


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
def korean_manager(db: None) -> User:
    return User.objects.create_user("manager-kr@example.org", "correct horse battery", manager_side=Side.KR)


@pytest.fixture
def us_manager(db: None) -> User:
    return User.objects.create_user("manager-us@example.org", "correct horse battery", manager_side=Side.US)


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, but without profile or role: must see nothing of anybody."""
    return User.objects.create_user("outsider@example.org", "correct horse battery")


@pytest.fixture
def staff(db: None) -> User:
    return User.objects.create_superuser("staff@example.org", "correct horse battery")


@pytest.fixture
def client_of(settings: object) -> Callable[[User | Researcher], Client]:
    """A signed-in client. The second factor has tests of its own, so it is not asked for here."""
    settings.REQUIRE_SECOND_FACTOR = False  # type: ignore[attr-defined]

    def sign_in(person: User | Researcher) -> Client:
        client = Client()
        user = person.user if isinstance(person, Researcher) else person
        assert user is not None
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
