"""Evidence is read in the reader's language where its owner wrote it in both."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PassageKind, ScorePart
from matching.models import Evidence, Pair, Passage
from matching.selectors.pairs import PairView, present, with_details
from matching.selectors.twins import twins_of

ClientOf = Callable[[User | Researcher], Client]


def said(person: Researcher, language: str) -> Passage:
    return Passage.objects.get(researcher=person, kind=PassageKind.STATEMENT, language=language)


@pytest.fixture
def in_korean(pair: Pair) -> Pair:
    """The closest of the pair's texts is what the Korean researcher said in Korean."""
    Evidence.objects.filter(match__pair=pair, part=ScorePart.TOPICAL).update(own=said(pair.researcher, "ko"))
    return pair


def shown(pair: Pair, viewer: Researcher, language: str) -> PairView:
    with translation.override(language):
        [view] = present(with_details(Pair.objects.filter(pk=pair.pk)), Viewer.of_researcher(viewer), own=viewer)
    return view


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_reads_the_statement_in_their_own_language(
    in_korean: Pair, korean_researcher: Researcher, us_researcher: Researcher, language: str
) -> None:
    stored = Evidence.objects.get(match__pair=in_korean, part=ScorePart.TOPICAL)
    theirs = shown(in_korean, us_researcher, language).meetings[0]
    mine = shown(in_korean, korean_researcher, language).meetings[0]
    expected = (said(korean_researcher, language), stored.other, stored.similarity)
    assert (theirs.other, theirs.one, theirs.similarity) == expected
    assert (mine.one, mine.other, mine.similarity) == expected


def test_what_stands_in_one_language_is_read_in_it(in_korean: Pair, us_researcher: Researcher) -> None:
    said(in_korean.researcher, "en").delete()
    assert shown(in_korean, us_researcher, "en").meetings[0].other.language == "ko"


def test_nobody_reads_a_text_twice(in_korean: Pair, us_researcher: Researcher) -> None:
    first = Evidence.objects.get(match__pair=in_korean, part=ScorePart.TOPICAL)
    other = Passage.objects.filter(project=in_korean.project).exclude(pk=first.other_id).first() or first.other
    english = said(in_korean.researcher, "en")
    Evidence.objects.create(match=first.match, part=first.part, own=english, other=other, similarity=0.01)
    topical = [
        row
        for row in shown(in_korean, us_researcher, "en").meetings
        if PassageKind.STATEMENT in {row.one.kind, row.other.kind}
    ]
    assert [(row.other, row.similarity) for row in topical] == [(english, first.similarity)]


def test_a_long_statement_is_read_about_where_it_meets(in_korean: Pair) -> None:
    person = in_korean.researcher
    Passage.objects.filter(researcher=person, kind=PassageKind.STATEMENT).delete()
    made = {
        (language, number): Passage.objects.create(
            researcher=person, kind=PassageKind.STATEMENT, text=f"{language}{number}", language=language,
            text_hash=f"{language}{number}",
        )
        for language, count in (("ko", 2), ("en", 4))
        for number in range(count)
    }  # fmt: skip
    rows = [Evidence(own=made["ko", number], other=made["en", 0]) for number in range(2)]
    with translation.override("en"):
        assert twins_of(rows) == {made["ko", 0].pk: made["en", 0], made["ko", 1].pk: made["en", 2]}


def test_the_page_and_the_api_tell_it_in_one_language(
    in_korean: Pair, us_researcher: Researcher, client_of: ClientOf
) -> None:
    client = client_of(us_researcher)
    for address in (reverse("suggestion-detail", args=[in_korean.public_id]), reverse("api-suggestions")):
        page = client.get(address).content.decode()
        assert "measured on the factory floor" in page.replace("</mark>", "").replace("<mark>", "")
        assert "제조 현장에서" not in page.replace("</mark>", "").replace("<mark>", "")
