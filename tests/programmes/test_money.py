"""Amounts as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.money.amounts import format_money, parse_money
from exchange.money.enums import Currency


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (125_000_000, "KRW", "₩125,000,000"),
        (1_250_050, "USD", "$12,500.50"),
        (10_000_000, "USD", "$100,000"),
        (0, "EUR", "€0"),
        (-500, "KRW", "-₩500"),
    ],
)
def test_amounts_are_written_with_sign_and_groups(minor: int, currency: str, written: str) -> None:
    assert format_money(minor, currency) == written


@given(minor=st.integers(0, 10**15), currency=st.sampled_from(Currency.values))
def test_what_was_written_is_read_back(minor: int, currency: str) -> None:
    assert parse_money(format_money(minor, currency), currency) == minor


@pytest.mark.parametrize("text", ["", "ten", "1.5", "-1", "NaN", "Infinity", "1e30", "1 2"])
def test_what_is_no_amount_of_won_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_money(text, "KRW")
