import pytest

from exchange.people.enums import Audience, ProfileField
from exchange.people.models import Researcher
from matching.enums import PassageKind
from matching.selectors.documents import PIECE, pieces, project_drafts, researcher_drafts
from tests.matching.cast import add_publication, make_project

pytestmark = pytest.mark.django_db


def test_a_hidden_field_is_no_passage(korean_researcher: Researcher, cast: None) -> None:
    kinds = {draft.kind for draft in researcher_drafts(korean_researcher)}
    assert kinds == {PassageKind.STATEMENT, PassageKind.PUBLICATION, PassageKind.OFFER}
    korean_researcher.visibility |= {
        ProfileField.PUBLICATIONS: Audience.CONNECTIONS,
        ProfileField.RESOURCES: Audience.ONLY_ME,
    }
    assert {draft.kind for draft in researcher_drafts(korean_researcher)} == {PassageKind.STATEMENT}


def test_names_are_not_embedded(korean_researcher: Researcher) -> None:
    korean_researcher.statement_en = "I am Minji Han and study trust."
    korean_researcher.statement_ko = "한민지는 신뢰를 연구합니다."
    assert [draft.text for draft in researcher_drafts(korean_researcher)] == [
        "I am  and study trust.",
        "는 신뢰를 연구합니다.",
    ]


def test_only_what_represents_a_person_is_read(us_researcher: Researcher) -> None:
    add_publication(us_researcher, "Kept")
    left_out = add_publication(us_researcher, "Left out")
    left_out.is_representative = False
    left_out.save()
    drafts = researcher_drafts(us_researcher)
    assert [draft.title for draft in drafts if draft.kind == PassageKind.PUBLICATION] == ["Kept"]


def test_a_long_text_is_read_in_pieces_and_nothing_is_lost() -> None:
    text = " ".join(f"Sentence number {number} says something." for number in range(200))
    found = list(pieces(text))
    assert " ".join(found) == text
    assert max(map(len, found)) <= PIECE


def test_each_piece_of_a_project_carries_its_title() -> None:
    project = make_project("Robots", summary="A. " * 600, aims="Aim one.")
    drafts = project_drafts(project)
    assert {draft.title for draft in drafts} == {"Robots"}
    assert drafts[-1].text == "Aim one."
