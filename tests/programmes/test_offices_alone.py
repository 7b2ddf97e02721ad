"""The migration to offices alone: nobody gains, and who loses something is named."""

from typing import Any

import pytest

from exchange.people.models import User
from exchange.programmes.models import Agency, AgencyOfficer, Programme, ProgrammeManager
from tests.migrating import add_column, migration, models_at
from tests.programmes.cast import make_officer

NAME = "0020_offices_alone"
LOST_QUEUE = "manages no programme, and sees the match queue no longer"


@pytest.fixture
def before(korean_manager: User, us_manager: User, officer: User) -> Any:
    """Accounts still have a side of their own; those of the cast have that of their agency."""
    add_column("people_user", "manager_side varchar(2) NOT NULL DEFAULT ''")
    models = models_at("programmes", NAME)
    set_side(models, "KR", korean_manager)
    set_side(models, "US", us_manager, officer)
    return models


def set_side(models: Any, side: str, *accounts: User) -> None:
    models.get_model("people", "User").objects.filter(pk__in=[one.pk for one in accounts]).update(manager_side=side)


def offices() -> set[tuple[str, str]]:
    return set(AgencyOfficer.objects.values_list("user__email", "agency__code"))


def migrate(models: Any, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is said while it runs."""
    migration("exchange.programmes", NAME).keep_offices_alone(models, None)
    return [line.strip() for line in capsys.readouterr().out.split("\n") if line]


def test_where_the_two_agree_nothing_changes(
    before: Any, korean_manager: User, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    had, managed = offices(), set(ProgrammeManager.objects.values_list("pk", flat=True))
    assert migrate(before, capsys) == [f"{officer.email} {LOST_QUEUE}"]
    assert (offices(), set(ProgrammeManager.objects.values_list("pk", flat=True))) == (had, managed)


def test_a_manager_without_an_office_gets_the_only_one_of_that_side_and_no_programme(
    before: Any, iitp: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    Agency.objects.create(code="nrf", name_en="NRF", name_ko="연구재단", side=iitp.side, currency=iitp.currency)
    american, korean = (User.objects.create_user(f"{name}@example.org") for name in ("american", "korean"))
    set_side(before, "US", american)
    set_side(before, "KR", korean)
    had = offices()
    said = migrate(before, capsys)
    assert offices() - had == {(american.email, "afosr")}
    assert said[1:] == [f"{one.email} {LOST_QUEUE}" for one in (american, korean)]
    american = User.objects.get(pk=american.pk)
    assert (american.officer_side, american.is_manager) == ("US", False)


def test_an_office_of_another_side_or_of_no_manager_ends(
    before: Any, iitp: Agency, afosr: Agency, programme: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = make_officer("taken@example.org", iitp, programme)
    changed = make_officer("changed@example.org", afosr, programme)
    set_side(before, "KR", changed)
    had = offices()
    said = migrate(before, capsys)
    assert offices() ^ had == {(taken.email, "iitp"), (changed.email, "afosr"), (changed.email, "iitp")}
    assert not ProgrammeManager.objects.filter(officer__user__in=[taken, changed]).exists()
    assert said[:2] == [
        f"{one.email} was no manager of that side, and acts for {code} no longer"
        for one, code in ((taken, "iitp"), (changed, "afosr"))
    ]


def test_who_manages_for_an_agency_without_a_part_in_the_programme_is_named(
    before: Any, korean_manager: User, programme: Programme, iitp: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    programme.agencies.remove(iitp)
    assert migrate(before, capsys)[0] == f"{korean_manager.email} {LOST_QUEUE}"


def test_back_again_each_account_has_the_side_of_its_agency(before: Any) -> None:
    accounts = before.get_model("people", "User").objects
    had = dict(accounts.values_list("email", "manager_side"))
    accounts.update(manager_side="")
    migration("exchange.programmes", NAME).side_from_offices(before, None)
    assert dict(accounts.values_list("email", "manager_side")) == had
