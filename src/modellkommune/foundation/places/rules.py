"""House-number rules: which houses of a street belong to which zone, or expressly to none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

House = tuple[int, str]  # number and addition in lower case: 12 a = (12, "a")
Side = Literal["odd", "even", "all"]
Verdict = Literal["in", "out", "private"]
_AFTER_EVERY_LETTER = "\uffff"


@dataclass(frozen=True)
class Validity:
    """The days on which something applies, both ends inclusive; an open end is None."""

    first: date | None = None
    last: date | None = None

    def includes(self, day: date) -> bool:
        """Whether it applies on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: "Validity") -> bool:
        """Whether there is a day on which both apply."""
        return _reaches(self.first, other.last) and _reaches(other.first, self.last)


def _reaches(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


@dataclass(frozen=True)
class Letters:
    """Which additions a rule covers: all, only houses without one, or those from `a` to `f` or listed."""

    ranges: tuple[tuple[str, str], ...] | None = None  # None: every addition and none

    @classmethod
    def read(cls, text: str) -> "Letters":
        """Empty = all, `-` = only without a letter, `a-f` or `a,c`; raises ValueError otherwise."""
        text = text.replace(" ", "").lower()
        if not text:
            return cls()
        if text == "-":
            return cls(())
        return cls(tuple(_letter_range(part) for part in text.split(",")))

    @property
    def text(self) -> str:
        """As `read` takes it: empty, `-` or like `a-f,h`."""
        if self.ranges is None:
            return ""
        return ",".join(a if a == b else f"{a}-{b}" for a, b in self.ranges) or "-"

    def include(self, addition: str) -> bool:
        """Whether a house with this addition (empty = none) is covered."""
        if self.ranges is None:
            return True
        if not self.ranges:
            return addition == ""
        return any(a <= addition[:1] <= b for a, b in self.ranges if addition)

    def meet(self, other: "Letters") -> bool:
        """Whether some addition is covered by both."""
        if self.ranges is None or other.ranges is None:
            return True
        if not self.ranges or not other.ranges:
            return self.ranges == other.ranges
        return any(a <= d and c <= b for a, b in self.ranges for c, d in other.ranges)


def _letter_range(part: str) -> tuple[str, str]:
    first, _, last = part.partition("-")
    last = last or first
    if not (len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first <= last):
        raise ValueError(part)
    return first, last


@dataclass(frozen=True)
class Rule:
    """One row of a zone list, `first` and `last` inclusive; a `last` without letter covers its letters."""

    verdict: Verdict
    zone: str
    street: str  # street key
    postcode: str = ""
    side: Side = "all"
    first: House | None = None
    last: House | None = None
    letters: Letters = field(default_factory=Letters)
    validity: Validity = field(default_factory=Validity)
    reason: Mapping[str, str] = field(default_factory=dict)

    def covers(self, house: House, postcode: str, day: date) -> bool:
        """Whether the rule speaks about this house on that day."""
        number, addition = house
        return (
            self.concerns(postcode, day)
            and (self.side == "all" or (number % 2 == 1) == (self.side == "odd"))
            and self.lowest <= house <= self.highest
            and self.letters.include(addition)
        )

    def concerns(self, postcode: str, day: date) -> bool:
        """Whether the rule speaks about the street in this postcode on that day, whatever the house."""
        here = not self.postcode or not postcode or self.postcode == postcode
        return here and self.validity.includes(day)

    def contradicts(self, other: "Rule") -> bool:
        """Whether both give some house a zone, and not the same."""
        return (
            self.verdict == other.verdict == "in"
            and self.zone != other.zone
            and self.street == other.street
            and (not self.postcode or not other.postcode or self.postcode == other.postcode)
            and self.validity.meets(other.validity)
            and self.overlaps(other)
        )

    def overlaps(self, other: "Rule") -> bool:
        """Whether some house number of the street is covered by both."""
        return self.letters.meet(other.letters) and self._shares_a_number_with(other)

    def _shares_a_number_with(self, other: "Rule") -> bool:
        sides = {self.side, other.side} - {"all"}
        low = max(self.lowest, other.lowest)
        high = min(self.highest, other.highest)
        if len(sides) == 2 or low > high:
            return False
        if not sides:
            return True
        odd = sides == {"odd"}
        first = low[0] if (low[0] % 2 == 1) == odd else low[0] + 1
        return (first, low[1] if first == low[0] else "") <= high

    @property
    def lowest(self) -> House:
        """The first house in question."""
        return self.first or (0, "")

    @property
    def highest(self) -> House:
        """The last house in question."""
        if self.last is None:
            return (10**9, "")
        return self.last if self.last[1] else (self.last[0], _AFTER_EVERY_LETTER)


def decide(rules: tuple[Rule, ...], house: House, postcode: str, day: date) -> Rule | None:
    """The rule that decides a house: an exclusion before a zone; None if no rule speaks about it."""
    covering = [rule for rule in rules if rule.covers(house, postcode, day)]
    return next((rule for rule in covering if rule.verdict != "in"), covering[0] if covering else None)
