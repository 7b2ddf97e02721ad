"""Amounts: integers of the smallest unit in storage, written as people write them."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from exchange.money.enums import Currency

MOST_MINOR = 10**15
_SIGNS = {Currency.KRW: "₩", Currency.USD: "$", Currency.EUR: "€"}


@dataclass(frozen=True, slots=True)
class Amount:
    """``minor`` units of ``currency``."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-Currency(self.currency).minor_digits)

    def __str__(self) -> str:
        return format_money(self.minor, self.currency)


def format_money(minor: int, currency: str) -> str:
    """In full, with its sign; whole amounts without the minor digits.

    >>> format_money(125_000_000, "KRW"), format_money(1_250_050, "USD"), format_money(100_000_00, "USD")
    ('₩125,000,000', '$12,500.50', '$100,000')
    """
    kind = Currency(currency)
    amount = Amount(minor, currency).major
    digits = 0 if amount == amount.to_integral_value() else kind.minor_digits
    sign = "-" if minor < 0 else ""
    return f"{sign}{_SIGNS[kind]}{number_format(abs(amount), decimal_pos=digits, use_l10n=True, force_grouping=True)}"


def parse_money(text: str, currency: str) -> int:
    """The smallest units of what a person typed. Raises ``ValueError`` in words for them.

    >>> parse_money("125,000,000", "KRW"), parse_money("$ 12,500.5", "USD")
    (125000000, 1250050)
    """
    kind = Currency(currency)
    plain = text.replace(",", "").replace(_SIGNS[kind], "").replace(currency, "").strip()
    try:
        amount = Decimal(plain).scaleb(kind.minor_digits)
    except InvalidOperation:
        raise ValueError(_("Write an amount in digits, for example 125,000,000.")) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(_("%(currency)s has no smaller unit than that.") % {"currency": kind.label})
    if not 0 <= amount <= MOST_MINOR:
        raise ValueError(_("Write an amount between zero and one quadrillion."))
    return int(amount)
