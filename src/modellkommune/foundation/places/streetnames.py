"""Street names as people write them: completions while typing, suggestions for typing errors.

Two spellings are the same street when their keys are equal (`values.address.street_key`). A name that only
resembles a street is never taken for it, it is offered as a suggestion.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from modellkommune.values.address import street_key
from modellkommune.values.latin import search_form

_SEPARATORS = re.compile(r"[^A-Z0-9]+")
# The number stands after a blank or comma, or right after a full stop or a word: "Str.4", "Weg12".
_TRAILING_NUMBER = re.compile(
    r"^(?P<street>.+?)(?:[\s,]+|(?<=\.)|(?<=[^\W\d_]{3}))"
    r"(?P<number>\d+\s*[^\W\d_]?(?:\s+\d/\d|\s*[-–/]\s*(?:\d+\s*[^\W\d_]?|[^\W\d_]))?)$"
)
_PLACE = re.compile(r"\s*,[^\d,]+$")
_POSTCODE = re.compile(r"[\s,]+(?P<postcode>\d{5})(?!\d).*$")
_LONGEST_LINE = 300
_LEAST_LIKENESS = 0.45


def split_number(line: str) -> tuple[str, str]:
    """`Bahnhofstr. 12 a` -> `("Bahnhofstr.", "12 a")`; no number: the text and an empty one."""
    found = _TRAILING_NUMBER.match(line.strip())
    if found is None:
        return line.strip(), ""
    return found["street"].strip(" ,"), found["number"].strip()


def split_line(line: str) -> tuple[str, str, str]:
    """`Bahnhofstr. 12 a, 52349 Ort` -> `("Bahnhofstr.", "12 a", "52349")`; what is missing is empty."""
    if len(line) > _LONGEST_LINE:
        return line, "", ""
    found = _POSTCODE.search(line)
    if found is not None:
        return (*split_number(_POSTCODE.sub("", line)), found["postcode"])
    street, number = split_number(line)
    return (street, number, "") if number else (*split_number(_PLACE.sub("", street)), "")


class StreetIndex:
    """Finds streets whose names begin like, contain, or resemble what was typed."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {street_key(name): name for name in names}
        self._keys = tuple(self._names)
        # trigram -> places of the keys that hold it: packed, because every town has thousands
        self._holders: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, key in enumerate(self._keys):
            for gram in _grams(key):
                self._holders[gram].append(place)

    def completions(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Names that begin with the text, then those with a word that does, then similar ones."""
        wanted = _SEPARATORS.sub("", search_form(typed).upper())
        if not wanted:
            return ()
        begins = [name for key, name in self._names.items() if key.startswith(wanted)]
        inside = [name for key, name in self._names.items() if wanted in key[1:] and name not in begins]
        found = sorted(begins) + sorted(inside)
        return tuple(found[:limit]) or self._rated(wanted, _covered, limit)

    def similar(self, typed: str, limit: int = 3) -> tuple[str, ...]:
        """Names that resemble the text, best first; none when nothing comes near. One slip is always near."""
        return self._rated(street_key(typed), _likeness, limit)

    def _rated(self, typed: str, rate: Callable[[int, int, int], float], limit: int) -> tuple[str, ...]:
        grams = _grams(typed)
        common = Counter(place for gram in grams for place in self._holders.get(gram, ()))
        rated = []
        for place, shared in common.items():
            key = self._keys[place]
            near = rate(shared, len(grams), len(_grams(key))) + _one_slip(typed, key)
            if near >= _LEAST_LIKENESS:
                rated.append((-near, self._names[key]))
        return tuple(name for _, name in sorted(rated)[:limit])


def _grams(key: str) -> frozenset[str]:
    # every second name ends in STRASSE: it says nothing about likeness
    padded = f"  {key.removesuffix('STRASSE')} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _likeness(shared: int, typed: int, name: int) -> float:
    """Share of common trigrams (Dice): 1.0 for equal names, 0.0 for names without a common part."""
    return 2 * shared / (typed + name)


def _covered(shared: int, typed: int, _name: int) -> float:
    """Share of what was typed so far that the name has: a beginning with a slip still finds its street."""
    return shared / typed


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, too many or another one, or two neighbours are exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1])
