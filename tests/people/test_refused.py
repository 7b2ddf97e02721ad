"""What people cannot do to their profile, their publications, consents and organisations, and what stays as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from exchange.people.enums import (
    Audience,
    Direction,
    NameKind,
    ProfileField,
    PublicationSource,
    ResourceKind,
    Side,
)
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
    Organisation,
    OrganisationName,
    Publication,
    Researcher,
    Topic,
    User,
)
from exchange.people.services.consent import NoticeOutdatedError, give_consent, record_consent
from exchange.people.services.organisations import enter_organisation, merge_organisation
from exchange.people.services.profile import (
    TOPIC_LIMIT,
    ResourceLine,
    create_profile,
    replace_resources,
    set_topics,
    set_visibility,
    update_profile,
)
from exchange.people.services.publication_merging import merge_publications
from exchange.people.services.publications import (
    add_publication,
    change_publication,
    choose_publications,
    remove_publication,
)
from exchange.people.values.publications import Item
from tests.concurrency import Beside

Act = Callable[..., Any]


@pytest.fixture
def without_consent(korean_researcher: Researcher) -> Researcher:
    ConsentRecord.objects.all().delete()
    return korean_researcher


@pytest.mark.parametrize(
    ("country", "own", "taken"), [("US", "KR", True), ("KR", "KR", False), ("US", "", False), ("FR", "KR", False)]
)
@pytest.mark.parametrize("by_operator", [True, False])
def test_a_consent_is_to_the_other_side(
    without_consent: Researcher, notice: ConsentNotice, country: str, own: str, taken: bool, by_operator: bool
) -> None:
    without_consent.country = own
    values = {"notice": notice, "country": country}

    def agree() -> ConsentRecord:
        if by_operator:
            return record_consent(without_consent, basis="On paper", **values)
        return give_consent(without_consent, language="en", **values)

    if taken:
        assert agree() == agree()
    else:
        with pytest.raises(ValidationError):
            agree()
    assert ConsentRecord.objects.count() == taken


def test_a_text_that_is_not_in_force_yet_is_not_agreed_to(without_consent: Researcher, notice: ConsentNotice) -> None:
    values = {"purpose": notice.purpose, "text_en": "Text.", "text_ko": "글."}
    newer = ConsentNotice.objects.create(version=notice.version + 1, **values)
    for text in (notice, newer):
        if text == newer:
            give_consent(without_consent, notice=text, country=Side.US, language="en")
            continue
        with pytest.raises(NoticeOutdatedError):
            give_consent(without_consent, notice=text, country=Side.US, language="en")


def test_only_fields_of_a_profile_are_changed(korean_researcher: Researcher, outsider: User) -> None:
    for fields in ({"user": outsider}, {"country": "US"}, {"changed_at": None}):
        with pytest.raises(TypeError, match="Not editable"):
            update_profile(korean_researcher, **fields)
    with pytest.raises(ValidationError):
        update_profile(korean_researcher, available_from=date(2026, 3, 2), available_until=date(2026, 3, 1))
    update_profile(korean_researcher, available_from=date(2026, 3, 1), available_until=date(2026, 3, 1))
    assert create_profile(korean_researcher.user, department="Robotics") == korean_researcher
    assert Researcher.objects.get().department == "Robotics"


@pytest.mark.parametrize(("count", "taken"), [(TOPIC_LIMIT, True), (TOPIC_LIMIT + 1, False)])
def test_topics_are_limited(korean_researcher: Researcher, count: int, taken: bool) -> None:
    values = {"domain": "a", "field": "b", "subfield": "c"}
    topics = [Topic.objects.create(openalex_id=f"T{number}", name=f"T {number}", **values) for number in range(count)]
    if taken:
        set_topics(korean_researcher, topics=topics)
    else:
        with pytest.raises(ValidationError, match="At most 20 topics"):
            set_topics(korean_researcher, topics=topics)
    assert korean_researcher.topics.count() == (count if taken else 0)


@pytest.mark.parametrize("wrong", ["a field more", "a field less", "no audience"])
def test_each_field_has_its_audience(korean_researcher: Researcher, wrong: str) -> None:
    every = dict.fromkeys(ProfileField.values, Audience.MEMBERS.value)
    changed = {
        "a field more": {**every, "shoe_size": Audience.MEMBERS},
        "a field less": {name: value for name, value in every.items() if name != ProfileField.EMAIL},
        "no audience": {**every, ProfileField.EMAIL: "everybody"},
    }[wrong]
    before = Researcher.objects.values("visibility", "is_listed").get()
    with pytest.raises(ValidationError, match="Choose who may see each field"):
        set_visibility(korean_researcher, visibility=changed, is_listed=False)
    assert Researcher.objects.values("visibility", "is_listed").get() == before
    set_visibility(korean_researcher, visibility=every, is_listed=False)
    assert Researcher.objects.get().is_listed is False


def test_every_audience_is_one_that_can_be_chosen(korean_researcher: Researcher) -> None:
    audiences = [*Audience.values] * len(ProfileField.values)
    chosen = dict(zip(ProfileField.values, audiences, strict=False))
    assert set(chosen.values()) == set(Audience.values)
    set_visibility(korean_researcher, visibility=chosen, is_listed=True)
    assert Researcher.objects.get().visibility == chosen


def line(text: str, direction: str = Direction.OFFER, kind: str = ResourceKind.DATA) -> ResourceLine:
    return ResourceLine(direction, kind, text)


def test_a_line_that_comes_broken_in_two_is_the_same_row_again(korean_researcher: Researcher) -> None:
    rows = []
    for _time in range(2):
        assert replace_resources(korean_researcher, resources=[line("Gaze\nand grip"), line("Gaze and grip")]) == 1
        rows += korean_researcher.resources.values_list("pk", "text")
    assert rows == [(rows[0][0], "Gaze and grip")] * 2


def test_lines_that_stay_are_the_same_rows(korean_researcher: Researcher) -> None:
    lines = [line("Traces"), line("Traces", Direction.NEED), line("Traces", kind=ResourceKind.COMPUTE), line("Maps")]
    replace_resources(korean_researcher, resources=lines)
    before = dict(korean_researcher.resources.values_list("pk", "text"))
    assert replace_resources(korean_researcher, resources=[*lines[:3], line(" "), line("Logs ")]) == 4
    after = dict(korean_researcher.resources.values_list("pk", "text"))
    assert {pk: text for pk, text in before.items() if text == "Traces"} == {
        pk: text for pk, text in after.items() if text == "Traces"
    }
    assert sorted(after.values()) == ["Logs", "Traces", "Traces", "Traces"]
    with pytest.raises(ValidationError, match="not a valid choice"):
        replace_resources(korean_researcher, resources=[line("Gold", kind="gold")])
    assert dict(korean_researcher.resources.values_list("pk", "text")) == after


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["resources", "topics"])
def test_of_two_who_save_one_list_the_later_one_stands(korean_researcher: Researcher, what: str) -> None:
    values = {"domain": "a", "field": "b", "subfield": "c"}
    topics = {name: Topic.objects.create(openalex_id=name, name=name, **values) for name in ("one", "two")}

    def save(name: str) -> None:
        if what == "topics":
            set_topics(korean_researcher, topics=[topics[name]])
        else:
            replace_resources(korean_researcher, resources=[line(name)])

    with transaction.atomic():
        save("one")
        second = Beside(lambda: save("two"))
        second.wait_until_it_waits()
    second.end()
    kept = korean_researcher.topics.values_list("name", flat=True) if what == "topics" else None
    assert list(korean_researcher.resources.values_list("text", flat=True) if kept is None else kept) == ["two"]


def publication(researcher: Researcher, title: str = "Trust", **fields: object) -> Publication:
    return add_publication(researcher, title=title, year=2026, **fields)


def test_a_publication_stands_once_and_what_it_says_is_checked(korean_researcher: Researcher) -> None:
    kept = publication(korean_researcher, doi="https://doi.org/10.1000/182")
    assert (kept.doi, kept.source) == ("10.1000/182", PublicationSource.MANUAL)
    refused: list[Act] = [
        lambda: publication(korean_researcher, title="Other", doi="10.1000/182"),
        lambda: publication(korean_researcher, title="Other", doi="none"),
        lambda: publication(korean_researcher, title=""),
        lambda: change_publication(kept, doi="none"),
    ]
    for act in refused:
        with pytest.raises(ValidationError):
            act()
    for fields in ({"source": "file"}, {"researcher": None}):
        with pytest.raises(TypeError, match="Not editable"):
            change_publication(Publication.objects.get(), **fields)
    assert change_publication(Publication.objects.get(), venue="HRI").doi == "10.1000/182"
    assert change_publication(Publication.objects.get(), doi=" ").doi == ""


def test_ones_own_publications_are_chosen_and_removed(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    mine = [publication(korean_researcher, f"Mine {number}").pk for number in range(3)]
    theirs = publication(us_researcher, "Theirs", is_representative=False).pk
    choose_publications(korean_researcher, chosen=[mine[0], theirs])
    assert list(Publication.objects.filter(is_representative=True).values_list("pk", flat=True)) == [mine[0]]
    choose_publications(korean_researcher, chosen=[mine[1]], among=[mine[1], mine[2]])
    assert set(Publication.objects.filter(is_representative=True).values_list("pk", flat=True)) == set(mine[:2])
    removed = [remove_publication(korean_researcher, pk=pk) for pk in (theirs, mine[0], mine[0])]
    assert removed == [False, True, False]


def test_a_profile_is_read_again_only_where_something_changed(korean_researcher: Researcher) -> None:
    kept = publication(korean_researcher).pk
    left_out = publication(korean_researcher, title="Old", is_representative=False).pk

    def changed_by(act: Act) -> bool:
        before = Researcher.objects.get().changed_at
        act()
        return Researcher.objects.get().changed_at != before

    item = Item(title="Trust", year=2026)
    assert [
        changed_by(act)
        for act in (
            lambda: choose_publications(korean_researcher, chosen=[kept]),
            lambda: choose_publications(korean_researcher, chosen=[]),
            lambda: choose_publications(korean_researcher, chosen=[]),
            lambda: choose_publications(korean_researcher, chosen=[left_out]),
            lambda: merge_publications(korean_researcher, [item], source="csv"),
            lambda: merge_publications(korean_researcher, [Item(title="Trust", year=2026, venue="HRI")], source="csv"),
            lambda: merge_publications(korean_researcher, [Item(title="New", year=2026)], source="csv"),
            lambda: remove_publication(korean_researcher, pk=0),
            lambda: remove_publication(korean_researcher, pk=kept),
        )
    ] == [False, True, False, True, False, True, True, False, True]


def test_what_was_left_out_stays_out_and_what_is_there_is_not_overwritten(korean_researcher: Researcher) -> None:
    kept = publication(korean_researcher, venue="HRI", is_representative=False)
    other = publication(korean_researcher, title="Other", doi="10.1000/1")
    items = [
        Item(title="Trust", year=2026, venue="CHI", doi="10.1000/1"),
        Item(title="Trust", year=2026, venue="RO-MAN"),
        Item(title="Third", year=2026),
        Item(title="Trust", year=2025),
    ]
    counts = merge_publications(korean_researcher, items, source="csv")
    assert (counts.added, counts.merged) == (2, 2)
    assert list(
        Publication.objects.order_by("pk").values_list("title", "year", "venue", "doi", "is_representative")
    ) == [
        ("Trust", 2026, "HRI", "", False),
        ("Other", 2026, "CHI", "10.1000/1", True),
        ("Third", 2026, "", "", False),
        ("Trust", 2025, "", "", False),
    ]
    assert (kept.pk, other.doi) == (Publication.objects.order_by("pk")[0].pk, "10.1000/1")


def named(name: str, country: str, *, is_verified: bool, number: int) -> Organisation:
    return Organisation.objects.create(
        ror_id=f"https://ror.org/00000009{number}",
        name=name,
        country=country,
        city="X",
        types=[],
        is_verified=is_verified,
    )


def test_an_organisation_of_that_name_and_country_is_not_entered_again(db: None) -> None:
    korean = named("Sea Lab", "KR", is_verified=True, number=1)
    american = named("Sea Lab", "US", is_verified=True, number=2)
    assert [enter_organisation(name=" sea lab ", country=country) for country in ("KR", "US")] == [korean, american]
    elsewhere = enter_organisation(name="Sea Lab", country="")
    assert (elsewhere.is_verified, elsewhere.country) == (False, "")
    assert enter_organisation(name="SEA LAB", country="") == elsewhere
    for name in ("", "  ", "–"):
        with pytest.raises(ValidationError, match="Give the name"):
            enter_organisation(name=name, country="KR")
    for wrong in ({"name": "x" * 301}, {"name": "Land Lab", "country": "FR"}):
        with pytest.raises(ValidationError):
            enter_organisation(**{"country": "KR", **wrong})


def test_one_that_ror_has_stands_before_one_that_a_person_entered(db: None) -> None:
    entered = enter_organisation(name="Sea Lab", country="KR")
    known = named("Sea Lab", "KR", is_verified=True, number=1)
    assert enter_organisation(name="Sea Lab", country="KR") == known != entered


def test_of_two_verified_ones_of_a_name_neither_is_guessed(db: None) -> None:
    known = [named("Sea Lab", "KR", is_verified=True, number=number) for number in (1, 2)]
    entered = enter_organisation(name="Sea Lab", country="KR")
    assert entered not in known
    assert enter_organisation(name="Sea Lab", country="KR") == entered


def test_another_name_of_an_organisation_is_not_its_name(db: None) -> None:
    known = named("Sea Lab", "KR", is_verified=True, number=1)
    OrganisationName.objects.create(organisation=known, text="SL", folded="sl", kind=NameKind.ACRONYM)
    assert enter_organisation(name="SL", country="KR") != known


def test_only_an_entered_one_is_merged_into_a_verified_one(db: None) -> None:
    verified = [named(f"Lab {number}", "KR", is_verified=True, number=number) for number in (1, 2)]
    entered = [enter_organisation(name=f"Entered {number}", country="KR") for number in (1, 2)]
    for first, second in ((verified[0], verified[1]), (entered[0], entered[1]), (verified[0], entered[0])):
        with pytest.raises(ValidationError, match="Only an organisation that a person entered"):
            merge_organisation(first, into=second)
    merge_organisation(entered[0], into=verified[0])
    with pytest.raises(ValidationError):
        merge_organisation(entered[0], into=verified[0])
    assert list(Organisation.objects.order_by("pk")) == [*verified, entered[1]]
