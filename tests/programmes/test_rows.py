"""Rows of a section, as no page of ours sends them."""

import pytest
from django.template.loader import render_to_string

from exchange.programmes.forms.money import MONEY
from exchange.programmes.forms.sections import SECTIONS
from exchange.programmes.values.presets import presets
from tests.programmes.cast import make_definition
from tests.programmes.test_pages import parts_of


@pytest.mark.parametrize(("count", "kept"), [("-1", 0), ("-7", 0), ("0", 0), ("1", 1)])
def test_less_than_no_rows_are_none(count: str, kept: int) -> None:
    definition = make_definition()
    shown = MONEY.bind(definition).rows
    assert shown is not None
    sent = {field.html_name: field.value() or "" for row in shown.forms for field in row}
    bound = MONEY.bind(definition, sent | {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": count})
    assert bound.is_valid()
    assert len(bound.changed().ceilings) == kept


# What a call is published without, however it is answered.
TRULY_OPTIONAL = {"field_en", "field_ko", "help_en", "help_ko", "key"}


def test_what_publishing_needs_is_not_called_optional() -> None:
    """It can be saved empty, since a draft is unfinished."""
    definition = next(preset.definition for preset in presets() if preset.definition.supplement)
    called = set()
    for section in SECTIONS:
        bound = SECTIONS[section].bind(definition)
        for part in parts_of(bound.form, bound.rows):
            for field in part:
                if "(optional)" in render_to_string("components/field.html", {"field": field}):
                    called.add(field.name)
    texts = {name for name in called if name.endswith(("_en", "_ko"))}
    assert texts <= TRULY_OPTIONAL
    assert not called & {"currency", "share_percent", "amount", "base_run_months", "base_left_months"}
