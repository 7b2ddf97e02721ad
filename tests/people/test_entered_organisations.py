"""Organisations that ROR does not have: entered once, merged with all that hangs on them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from exchange.people.enums import CareerStage, NameKind, Side
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.search import find_organisations
from exchange.people.services.organisations import enter_organisation, merge_organisation
from exchange.projects.models import Project

ClientOf = Callable[[User | Researcher], Client]

BASICS = {"name_romanised": "Sam Doe", "career_stage": CareerStage.POSTDOC, "organisation_text": "unheard-of"}
OWN = {"new_name": "Bada Robotics Inc.", "new_name_ko": "바다로보틱스", "new_country": "KR", "new_city": "Busan"}


def test_a_person_enters_an_organisation_once(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    page = reverse("onboarding-step", args=["basics"])
    refused = client.post(page, BASICS | OWN | {"new_country": ""})
    assert refused.context["form"].errors.keys() == {"new_country"}
    assert refused.content.decode().count("바다로보틱스") == 1
    client.post(page, BASICS | OWN)
    own = outsider.researcher.organisation
    assert (own.name_ko, own.country, own.is_verified, outsider.researcher.country) == (
        "바다로보틱스",
        Side.KR,
        False,
        Side.KR,
    )
    assert enter_organisation(name="BADA robotics, inc", country=Side.KR) == own
    assert enter_organisation(name="Bada Robotics Inc.", country=Side.US) != own
    assert list(find_organisations("바다 로보틱스")) == [own]


def test_one_elsewhere_gives_no_side(client_of: ClientOf, outsider: User) -> None:
    page = reverse("onboarding-step", args=["basics"])
    client_of(outsider).post(page, BASICS | OWN | {"new_country": "other"})
    assert (outsider.researcher.organisation.side, outsider.researcher.side) == (None, None)


def test_what_ror_has_is_not_entered_again(us_organisation: Organisation) -> None:
    assert enter_organisation(name="lakeside UNIVERSITY", country=Side.US) == us_organisation
    with pytest.raises(ValidationError):
        enter_organisation(name=" – ", country=Side.US)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_enter_one() -> None:
    def enter(_: int) -> int:
        try:
            return enter_organisation(name="Bada Robotics", country=Side.KR).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(enter, range(4)))) == 1
    assert Organisation.objects.count() == 1


def test_an_administrator_merges_with_all_that_hangs_on_it(
    client_of: ClientOf, staff: User, korean_researcher: Researcher, us_organisation: Organisation
) -> None:
    entered = enter_organisation(name="Lakeside U", country=Side.KR)
    Researcher.objects.filter(pk=korean_researcher.pk).update(organisation=entered)
    project = Project.objects.create(title="P", summary="S", organisation=entered, country=Side.KR)
    before = korean_researcher.changed_at
    asked = {"action": "merge_into_ror", "_selected_action": [entered.pk]}
    page = reverse("admin:people_organisation_changelist")
    client = client_of(staff)
    assert client.post(page, asked | {"merge": "1", "into": "https://ror.org/nothing00"}).context["form"].errors
    client.post(page, asked | {"merge": "1", "into": us_organisation.ror_id})
    korean_researcher.refresh_from_db()
    project.refresh_from_db()
    assert (korean_researcher.organisation, korean_researcher.country) == (us_organisation, Side.US)
    assert (project.organisation, project.country) == (us_organisation, Side.US)
    assert korean_researcher.changed_at > before
    assert not Organisation.objects.filter(pk=entered.pk).exists()
    assert us_organisation.names.get(text="Lakeside U").kind == NameKind.ENTERED
    event = Organisation.pgh_event_model.objects.filter(pgh_obj_id=entered.pk).latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata["user"]) == ("delete", staff.pk)


def test_nothing_of_ror_is_merged_away_and_nothing_into_what_somebody_entered(
    client_of: ClientOf, staff: User, korean_organisation: Organisation, us_organisation: Organisation
) -> None:
    entered, garage = (enter_organisation(name=name, country=Side.US) for name in ("Lakeside U", "Garage"))
    page, before = reverse("admin:people_organisation_changelist"), Organisation.objects.count()
    for merged, into in ((entered, garage.ror_id), (us_organisation, korean_organisation.ror_id)):
        asked = {"action": "merge_into_ror", "_selected_action": [merged.pk], "merge": "1", "into": into}
        assert client_of(staff).post(page, asked).context["form"].errors
    assert Organisation.objects.count() == before


def test_a_merger_leaves_people_and_decisions_of_other_organisations_alone(
    korean_researcher: Researcher, us_researcher: Researcher, us_organisation: Organisation
) -> None:
    entered = enter_organisation(name="Lakeside U", country=Side.US)
    elsewhere = list(Researcher.objects.values_list("pk", "organisation", "changed_at"))
    decided = dict(SideDecision.objects.values_list("pk", "organisation"))
    assert decided
    assert merge_organisation(entered, into=us_organisation) == 0
    assert list(Researcher.objects.values_list("pk", "organisation", "changed_at")) == elsewhere
    assert dict(SideDecision.objects.values_list("pk", "organisation")) == decided


def test_only_entered_ones_are_merged(korean_organisation: Organisation, us_organisation: Organisation) -> None:
    with pytest.raises(ValidationError):
        merge_organisation(korean_organisation, into=us_organisation)
    assert Organisation.objects.count() == 2
