"""Who sees whom, and what. Every leak is first shown to be possible: the same look succeeds where it is allowed."""

from collections.abc import Callable, Collection

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exchange.people import disclosure
from exchange.people.disclosure import (
    ALL_FIELDS,
    NotDisclosedError,
    Viewer,
    connected_ids,
    disclose,
    disclose_all,
    disclosed_names,
    disclosed_publications,
    hidden_researchers,
    matchable_fields,
    may_see_person,
    register_connection_source,
    visible_fields,
    visible_researchers,
)
from exchange.people.enums import Audience, CareerStage, Direction, ProfileField, PublicationSource, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, Publication, Researcher, Topic, User
from exchange.people.selectors.profile import find_people
from exchange.people.services.consent import withdraw_consent
from tests.cast import make_researcher

ClientOf = Callable[[User | Researcher], Client]


def names(viewer: Viewer) -> list[str]:
    return [row.name_romanised for row in visible_researchers(viewer)]


def test_across_the_border_only_with_a_consent_in_force(
    korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    viewer = Viewer.of(us_researcher.user)
    assert names(viewer) == ["Alex Rivers", "Minji Han"]
    withdraw_consent(korean_researcher, country=Side.US)
    assert names(viewer) == ["Alex Rivers"]
    assert not may_see_person(viewer, korean_researcher)
    with pytest.raises(NotDisclosedError):
        disclose(korean_researcher, viewer)


def test_consent_of_the_viewer_does_not_open_the_other(
    korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    withdraw_consent(us_researcher, country=Side.KR)
    assert names(Viewer.of(us_researcher.user)) == ["Alex Rivers", "Minji Han"]
    assert names(Viewer.of(korean_researcher.user)) == ["Minji Han"]


def test_a_consent_opens_nobody_but_whoever_gave_it(
    korean_researcher: Researcher, us_researcher: Researcher, korean_organisation: Organisation
) -> None:
    colleague = make_researcher("joon@example.org", "Joon Seo", korean_organisation)
    assert names(Viewer.of(us_researcher.user)) == ["Alex Rivers", "Minji Han"]
    assert not may_see_person(Viewer.of(us_researcher.user), colleague)


def test_whose_account_is_closed_sees_nobody(korean_researcher: Researcher, korean_manager: User) -> None:
    for user in (korean_researcher.user, korean_manager):
        assert user is not None
        assert names(Viewer.of(user)) == ["Minji Han"]
        user.is_active = False
        assert Viewer.of(user) == Viewer.anonymous()


def test_by_a_profile_alone_one_looks_from_the_side_that_it_is_on(
    korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    found = [Viewer.of_researcher(one) for one in (korean_researcher, us_researcher)]
    assert found == [Viewer(korean_researcher.pk, Side.KR), Viewer(us_researcher.pk, Side.US)]


def test_a_source_of_connections_is_asked_once(
    korean_researcher: Researcher, us_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def source(researcher: int, others: Collection[int]) -> set[int]:
        asked.append(researcher)
        return {*others, -1}

    monkeypatch.setattr(disclosure, "_connection_sources", [])
    for _time in range(2):
        register_connection_source(source)
    viewer = Viewer.of(us_researcher.user)
    assert connected_ids(viewer, [korean_researcher]) == {korean_researcher.pk}
    assert asked == [us_researcher.pk]


def test_consent_to_another_country_opens_nothing(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    korean_researcher.consents.update(recipient_country=Side.KR)
    assert names(Viewer.of(us_researcher.user)) == ["Alex Rivers"]


def test_same_side_needs_no_consent_but_a_listing(
    korean_researcher: Researcher, korean_organisation: Organisation
) -> None:
    colleague = make_researcher("joon@example.org", "Joon Seo", korean_organisation)
    assert names(Viewer.of(korean_researcher.user)) == ["Joon Seo", "Minji Han"]
    Researcher.objects.filter(pk=colleague.pk).update(is_listed=False)
    assert names(Viewer.of(korean_researcher.user)) == ["Minji Han"]
    assert names(Viewer.of(colleague.user)) == ["Joon Seo", "Minji Han"]


def test_managers_count_among_their_side(
    korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User, us_manager: User
) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    assert names(Viewer.of(korean_manager)) == ["Alex Rivers", "Minji Han"]
    assert names(Viewer.of(us_manager)) == ["Alex Rivers"]


def test_nobody_is_shown_to_strangers(korean_researcher: Researcher, outsider: User, staff: User) -> None:
    assert names(Viewer.of(staff)) == ["Minji Han"]
    assert names(Viewer.of(outsider)) == []
    assert names(Viewer.anonymous()) == []


def test_an_unknown_side_is_shown_to_nobody(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    Researcher.objects.filter(pk=korean_researcher.pk).update(country="")
    assert names(Viewer.of(us_researcher.user)) == ["Alex Rivers"]
    assert names(Viewer.of_side(Side.KR)) == ["Alex Rivers"]


@pytest.mark.parametrize("unlisted", [False, True])
@pytest.mark.parametrize("unknown", [False, True])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_everybody_is_either_visible_or_hidden(
    unlisted: bool,
    unknown: bool,
    withdrawn: bool,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    staff: User,
) -> None:
    country = "" if unknown else Side.KR
    Researcher.objects.filter(pk=korean_researcher.pk).update(is_listed=not unlisted, country=country)
    if withdrawn:
        withdraw_consent(us_researcher, country=Side.KR)
    everybody = {korean_researcher, us_researcher}
    viewers = [Viewer.anonymous(), Viewer.system(), Viewer.of_side(Side.KR), Viewer.of_side(Side.US), Viewer.of(staff)]
    for viewer in [*viewers, *(Viewer.of(one.user) for one in everybody if one.user)]:
        visible, hidden = set(visible_researchers(viewer)), set(hidden_researchers(viewer))
        assert (visible | hidden, visible & hidden) == (everybody, set())


def test_fields_follow_their_audience(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    korean_researcher.visibility[ProfileField.DEPARTMENT] = Audience.ONLY_ME
    korean_researcher.visibility[ProfileField.TOPICS] = Audience.CONNECTIONS
    del korean_researcher.visibility[ProfileField.LANGUAGES]
    viewer = Viewer.of(us_researcher.user)
    closed = {ProfileField.DEPARTMENT, ProfileField.LANGUAGES}
    of_connections = {ProfileField.EMAIL, ProfileField.TOPICS}
    neighbour, kept = Viewer.of_side(Side.KR), {ProfileField.DEPARTMENT, ProfileField.IDENTIFIERS}
    assert visible_fields(neighbour, korean_researcher, connected=True) == ALL_FIELDS - closed
    assert visible_fields(neighbour, korean_researcher, connected=False) == ALL_FIELDS - closed - of_connections
    assert visible_fields(viewer, korean_researcher, connected=True) == ALL_FIELDS - closed - kept
    assert visible_fields(viewer, korean_researcher, connected=False) == ALL_FIELDS - closed - of_connections - kept
    assert matchable_fields(korean_researcher) == ALL_FIELDS - closed - of_connections - kept
    assert visible_fields(Viewer.of(korean_researcher.user), korean_researcher, connected=False) == ALL_FIELDS


def test_a_hidden_field_is_empty(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    korean_researcher.department = "Robotics"
    korean_researcher.resources.create(direction=Direction.OFFER, kind=ResourceKind.DATA, text="Force traces")
    viewer, neighbour = Viewer.of(us_researcher.user), Viewer.of_side(Side.KR)
    shown = disclose(korean_researcher, viewer, connected=True)
    assert shown.email == "minji@example.org"
    assert disclose(korean_researcher, neighbour, connected=True).department == "Robotics"
    assert [row.text for row in shown.offers] == ["Force traces"]
    korean_researcher.visibility = dict.fromkeys(ProfileField.values, Audience.ONLY_ME)
    hidden = disclose(korean_researcher, neighbour, connected=True)
    assert (hidden.email, hidden.department, hidden.offers, hidden.career_stage) == ("", "", (), "")


def test_publications_follow_their_audience(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    for number, represents in enumerate((True, False)):
        Publication.objects.create(
            researcher=korean_researcher,
            title=f"Paper {number}",
            folded_title=f"paper {number}",
            source=PublicationSource.MANUAL,
            is_representative=represents,
        )
    viewer = Viewer.of(us_researcher.user)
    titles = [row.title for row in disclosed_publications(korean_researcher, viewer)]
    assert titles == ["Paper 0"]
    assert disclosed_publications(korean_researcher, Viewer.of(korean_researcher.user)).count() == 2
    korean_researcher.visibility[ProfileField.PUBLICATIONS] = Audience.ONLY_ME
    assert disclosed_publications(korean_researcher, viewer).count() == 0


def test_publications_are_of_the_person_alone_and_of_nobody_hidden(
    korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    for one in (korean_researcher, us_researcher):
        Publication.objects.create(researcher=one, title=one.name_romanised, source=PublicationSource.MANUAL)
    viewer = Viewer.of(us_researcher.user)
    for one in (korean_researcher, us_researcher):
        assert [row.title for row in disclosed_publications(one, viewer)] == [one.name_romanised]
    withdraw_consent(korean_researcher, country=Side.US)
    assert not disclosed_publications(korean_researcher, viewer).exists()


def test_whether_two_are_connected_is_asked_where_the_caller_does_not_know(
    korean_researcher: Researcher, us_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    korean_researcher.visibility[ProfileField.EMAIL] = Audience.CONNECTIONS
    viewer, found = Viewer.of(us_researcher.user), []
    for connected in (False, True):
        monkeypatch.setattr(
            disclosure, "_connection_sources", [lambda _one, others, is_so=connected: others if is_so else set()]
        )
        found.append(
            (
                disclose(korean_researcher, viewer).email,
                disclose(korean_researcher, viewer, connected=not connected).email,
            )
        )
    assert found == [("", "minji@example.org"), ("minji@example.org", "")]


def test_a_filter_does_not_give_a_hidden_field_away(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    topic = Topic.objects.create(openalex_id="T1", name="Trust", domain="D", field="F", subfield="S")
    korean_researcher.topics.add(topic)
    viewer = Viewer.of(us_researcher.user)
    asked = {"topic": topic.pk, "career_stage": CareerStage.ESTABLISHED, "side": Side.KR}
    assert [row.pk for row in find_people(viewer, **asked)] == [korean_researcher.pk]
    for field in (ProfileField.TOPICS, ProfileField.CAREER_STAGE):
        korean_researcher.visibility = {**korean_researcher.visibility, field: Audience.CONNECTIONS}
        korean_researcher.save()
        assert list(find_people(viewer, **asked)) == []
        korean_researcher.visibility = {**korean_researcher.visibility, field: Audience.MEMBERS}
        korean_researcher.save()


@pytest.mark.parametrize("number", [1, 3])
def test_disclosing_many_costs_the_same(
    number: int,
    korean_organisation: Organisation,
    us_researcher: Researcher,
    notice: ConsentNotice,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        make_researcher(f"p{index}@example.org", f"Person {index}", korean_organisation)
    viewer = Viewer.of_side(Side.KR)
    rows = list(Researcher.objects.filter(country=Side.KR))
    with django_assert_num_queries(5):
        assert len(disclose_all(rows, viewer)) == number


def test_a_line_of_a_list_names_whom_one_may_see_and_opens_nothing_else(
    korean_researcher: Researcher, us_researcher: Researcher, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everybody, viewer = [korean_researcher.pk, us_researcher.pk], Viewer.of(us_researcher.user)
    assert disclose(korean_researcher, viewer).fields
    with django_assert_num_queries(1):
        lines = disclosed_names(everybody, viewer)
        assert all(line.organisation for line in lines.values())
    assert {key: (line.name_romanised, line.side, line.fields) for key, line in lines.items()} == {
        korean_researcher.pk: ("Minji Han", Side.KR, frozenset()),
        us_researcher.pk: ("Alex Rivers", Side.US, frozenset()),
    }
    assert list(disclosed_names([us_researcher.pk], viewer)) == [us_researcher.pk]
    withdraw_consent(korean_researcher, country=Side.US)
    assert list(disclosed_names(everybody, viewer)) == [us_researcher.pk]


def test_a_deactivated_person_is_not_listed(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    """Nor read, found or matched; an imported profile has no account that could be."""
    viewer = Viewer.of(us_researcher.user)
    Researcher.objects.filter(pk=korean_researcher.pk).update(user=None)
    assert names(viewer) == ["Alex Rivers", "Minji Han"]
    User.objects.filter(email="minji@example.org").update(is_active=False)
    assert names(viewer) == ["Alex Rivers", "Minji Han"]
    Researcher.objects.filter(pk=korean_researcher.pk).update(user=User.objects.get(email="minji@example.org"))
    assert names(viewer) == ["Alex Rivers"]
    assert not may_see_person(viewer, korean_researcher)


def test_whom_one_sees_is_looked_up_row_by_row(korean_researcher: Researcher) -> None:
    """A page shows the first twenty: nothing is gathered of all people, however many they are."""
    plan = visible_researchers(Viewer.of(korean_researcher.user)).explain()
    assert ("SubPlan" in plan, "hashed" in plan) == (True, False)
