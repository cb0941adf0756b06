"""German licence plates (FZV): what they consist of, and reading them the way people type them.

Reading says what it cannot decide instead of guessing. Never compare plates with the separators removed:
DN-A 123 and D-NA 123 are two cars.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal
from unicodedata import decimal

from modellkommune.values.latin import first_foreign, normalise

Suffix = Literal["", "E", "H"]
LONGEST = 8

_LETTER = r"[A-ZÄÖÜẞ]"
_BETWEEN = r"[\s.:·_-]"
_SEPARATOR = rf"{_BETWEEN}*"
_SEASON = re.compile(r"(?<=[\dEH\s])[\s(]+(\d{1,2})\s*[-/]\s*(\d{1,2})\s*\)?$")
_WHOLE = re.compile(rf"({_LETTER}+(?:{_BETWEEN}+{_LETTER}+)?)({_SEPARATOR})(\d+){_SEPARATOR}([EH]?)")
_INSURANCE = re.compile(rf"(\d{{3}}){_SEPARATOR}([A-Z]{{3}})")
_FOREIGN = re.compile(r"[^\W_][^\W_ .-]*(?:[ .-][^\W_]+)*")
_WRITTEN = re.compile(rf"({_LETTER}+-(?:[A-Z]+ )?\d+)(?: [EH])?(?: \d\d-\d\d)?")
_WITHIN = re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}\b")
_UMLAUTS = (("AE", "Ä"), ("OE", "Ö"), ("UE", "Ü"), ("A", "Ä"), ("O", "Ö"), ("U", "Ü"))


@dataclass(frozen=True, slots=True)
class Plate:
    """District code, letters (none on authorities' plates), digits, suffix E or H, months of a season plate.

    The season is (first month, last month), both included; (11, 3) runs over New Year.
    """

    district: str
    letters: str
    digits: str
    suffix: Suffix = ""
    season: tuple[int, int] | None = None

    @property
    def core(self) -> str:
        """What identifies the car: "DN-AB 123", "Y-123456". Suffix and season do not belong to it."""
        middle = f"{self.letters} " if self.letters else ""
        return f"{self.district}-{middle}{self.digits}"

    @property
    def text(self) -> str:
        """The plate as written: "DN-AB 123 E", with a season "DN-AB 123 04-10"."""
        season = f"{self.season[0]:02d}-{self.season[1]:02d}" if self.season else ""
        return " ".join(part for part in (self.core, self.suffix, season) if part)

    def on_the_road(self, day: date) -> bool:
        """Whether its season allows the car on public roads that day (FZV § 10); without a season, always."""
        if self.season is None:
            return True
        first, last = self.season
        if first <= last:
            return first <= day.month <= last
        return day.month >= first or day.month <= last


def core_of(written: str) -> str:
    """The core of a German plate written as `Plate.text` writes it; any other text stays as it is.

    It does not read: what somebody has picked, though the code is unknown, is not doubted again.
    """
    match = _WRITTEN.fullmatch(written)
    return match[1] if match else written


def example_of(district: str) -> str:
    """A plate that nobody takes for her own, for hints: "K-AB 123" in a town whose plates begin with K."""
    return Plate(district, "AB", "123").text


def marked_plates(text: str, before: str, behind: str) -> str:
    """The text with `before` and `behind` around every German plate that stands in it as it is written."""
    return _WITHIN.sub(lambda found: f"{before}{found[0]}{behind}", text)


def known_district(code: str) -> bool:
    """Whether the district or authority code is in the table; newer codes are not, so "no" is no error."""
    return code in _codes("")


def authority_code(code: str) -> bool:
    """Whether the code belongs to an authority whose plates bear digits only (Y, THW, BP, ...)."""
    return code in _codes("authority")


@cache
def _codes(group: str) -> frozenset[str]:
    source = files("modellkommune.values").joinpath("data/districts.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in source.splitlines() if not line.startswith("#"))
    return frozenset(code for name, _, codes in lines if group in ("", name) for code in codes.split())


@dataclass(frozen=True, slots=True)
class PlateReading:
    """What a text says about a plate.

    plate: the plate, where the text leaves no doubt; None otherwise.
    candidates: other plates the person may have meant, likeliest first. Without a plate she has to pick one.
    problem: None with a plate; else one of empty, unreadable, insurance_plate (a moped's), leading_zero,
      umlaut_in_letters, too_long, too_many_letters, too_many_digits, season, choose (pick a candidate).
    warnings: reasons for a person to look: unknown_district, no_letters (digits only without an
      authority's code), long_with_suffix.
    """

    plate: Plate | None = None
    candidates: tuple[Plate, ...] = ()
    problem: str | None = None
    warnings: tuple[str, ...] = ()


def read_plate(text: str) -> PlateReading:
    """Read a German plate in any usual spelling; never raises."""
    signs = _signs(text)
    if not signs:
        return PlateReading(problem="empty")
    if _INSURANCE.fullmatch(signs):
        return PlateReading(problem="insurance_plate")
    signs, season, in_order = _take_season(signs)
    if not in_order:
        return PlateReading(problem="season")
    return _read_whole(signs, season)


def read_insurance_plate(text: str) -> str | None:
    """A moped's insurance plate as it is stored, "123 ABC"; None where it is none (case A10)."""
    found = _INSURANCE.fullmatch(_signs(text))
    return f"{found[1]} {found[2]}" if found else None


def read_foreign_plate(text: str) -> str | None:
    """A plate of another country as it is stored, in capitals (case A13); None where it cannot be a plate.

    Abroad plates bear Latin letters and our digits (Vienna Convention on Road Traffic, annex 2), and a seal
    holds no others.
    """
    signs = re.sub(r"\s*[–—-]\s*", "-", _with_our_digits(normalise(text)).upper())
    possible = 2 <= len(signs) <= 12 and _FOREIGN.fullmatch(signs) and first_foreign(signs, "B") is None
    return signs if possible else None


def _signs(text: str) -> str:
    return _with_our_digits(normalise(text)).upper().replace("–", "-").replace("—", "-")


def _with_our_digits(text: str) -> str:
    """Digits of other scripts as 0 to 9: keyboards write them, plates do not bear them."""
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _read_whole(signs: str, season: tuple[int, int] | None) -> PlateReading:
    match = _WHOLE.fullmatch(signs)
    if match is None:
        return PlateReading(problem="unreadable")
    head, separator, digits, mark = match.groups()
    suffix: Suffix = "E" if mark == "E" else "H" if mark == "H" else ""
    parts = re.split(rf"{_BETWEEN}+", head)
    if len(parts) == 1:
        found = _read_joined(parts[0], digits, separated=bool(separator.strip()))
    else:
        found = _read_separated(Plate(parts[0], parts[1], digits))
    return _complete(found, suffix, season)


def _read_separated(plate: Plate) -> PlateReading:
    problem = _problem(plate)
    others = tuple(other for other in _with_umlauts(plate) if _problem(other) is None)
    if problem == "district_too_long" or (problem is None and not known_district(plate.district)):
        spelled = problem is None
        if others:
            return PlateReading(candidates=others + ((plate,) if spelled else ()), problem="choose")
        if not spelled:
            return PlateReading(problem="unreadable")
        return PlateReading(plate, warnings=("unknown_district",))
    if problem:
        return PlateReading(problem=problem)
    return PlateReading(plate, candidates=others)


def _read_joined(head: str, digits: str, *, separated: bool) -> PlateReading:
    """No separator inside the letters: DNA 123 may be DN-A 123 or D-NA 123 (case A1)."""
    if separated and authority_code(head):
        plate = Plate(head, "", digits)
        problem = _problem(plate)
        return PlateReading(problem=problem) if problem else PlateReading(plate)
    splits = list(_splits(head, digits, separated=separated))
    sound = [plate for plate in splits if _problem(plate) is None]
    known = [plate for plate in sound if known_district(plate.district)]
    spelled = [other for plate in splits for other in _with_umlauts(plate) if _problem(other) is None]
    if len(known) == 1:
        return PlateReading(known[0], tuple(dict.fromkeys(spelled)), warnings=_without_letters(known[0]))
    candidates = tuple(dict.fromkeys(known + spelled if known else spelled + sound))
    return PlateReading(candidates=candidates, problem="choose" if candidates else _shared_problem(splits))


def _splits(head: str, digits: str, *, separated: bool) -> Iterator[Plate]:
    for cut in range(min(len(head) - 1, 4), 0, -1):
        if len(head) - cut <= 2:
            yield Plate(head[:cut], head[cut:], digits)
    if authority_code(head) or (separated and known_district(head)):
        yield Plate(head, "", digits)


def _without_letters(plate: Plate) -> tuple[str, ...]:
    return () if plate.letters or authority_code(plate.district) else ("no_letters",)


def _shared_problem(splits: list[Plate]) -> str:
    problems = {_problem(plate) or "" for plate in splits} - {"district_too_long"}
    return problems.pop() if len(problems) == 1 else "unreadable"


def _problem(plate: Plate) -> str | None:
    """Why such a plate cannot exist (FZV § 9 and Anlage 4), or None."""
    most_digits = 4 if plate.letters else 6
    rules = (
        (plate.digits.startswith("0"), "leading_zero"),
        (not plate.letters.isascii(), "umlaut_in_letters"),
        (len(plate.letters) > 2, "too_many_letters"),
        (len(plate.digits) > most_digits, "too_many_digits"),
        (len(plate.district) > 3, "district_too_long"),
        (len(plate.district + plate.letters + plate.digits) > LONGEST, "too_long"),
    )
    return next((code for broken, code in rules if broken), None)


def _with_umlauts(plate: Plate) -> Iterator[Plate]:
    """The same plate with an umlaut in a known district code: JUEL, JUL -> JÜL, BO -> BÖ (cases A2, A3)."""
    spellings = (plate.district.replace(plain, umlaut, 1) for plain, umlaut in _UMLAUTS)
    for district in dict.fromkeys(spellings):
        if district != plate.district and known_district(district):
            yield replace(plate, district=district)


def _complete(found: PlateReading, suffix: Suffix, season: tuple[int, int] | None) -> PlateReading:
    candidates = tuple(replace(plate, suffix=suffix, season=season) for plate in found.candidates)
    if found.plate is None:
        return replace(found, candidates=candidates)
    plate = replace(found.plate, suffix=suffix, season=season)
    signs = len(plate.district + plate.letters + plate.digits + plate.suffix)
    warnings = found.warnings + (("long_with_suffix",) if signs > LONGEST else ())
    return replace(found, plate=plate, candidates=candidates, warnings=warnings)


def _take_season(signs: str) -> tuple[str, tuple[int, int] | None, bool]:
    """Cut the months off the end: the rest, the season, and whether its months are possible (2 to 11)."""
    match = _SEASON.search(signs)
    if match is None:
        return signs, None, True
    first, last = int(match[1]), int(match[2])
    months = (last - first) % 12 + 1
    possible = 1 <= first <= 12 and 1 <= last <= 12 and 2 <= months <= 11
    return signs[: match.start()].strip(), (first, last), possible
