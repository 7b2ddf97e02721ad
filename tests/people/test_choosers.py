"""Type-ahead fields: what they ask, and that no choice is lost with or without a script."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.disclosure import Viewer
from exchange.people.models import Organisation, Researcher, Topic, User
from exchange.people.selectors.profile import find_people
from exchange.people.values.vocabulary import reading
from exchange.projects.models import Project

ClientOf = Callable[[User | Researcher], Client]


def make_topic(number: int, name: str) -> Topic:
    return Topic.objects.create(openalex_id=f"T{number}", name=name, domain="D", field="F", subfield="S")


@pytest.mark.parametrize("number", [1, 3])
def test_options_cost_the_same(
    number: int, client_of: ClientOf, outsider: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        Organisation.objects.create(
            ror_id=f"https://ror.org/00000020{index}", name=f"Bada {index}", name_ko=f"바다 {index}", country="KR"
        )
        make_topic(index, f"Robots {index}")
    client = client_of(outsider)
    for name, typed in (("api-organisations", "바다"), ("api-topics", "robot")):
        client.get(reverse(name))
        with django_assert_num_queries(4):  # two of them are session and account
            answer = client.get(reverse(name), {"search": typed}).json()
        assert answer["count"] == number


def test_an_option_reads_in_the_readers_language(
    client_of: ClientOf, outsider: User, korean_organisation: Organisation
) -> None:
    asked = {"search": "한빛"}
    client = client_of(outsider)
    english, korean = (
        client.get(reverse("api-organisations"), asked, headers={"Accept-Language": language}).json()["results"][0]
        for language in ("en", "ko")
    )
    assert (english["label"], english["language"]) == ("Hanbit Institute", "en")
    assert english["detail"] == "한빛연구원 · Daejeon · Korea"
    Organisation.objects.update(is_verified=False)
    entered = client.get(reverse("api-organisations"), asked, headers={"Accept-Language": "en"}).json()["results"][0]
    assert entered["detail"] == "한빛연구원 · Daejeon · Korea · Organisation not verified"
    assert (korean["label"], korean["language"]) == ("한빛연구원", "ko")


def test_options_are_for_members_and_come_in_pages(client_of: ClientOf, outsider: User) -> None:
    assert Client().get(reverse("api-topics")).status_code == HTTPStatus.UNAUTHORIZED
    for number in range(3):
        make_topic(number, f"Robots {number}")
    answer = client_of(outsider).get(reverse("api-topics"), {"search": "robots", "page_size": 2}).json()
    assert (answer["count"], len(answer["results"]), answer["previous"]) == (3, 2, None)


def test_a_refused_form_keeps_organisation_and_topics(
    client_of: ClientOf, korean_researcher: Researcher, us_organisation: Organisation
) -> None:
    topic = make_topic(1, "Trust")
    sent = {"title": "", "organisation": us_organisation.ror_id, "topics": [topic.pk], "topic_text": "x"}
    rows = {"resources-TOTAL_FORMS": "0", "resources-INITIAL_FORMS": "0"}
    answer = client_of(korean_researcher).post(reverse("project-create"), sent | rows)
    form = answer.context["form"]
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (form.candidates, form.chosen_organisation(), form.chosen) == (
        [us_organisation],
        us_organisation.ror_id,
        [topic],
    )
    page = client_of(korean_researcher).post(
        reverse("profile-edit", args=["basics"]), {"organisation": us_organisation.ror_id, "organisation_text": "L"}
    )
    assert page.context["form"].chosen_organisation() == us_organisation.ror_id


def test_find_without_a_script_saves_nothing_and_objects_to_nothing(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    topic = make_topic(1, "Trust in robots")
    sent = {"title": "", "summary": "My text", "topic_text": "trust", "find_topic": "1", "resources-TOTAL_FORMS": "0"}
    answer = client_of(korean_researcher).post(
        reverse("project-create"), sent | {"organisation": "", "resources-INITIAL_FORMS": "0"}
    )
    form = answer.context["form"]
    assert (answer.status_code, form.found, dict(form.errors)) == (HTTPStatus.OK, [topic], {})
    assert (answer.content.decode().count("My text"), Project.objects.count()) == (1, 0)


def test_people_and_projects_by_the_name_of_a_topic(client_of: ClientOf, korean_researcher: Researcher) -> None:
    korean_researcher.topics.add(make_topic(1, "Trust in robots"))
    viewer = Viewer.of(korean_researcher.user)
    counts = [find_people(viewer, topic_text=typed).count() for typed in ("trust", "robot", "cells", " ")]
    assert counts == [1, 1, 0, 1]
    client = client_of(korean_researcher)
    for page in ("person-list", "project-list"):
        for asked in ({"topic": "T1"}, {"topic_text": "trust"}, {"topic": "T9'"}):
            assert client.get(reverse(page), asked).status_code == HTTPStatus.OK


def test_the_vocabulary_labels_a_topic_in_korean(tmp_path: Path) -> None:
    labels, terms = tmp_path / "labels.csv", tmp_path / "terms.csv"
    labels.write_text("level,en,ko\ntopic,Social Robots,사회적 로봇|인간-로봇 상호작용\nsubfield,S,표면\n", "utf-8")
    terms.write_text("en,ko,area\nsocial robots,소셜로봇,robotics\n", "utf-8")
    found, paired = reading.labels(labels), reading.terms(terms)
    assert found["topic", "Social Robots"] == reading.Label(
        "topic", "Social Robots", "사회적 로봇", ("인간-로봇 상호작용",)
    )
    assert reading.korean_terms("Social Robots at home", paired) == ["소셜로봇"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("level,en\n", "labels.csv: the first line must be level,en,ko"),
        ("level,en,ko\ntopic,A,\n", "labels.csv, line 2: 3 filled columns needed"),
        ("level,en,ko\ngalaxy,A,가\n", "labels.csv, line 2: “galaxy” is none of domain, field, subfield, topic"),
        ("level,en,ko\ntopic,A,가\ntopic,A,나\n", "labels.csv: “A” is labelled twice as topic"),
    ],
)
def test_a_malformed_vocabulary_is_named_by_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(reading.VocabularyError) as caught:
        reading.labels(path)
    assert str(caught.value) == message


def test_our_own_vocabulary_is_well_formed() -> None:
    assert all(len(rows) > 0 for rows in (reading.labels(), reading.terms(), reading.nicknames()))
