from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import ProposalState


def test_what_can_be_changed_still() -> None:
    assert {state for state in ProposalState if state.is_editable} == {"draft", "submitted", "asked"}


def test_a_presentation_takes_no_submissions() -> None:
    assert [stage for stage in StageKind if not stage.takes_submissions] == ["presentation"]


def test_each_side_has_its_language_and_the_other_one() -> None:
    assert [(side, side.language, side.other) for side in Side] == [("KR", "ko", "US"), ("US", "en", "KR")]
