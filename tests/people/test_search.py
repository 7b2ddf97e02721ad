"""Finding people, organisations and topics in either language, and nobody who is hidden."""

import pytest
from pytest_django import DjangoAssertNumQueries

from exchange.people.disclosure import Viewer
from exchange.people.enums import NameKind, Side
from exchange.people.models import ConsentNotice, Organisation, OrganisationName, Researcher, Topic
from exchange.people.selectors import profile
from exchange.people.selectors.profile import few_who_fit, find_people, fits
from exchange.people.selectors.search import find_organisations, find_topics
from exchange.people.services.consent import withdraw_consent
from tests.cast import consent_to, make_researcher


@pytest.fixture
def kaist(db: None) -> Organisation:
    organisation = Organisation.objects.create(
        ror_id="https://ror.org/05apxxy63",
        name="Korea Advanced Institute of Science and Technology",
        name_ko="한국과학기술원",
        country=Side.KR,
        city="Daejeon",
    )
    OrganisationName.objects.create(organisation=organisation, text="KAIST", kind=NameKind.ACRONYM)
    return organisation


@pytest.fixture
def committee(db: None) -> Organisation:
    return Organisation.objects.create(
        ror_id="https://ror.org/000000009", name="Committee of Wakaistan", country=Side.US, city=""
    )


@pytest.mark.parametrize(
    "typed",
    [
        "KAIST",
        "kaist에서",
        "카이스트",
        "카이스트의",
        "한국과학기술원",
        "한국 과학 기술원",
        "한국과학 기술원은",
        "korea advanced",
        "Institute of Science, Korea",
    ],
)
def test_one_organisation_by_many_names(typed: str, kaist: Organisation, committee: Organisation) -> None:
    assert find_organisations(typed)[0] == kaist
    # A part of a word is found too, after the whole ones; an everyday Korean name stands for whole names only.
    is_part = typed.casefold().startswith("kaist")
    assert list(find_organisations(typed)) == ([kaist, committee] if is_part else [kaist])


def test_a_university_comes_before_its_namesakes(db: None) -> None:
    for number, name in enumerate(("Michigan Medicine", "University of Michigan", "Michigan Sea Grant")):
        Organisation.objects.create(ror_id=f"https://ror.org/00000010{number}", name=name, country=Side.US)
    found = [find_organisations(typed)[0].name for typed in ("미시간 대학교", "미시간대", "미시간")]
    assert found == ["University of Michigan"] * 3


def test_an_american_university_by_its_korean_name(us_organisation: Organisation) -> None:
    stanford = Organisation.objects.create(
        ror_id="https://ror.org/00f54p054", name="Stanford University", country=Side.US, city="Stanford"
    )
    found = [list(find_organisations(typed)) for typed in ("스탠퍼드대", "스탠포드 대학교", "스탠퍼드대학교의", "stan")]
    assert found == [[stanford]] * 4


@pytest.mark.parametrize("typed", ["", " ", "()", "'", "의", "\\", "%", "_", "a" * 500, "'':*", "~", "^이"])
def test_odd_input_finds_nothing(typed: str, kaist: Organisation, korean_researcher: Researcher) -> None:
    assert list(find_topics(typed)) == []
    if typed.strip("()' \\%_^~:*"):
        assert list(find_people(Viewer.system(), text=typed)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "한민지",
        "민지",
        "한 민지",
        "한민지의",
        "Minji",
        "min-ji han",
        "Han Min Ji",
        "HAHN",
        "minj",
        "한빛연구원",
        "hanbit",
        "민지 hanbit",
    ],
)
def test_a_person_by_many_spellings(typed: str, korean_researcher: Researcher, us_researcher: Researcher) -> None:
    assert list(find_people(Viewer.of(us_researcher.user), text=typed)) == [korean_researcher]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Seo-Yeon Lee", "이서연"),
        ("Seoyoun Rhee", "Yi Seoyeon"),
        ("Jihoon Pak", "박지훈"),
        ("Ji Hun Park", "bak jihoon"),
        ("Woojin Choe", "최우진"),
        ("Kyungmi Chung", "정경미"),
        ("Hyunwoo Gim", "김현우"),
        ("Youngsook Ryu", "류영숙"),
    ],
)
def test_a_name_in_hangul_finds_its_romanisations(
    written: str, typed: str, korean_organisation: Organisation, us_researcher: Researcher, notice: ConsentNotice
) -> None:
    person = make_researcher("x@example.org", written, korean_organisation)
    consent_to(person, Side.US, notice)
    assert list(find_people(Viewer.of(us_researcher.user), text=typed)) == [person]


def test_a_hidden_person_is_not_found(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    viewer = Viewer.of(us_researcher.user)
    assert find_people(viewer, text="한민지").count() == 1
    withdraw_consent(korean_researcher, country=Side.US)
    assert find_people(viewer, text="한민지").count() == 0


def test_a_changed_name_is_found_and_the_old_is_not(korean_researcher: Researcher) -> None:
    korean_researcher.name_romanised, korean_researcher.name_native = "Seoyeon Kim", "김서연"
    korean_researcher.save(update_fields=["name_romanised", "name_native"])
    found = [find_people(Viewer.system(), text=typed).count() for typed in ("민지", "minji", "김서연", "gim seo yeon")]
    assert found == [0, 0, 1, 1]


def make_topic(number: int, name: str, works: int = 0) -> Topic:
    return Topic.objects.create(
        openalex_id=f"T{number}", name=name, domain="D", field="F", subfield="Machine tools", works_count=works
    )


def test_topics_own_words_come_first(db: None) -> None:
    lathes, robots, machines = (
        make_topic(1, "Lathes", 900),
        make_topic(2, "Robot arms", 10),
        make_topic(3, "Machine vision", 5),
    )
    assert list(find_topics("machine")) == [machines, lathes, robots]
    assert list(find_topics("robots' arm")) == []
    assert list(find_topics("arms robot")) == [robots]


@pytest.mark.parametrize("number", [1, 3])
def test_every_search_is_as_many_queries_however_many_are_found(
    number: int, kaist: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        make_researcher(f"p{index}@example.org", f"Minji Han {index}", kaist)
        make_topic(index, f"Robots {index}")
    with django_assert_num_queries(1):
        assert len(find_topics("robot")) == number
    with django_assert_num_queries(1):
        assert list(find_organisations("한국 과학")) == [kaist]
    with django_assert_num_queries(5):  # with topics and resources, the organisations and whom the index knows
        assert len(find_people(Viewer.system(), text="카이스트 한민지")) == number


@pytest.mark.parametrize(
    "typed",
    [
        "han",
        "minji han",
        "Min-ji Han",
        "한민지",
        "kaist",
        "카이스트 한민지",
        "kaist committee",
        "han kaist robots",
        "robots kaist",
        "advanced institute",
        "wakaistan",
        "nobody",
        "kaist nobody",
    ],
)
def test_the_index_finds_whom_a_look_at_everybody_finds(
    typed: str, kaist: Organisation, committee: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of names and of statements, of organisations, and of both at once; however many they are."""
    make_researcher("a@example.org", "Minji Han", kaist, name_native="한민지")
    make_researcher("b@example.org", "Minji Ko", committee, statement_en="Robots for kaist")
    make_researcher("c@example.org", "Robin Han", committee)
    make_researcher("d@example.org", "Kaist Committee", kaist, statement_en="Robots")
    every = sorted(Researcher.objects.filter(fits(typed)).values_list("pk", flat=True))
    assert few_who_fit(typed, most=100) == every
    assert few_who_fit(typed, most=0) == ([] if not every else None)
    found = [person.pk for person in find_people(Viewer.system(), text=typed)]
    monkeypatch.setattr(profile, "FEW", 0)
    assert [person.pk for person in find_people(Viewer.system(), text=typed)] == found
    assert sorted(found) == every


def test_nothing_typed_is_nobody_in_particular(kaist: Organisation) -> None:
    person = make_researcher("a@example.org", "Minji Han", kaist)
    for typed in ("", " ", "!!!"):
        assert few_who_fit(typed, most=9) is None
        assert list(find_people(Viewer.system(), text=typed)) == [person]
