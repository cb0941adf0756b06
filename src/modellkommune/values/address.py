"""Postal addresses in Germany: house numbers as people write them, comparing what different sources say."""

import re
from dataclasses import dataclass

from modellkommune.values.latin import normalise, search_form

_NUMBER = re.compile(r"(\d{1,4})\s*([^\W\d_]|[-/–].*|\d/\d|[^\W\d_]\s*[-/–].*)?", re.UNICODE)
_ABBREVIATIONS = (
    (re.compile(r"STR\.|STR$|STR(?=[ -])"), "STRASSE"),
    (re.compile(r"\bPL(?:\.|$)|PL\.$"), "PLATZ"),
    (re.compile(r"\bST(?:\.|(?=[ -]))"), "SANKT"),
)
_SEPARATORS = re.compile(r"[^A-Z0-9]")


class NoHouseNumber(ValueError):
    """A house number starts with digits, for example 12 or 12 a."""


@dataclass(frozen=True, slots=True)
class Address:
    """Street, house number, what follows it ("a", "-14", "1/2"), postcode (5 digits as text) and place."""

    street: str
    number: int
    addition: str
    postcode: str
    place: str

    @property
    def house_number(self) -> str:
        """The house number as written: "12 a", "12-14"."""
        return house_number_text(self.number, self.addition)

    @property
    def line(self) -> str:
        """Street and house number: "Bahnhofstr. 12 a"."""
        return f"{self.street} {self.house_number}"

    @property
    def text(self) -> str:
        """The whole address on one line: "Bahnhofstr. 12 a, 12345 Neustadt"."""
        return f"{self.line}, {self.postcode} {self.place}".rstrip(", ")


def read_house_number(text: str) -> tuple[int, str]:
    """Number and addition: "12a" -> (12, "a"), "12 - 14" -> (12, "-14"), "7 1/2" -> (7, "1/2").

    Raises NoHouseNumber.
    """
    match = _NUMBER.fullmatch(normalise(text))
    if match is None or int(match[1]) == 0:
        raise NoHouseNumber(text)
    addition = re.sub(r"\s", "", match[2] or "").replace("–", "-").lower()
    return int(match[1]), addition


def house_number_text(number: int, addition: str) -> str:
    """How a house number is written: letters and fractions after a blank, ranges and strokes directly."""
    joint = "" if not addition or addition[0] in "-/" else " "
    return f"{number}{joint}{addition}"


def street_key(street: str) -> str:
    """What a street is compared by: search form, "Str." spelled out, neither blanks nor hyphens."""
    name = search_form(street)
    for pattern, full in _ABBREVIATIONS:
        name = pattern.sub(full, name)
    return _SEPARATORS.sub("", name)


def same_address(one: Address, other: Address) -> bool:
    """Whether two addresses mean the same door, however they are spelled.

    Places are compared only where a postcode is missing: registers write "Neustadt" and "Neustadt, Stadt".
    """
    if _door(one) != _door(other):
        return False
    if one.postcode and other.postcode:
        return one.postcode == other.postcode
    return search_form(one.place) == search_form(other.place)


def _door(address: Address) -> tuple[str, int, str]:
    return street_key(address.street), address.number, search_form(address.addition)
