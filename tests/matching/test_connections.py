"""Which topics connect two subjects, whatever languages they write in."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from exchange.people.enums import Audience, ProfileField
from exchange.people.models import Researcher, Topic, User
from exchange.projects.models import Project
from matching.models import Pair
from matching.selectors.topics import Connection, connecting_topics
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


def topic(name: str, subfield: str = "Artificial Intelligence", field: str = "Computer Science") -> Topic:
    return Topic.objects.create(openalex_id=name, name=name, domain="Physical Sciences", field=field, subfield=subfield)


def test_topics_in_common_come_before_near_ones() -> None:
    trust, planning, vision = topic("Trust"), topic("Planning"), topic("Vision", "Computer Vision")
    chips = topic("Chips", "Hardware", "Engineering")
    assert connecting_topics([planning, trust], [trust, vision]) == (Connection(trust),)
    assert connecting_topics([vision, trust], [planning, chips]) == (
        Connection(trust, planning, "Artificial Intelligence", "subfield"),
    )
    (near,) = connecting_topics([vision], [chips, trust])
    assert near == Connection(vision, trust, "Computer Science", "field")
    with translation.override("ko"):
        assert near.shared_label == "컴퓨터과학"
    assert connecting_topics([chips], [vision]) == ()


def test_the_reasons_show_each_passage_in_its_language_and_the_topics(
    client_of: ClientOf, cast: None, match: Runner, korean_researcher: Researcher, project: Project
) -> None:
    trust = topic("Trust in automation")
    korean_researcher.topics.add(trust)
    project.topics.add(trust)
    korean_researcher.visibility |= {ProfileField.TOPICS: Audience.MEMBERS}
    korean_researcher.publications.all().delete()
    korean_researcher.statement_en = ""
    korean_researcher.statement_ko = "로봇(robots)과 사람 사이의 신뢰(trust)를 연구합니다: operators, trust, robots."
    korean_researcher.save()
    match()
    pair = Pair.objects.get(researcher=korean_researcher, project=project)
    address = reverse("suggestion-detail", args=[pair.public_id])
    page = client_of(korean_researcher).get(address).content.decode()
    assert "Topics both declare" in page
    assert set(re.findall(r'<p lang="(\w+)">', page)) == {"en", "ko"}


def test_hidden_topics_connect_nobody(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, project: Project
) -> None:
    trust = topic("Trust in automation")
    korean_researcher.topics.add(trust)
    project.topics.add(trust)
    address = reverse("suggestion-detail", args=[pair.public_id])
    korean_researcher.visibility |= {ProfileField.TOPICS: Audience.MEMBERS}
    korean_researcher.save()
    assert "Trust in automation" in client_of(us_researcher).get(address).content.decode()
    korean_researcher.visibility |= {ProfileField.TOPICS: Audience.ONLY_ME}
    korean_researcher.save()
    assert "Trust in automation" not in client_of(us_researcher).get(address).content.decode()
