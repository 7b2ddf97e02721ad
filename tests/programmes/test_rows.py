"""Rows of a section, as no page of ours sends them."""

import pytest

from exchange.programmes.forms.money import MONEY
from tests.programmes.cast import make_definition


@pytest.mark.parametrize(("count", "kept"), [("-1", 0), ("-7", 0), ("0", 0), ("1", 1)])
def test_less_than_no_rows_are_none(count: str, kept: int) -> None:
    definition = make_definition()
    shown = MONEY.bind(definition).rows
    assert shown is not None
    sent = {field.html_name: field.value() or "" for row in shown.forms for field in row}
    bound = MONEY.bind(definition, sent | {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": count})
    assert bound.is_valid()
    assert len(bound.changed().ceilings) == kept
