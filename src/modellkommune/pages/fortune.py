"""The wheel of fortune as a drawing: its fields are as wide as the odds, and it stands on the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Final

from modellkommune.participation.outreach.models import Prize
from modellkommune.participation.outreach.queries import Odds

CENTRE: Final = 200
RADIUS: Final = 178
RIM: Final = 187
TINTS: Final = 6
TURN: Final = 360.0
PINS: Final = 24
FEWEST_FIELDS: Final = 12
NARROWEST_LABEL: Final = 9.0  # degrees: a number does not fit into less
CONSOLATION: Final = "★"


@dataclass(frozen=True)
class Slice:
    """One field of the wheel: its outline, its label and where that stands. `tint` is a class."""

    item: int
    tint: str
    path: str
    label: str
    x: float
    y: float
    middle: float


@dataclass(frozen=True)
class Row:
    """A line of the odds: the field's label and tint, what it is, how many are left, the chance in words."""

    field: str
    tint: str
    name: str
    left: int
    percent: str


@dataclass(frozen=True)
class Drawing:
    """The fields, and by how many degrees the wheel is turned so that the pointer on top shows the result."""

    slices: tuple[Slice, ...]
    angle: float = 0.0

    @property
    def pins(self) -> list[tuple[float, float]]:
        """The pins on the rim."""
        return [_point(TURN / PINS * (number + 0.5), RIM) for number in range(PINS)]


def draw_wheel(odds: Sequence[Odds], won: int | None = None) -> Drawing:
    """The wheel for these odds; `won` is the item on which it stands. It must be among them with a piece."""
    slices, start = [], 0.0
    for entry, share in _parts(odds):
        slices.append(_slice(entry, start, share))
        start += share
    stands_on = next((part.middle for part in slices if part.item == won), 0.0)
    return Drawing(tuple(slices), round(-stands_on % TURN, 2))


def rows_of(odds: Sequence[Odds], language: str) -> list[Row]:
    """The odds as a table says them."""
    return [_row(entry, language) for entry in odds]


def _row(entry: Odds, language: str) -> Row:
    chance = f"{entry.percent:.1f}\N{NO-BREAK SPACE}%"
    percent = chance if language == "en" else chance.replace(".", ",")
    return Row(_field(entry.prize), _tint(entry.prize), entry.prize.name, entry.left, percent)


def _field(prize: Prize) -> str:
    return CONSOLATION if prize.consolation else str(prize.item)


def _tint(prize: Prize) -> str:
    return "rest" if prize.consolation else str((prize.item - 1) % TINTS + 1)


def _parts(odds: Sequence[Odds]) -> list[tuple[Odds, float]]:
    """Fields with their angles: consolations are cut up and stand between the prizes, as on a fair ground.

    Few prizes come several times, each time narrower: the sum of their fields is what counts.
    """
    prizes = [entry for entry in odds if entry.left and not entry.prize.consolation]
    consolations = [entry for entry in odds if entry.left and entry.prize.consolation]
    rounds = ceil(FEWEST_FIELDS / max(2 * len(prizes), 1))
    shares = {entry.prize.item: entry.percent / 100 * TURN / rounds for entry in odds}
    between = [(entry, shares[entry.prize.item] / max(len(prizes), 1)) for entry in consolations]
    once = [part for entry in prizes for part in ((entry, shares[entry.prize.item]), *between)]
    return (once or between) * rounds


def _slice(entry: Odds, start: float, share: float) -> Slice:
    middle = start + share / 2
    x, y = _point(middle, RADIUS * 0.72)
    label = _field(entry.prize) if share >= NARROWEST_LABEL else ""
    return Slice(entry.prize.item, _tint(entry.prize), _outline(start, share), label, x, y, middle)


def _outline(start: float, share: float) -> str:
    if share > TURN - 0.01:  # an arc from a point to itself would be nothing
        return f"M{CENTRE} {CENTRE - RADIUS}a{RADIUS} {RADIUS} 0 1 1 -0.01 0z"
    (x1, y1), (x2, y2) = _point(start, RADIUS), _point(start + share, RADIUS)
    return f"M{CENTRE} {CENTRE}L{x1} {y1}A{RADIUS} {RADIUS} 0 {int(share > TURN / 2)} 1 {x2} {y2}z"


def _point(degrees: float, radius: float) -> tuple[float, float]:
    """A point of the wheel; 0 degrees is on top, and it goes on as clocks do."""
    angle = degrees * pi / 180
    return round(CENTRE + radius * sin(angle), 2), round(CENTRE - radius * cos(angle), 2)
