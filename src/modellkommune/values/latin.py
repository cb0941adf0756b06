"""String.Latin+ (DIN 91379:2022): the signs of names, addresses and texts, and their search form.

Data types: A names of persons, B streets, places and other designations, C texts of several lines in Latin
letters, D and E texts that may hold Greek (D, E) and Cyrillic (E) letters too. Tables: data/din91379.txt.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

DataType = Literal["A", "B", "C", "D", "E"]
_LONGEST_LETTER = 3
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class _Tables:
    search_forms: Mapping[str, str]
    letters: frozenset[str]
    signs: Mapping[str, frozenset[str]]


def normalise(text: str) -> str:
    """The text as it is stored: NFC, invisible characters gone, runs of blanks one blank, ends trimmed.

    Line breaks stay, as single line feeds; blanks around them go.
    """
    visible = "".join(sign for sign in _one_kind_of_line(text) if sign == "\n" or not _invisible(sign))
    lines = (_BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", visible).split("\n"))
    return "\n".join(lines).strip("\n")


def first_foreign(text: str, datatype: DataType) -> str | None:
    """The first sign, with its accents, that the data type does not allow; None if all are allowed."""
    tables = _tables()
    allowed = tables.signs[datatype]
    for sign in _signs(text, tables.letters):
        if sign not in allowed and sign not in tables.letters:
            return sign
    return None


def search_form(text: str) -> str:
    """The text for searching and comparing: capitals without accents (Ä -> AE, Å -> AA, Ø -> OE, ß -> SS)."""
    tables = _tables()
    forms = tables.search_forms
    written = (forms.get(sign, sign.upper()) for sign in _signs(normalise(text), tables.letters))
    return "".join(written)


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= sign <= "\ufe0f"


def _signs(text: str, letters: frozenset[str]) -> Iterator[str]:
    """Cut a text into letters of the standard (up to three code points) and other signs, with accents."""
    place = 0
    while place < len(text):
        end = _end_of_sign(text, place, letters)
        yield text[place:end]
        place = end


def _end_of_sign(text: str, place: int, letters: frozenset[str]) -> int:
    accents = place + 1
    while accents < len(text) and unicodedata.combining(text[accents]):
        accents += 1
    if accents == place + 1:
        return accents
    for length in range(min(_LONGEST_LETTER, len(text) - place), 1, -1):
        if place + length >= accents and text[place : place + length] in letters:
            return place + length
    return accents


@cache
def _tables() -> _Tables:
    search_forms: dict[str, str] = {}
    groups: dict[str, frozenset[str]] = {}
    signs: dict[str, frozenset[str]] = {}
    letters: set[str] = set()
    for kind, name, values in _lines():
        if kind == "letters":
            letters.update(values)
            search_forms.update(dict.fromkeys(values, name))
        elif kind == "signs":
            groups[name] = _code_points(values)
        elif kind == "replaced":
            search_forms.update(dict.fromkeys(_code_points(values), name.strip("-")))
        else:
            signs[name] = frozenset().union(*(groups[group] for group in values))
    return _Tables(search_forms, frozenset(letters), signs)


def _lines() -> Iterator[tuple[str, str, list[str]]]:
    source = files("modellkommune.values").joinpath("data/din91379.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        if not line.startswith("#"):
            kind, name, *values = line.split()
            yield kind, name.removesuffix(":"), values


def _code_points(ranges: list[str]) -> frozenset[str]:
    signs: set[str] = set()
    for span in ranges:
        first, _, last = span.partition("-")
        signs.update(chr(point) for point in range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(signs)
