"""Amounts of money in whole cents. Nothing here ever touches a float."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

_AMOUNT = re.compile(r"(-?)(\d{1,9})(?:[.,](\d{2}))?")


class NotAnAmount(ValueError):
    """This is not an amount of money in euros and cents."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in euro cents, possibly negative (a refund)."""

    cents: int
    zero: ClassVar["Money"]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "30.70", "30,70" or "30" exactly; anything else raises NotAnAmount."""
        match = _AMOUNT.fullmatch(text.strip())
        if match is None:
            raise NotAnAmount(text)
        sign, euros, cents = match.groups()
        amount = int(euros) * 100 + int(cents or 0)
        return cls(-amount if sign else amount)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __mul__(self, factor: int) -> "Money":
        return Money(self.cents * factor)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    @property
    def plain(self) -> str:
        """The amount for machines: "30.70"."""
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d}"

    def text(self, language: str = "de") -> str:
        """For people: "1.030,70 €" in German, "€1,030.70" in any other language; below zero "−2,00 €"."""
        sign = "\N{MINUS SIGN}" if self.cents < 0 else ""
        euros, cents = f"{abs(self.cents) // 100:,}", f"{abs(self.cents) % 100:02d}"
        if language.startswith("de"):
            return f"{sign}{euros.replace(',', '.')},{cents} €"
        return f"{sign}€{euros}.{cents}"


Money.zero = Money(0)
