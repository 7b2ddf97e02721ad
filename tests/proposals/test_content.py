"""What a team is asked, of what it is asked only where an earlier answer makes it so, and what is kept of it."""

from typing import Any

import pytest

from exchange.dossiers.values.content import File
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.values.content import Member, ProposalContent
from tests.programmes.cast import make_definition, text

CHOICES = [{"key": "yes", "label": text("Yes")}, {"key": "no", "label": text("No")}]


def choice(key: str, **changes: object) -> dict[str, object]:
    return {"key": key, "label": text(key), "kind": "choice", "stage": "white_paper", "choices": CHOICES, **changes}


def where(question: str) -> dict[str, str]:
    return {"question": question, "equals": "yes"}


def content(questions: list[dict[str, object]], **changes: Any) -> ProposalContent:
    documents = changes.pop("documents", [])
    values: dict[str, Any] = {
        "definition": make_definition(questions=questions, documents=documents),
        "stage": StageKind.WHITE_PAPER,
        "sides": (Side.KR, Side.US),
        "title_en": "",
        "title_ko": "",
        "members": (),
        "answers": {},
        "files": (),
        "budget": (),
    }
    return ProposalContent(**{**values, **changes})


CHAIN = [
    choice("robots", scope="team"),
    choice("people", scope="team", shown_if=where("robots")),
    {
        "key": "trust",
        "label": text("Trust"),
        "kind": "long_text",
        "stage": "white_paper",
        "scope": "team",
        "shown_if": where("people"),
    },
    {
        "key": "photo",
        "label": text("Photo"),
        "kind": "file",
        "stage": "white_paper",
        "scope": "team",
        "shown_if": where("people"),
    },
]
CONSENT = {"key": "consent", "label": text("Consent"), "stage": "white_paper", "shown_if": where("people")}


@pytest.mark.parametrize(
    ("robots", "people", "asked", "files"),
    [
        ("yes", "yes", ["robots", "people", "trust"], ["consent", "consent", "photo"]),
        ("yes", "no", ["robots", "people"], []),
        ("yes", None, ["robots", "people"], []),
        ("no", "yes", ["robots"], []),
        (None, "yes", ["robots"], []),
    ],
)
def test_a_condition_holds_only_where_what_it_rests_on_is_asked(
    robots: str | None, people: str | None, asked: list[str], files: list[str]
) -> None:
    """An answer from before ``robots`` was changed to "no" is kept, but asks for nothing."""
    given = content(CHAIN, documents=[CONSENT], answers={("robots", ""): robots, ("people", ""): people})
    assert [question.key for question, _side in given.expected()] == asked
    assert [document.key for document, _side in given.expected_files()] == files
    assert [row["question"] for row in given.content()["answers"]] == asked


@pytest.mark.parametrize(("scope", "answering"), [("each_side", "KR"), ("team", ""), ("US", "US")])
def test_a_condition_reads_the_answer_of_the_own_side_or_of_whoever_is_asked(scope: str, answering: str) -> None:
    """Asked of the Korean side alone."""
    own = {"key": "plan", "label": text("Plan"), "kind": "date", "stage": "white_paper", "scope": "KR"}
    questions = [choice("robots", scope=scope), {**own, "shown_if": where("robots")}]
    for side in ("KR", "US", ""):
        given = content(questions, answers={("robots", side): "yes"})
        assert ("plan" in [question.key for question, _side in given.expected()]) is (side == answering)


def test_only_sides_that_take_part_are_asked() -> None:
    kinds = {"each": "each_side", "us": "US", "team": "team"}
    questions = [
        {"key": f"{key}_{kind}", "label": text(key), "kind": kind, "stage": "white_paper", "scope": scope}
        for key, scope in kinds.items()
        for kind in ("date", "file")
    ]
    documents = [{"key": "cv", "label": text("CV"), "stage": "white_paper"}]
    given = content(questions, documents=documents, sides=(Side.KR,))
    assert [(one.key, side) for one, side in given.expected()] == [("each_date", "KR"), ("team_date", None)]
    assert [(one.key, side) for one, side in given.expected_files()] == [
        ("cv", "KR"),
        ("each_file", "KR"),
        ("team_file", None),
    ]


def test_files_are_the_sides_own_or_whoever_hands_in_for_the_team() -> None:
    files = tuple(File("cv", side, f"{side}.pdf", 1, 1, "0") for side in Side)
    given = content([], documents=[{"key": "cv", "label": text("CV"), "stage": "white_paper"}], files=files)
    (document, _side), *_more = given.expected_documents()
    found = [[file.name for file in given.files_for(document, side)] for side in (Side.KR, Side.US, None)]
    assert found == [["KR.pdf"], ["US.pdf"], ["KR.pdf", "US.pdf"]]


def test_who_has_not_accepted_is_not_in_what_is_confirmed() -> None:
    people = tuple(Member(state, 1, state, "", Side.KR, Role.MEMBER, MemberState(state)) for state in MemberState)
    assert [row["id"] for row in content([], members=people).content()["members"]] == ["accepted"]
