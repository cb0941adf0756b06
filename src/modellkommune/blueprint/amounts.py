"""Amounts of tariffs, calculated exactly and rounded once."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from modellkommune.blueprint.schema.rules import Amount
from modellkommune.values.money import Money


def cents_of(amount: Amount, inputs: Mapping[str, Any]) -> int | None:
    """(base + sum of rate x input / per) x share, in cents; None if an input it needs is absent."""
    total = Fraction(Money.parse(amount.base).cents)
    for rate in amount.plus:
        value = inputs.get(rate.of)
        if value is None:
            return None
        total += Fraction(Money.parse(rate.rate).cents) * Fraction(str(value)) / rate.per
    if amount.share is not None:
        value = inputs.get(amount.share.of)
        if value is None:
            return None
        total *= Fraction(str(value)) / amount.share.per
    return rounded(total, Money.parse(amount.round).cents, amount.rounding)


def rounded(total: Fraction, step: int, rounding: str) -> int:
    """The nearest multiple of `step` cents: half_up (away from zero), up, or down (towards zero)."""
    count = abs(total) / step
    whole = count.numerator // count.denominator
    rest = count - whole
    more = {"half_up": rest >= Fraction(1, 2), "up": rest > 0, "down": False}[rounding]
    return (whole + more) * step * (-1 if total < 0 else 1)
