"""The wheel of fortune that everybody can check afterwards: commitment, draw and the chain of its protocol.

Before the event the hash of seed, stock and rules is published. A spin is HMAC-SHA256 of its number and of
the colour that the visitor picks, keyed with the seed: whoever runs the wheel cannot choose the outcome, and
whoever turns it cannot foresee it. The same in 20 lines: `participation/outreach/check_wheel.txt`.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final, TypeAlias

SEED_BYTES: Final = 32
COLOURS: Final = ("red", "yellow", "green", "blue", "white", "black")
_WORD: Final = 4  # bytes of a digest that make one number
_NUMBERS: Final = 2 ** (8 * _WORD)

Line: TypeAlias = "Mapping[str, Any]"
"""One line of a protocol: {spin, colour, prize, change, reason, mark}; 0 and "" where nothing was drawn."""


class NothingLeft(ValueError):
    """There is nothing left on the wheel."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What recomputing says of a line: what was due (None: nothing was drawn), and whether it fits."""

    due: int | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What recomputing says of a protocol: whether the commitment fits, and each line."""

    committed: bool
    lines: tuple[Verdict, ...]

    @property
    def fits(self) -> bool:
        """Whether everything is as it was promised."""
        return self.committed and all(line.fits for line in self.lines)


def packed(data: Any) -> bytes:
    """Data as the bytes over which hashes are made: JSON, keys in order, no blanks, UTF-8."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def commitment(seed: bytes, stock: Sequence[Mapping[str, Any]], rules: str) -> str:
    """What is published before: SHA-256 of seed (32 bytes), stock list and rules, in hexadecimal."""
    return hashlib.sha256(seed + packed(list(stock)) + rules.encode()).hexdigest()


def draw(seed: bytes, number: int, colour: str, left: Mapping[int, int]) -> int:
    """The item that a spin with this colour gives; `left` is item -> pieces, in the order of the stock list.

    Raises `NothingLeft`.
    """
    total = sum(left.values())
    if total < 1:
        raise NothingLeft
    place = _place(seed, f"{number}|{colour}", total)
    for item, pieces in left.items():
        if place < pieces:
            return item
        place -= pieces
    raise NothingLeft


def mark_after(mark: str, line: Line) -> str:
    """The mark of a line: SHA-256 of the mark before (at first the commitment) and what the line says."""
    said = {name: value for name, value in line.items() if name != "mark"}
    return hashlib.sha256(mark.encode() + packed(said)).hexdigest()


def recompute(protocol: Mapping[str, Any]) -> Finding:
    """Go through a revealed protocol {seed, stock, rules, commitment, lines} from the beginning."""
    seed, stock = bytes.fromhex(protocol["seed"]), protocol["stock"]
    mark = commitment(seed, stock, protocol["rules"])
    left = {entry["id"]: entry["count"] for entry in stock}
    verdicts, spins = [], count(1)
    for line in protocol["lines"]:
        mark = mark_after(mark, line)
        due = draw(seed, line["spin"], line["colour"], left) if line["spin"] and any(left.values()) else None
        in_order = not line["spin"] or (
            line["spin"] == next(spins) and line["prize"] == due and line["change"] == -1
        )
        verdicts.append(Verdict(due, in_order and mark == line["mark"]))
        left[line["prize"]] = max(0, left.get(line["prize"], 0) + line["change"])
    return Finding(commitment(seed, stock, protocol["rules"]) == protocol["commitment"], tuple(verdicts))


def _place(seed: bytes, spin: str, total: int) -> int:
    """An even choice of 0 to total-1: numbers beyond the last whole multiple of `total` are passed over."""
    highest = _NUMBERS // total * total
    return next(number % total for number in _numbers(seed, spin) if number < highest)


def _numbers(seed: bytes, spin: str) -> Iterator[int]:
    for attempt in count():
        digest = hmac.digest(seed, f"{spin}|{attempt}".encode(), "sha256")
        for start in range(0, len(digest), _WORD):
            yield int.from_bytes(digest[start : start + _WORD], "big")
