"""The drawing of the wheel: fields as wide as the odds, the pointer on what was won."""

import re
from math import atan2, degrees

import pytest

from modellkommune.pages.fortune import FEWEST_FIELDS, draw_wheel, rows_of
from modellkommune.participation.outreach.models import Prize
from modellkommune.participation.outreach.queries import Odds


def odds(*left: int, consolation: int = 0) -> list[Odds]:
    """Prizes with so many pieces left, and a consolation at the end."""
    pieces = [*left, consolation] if consolation else list(left)
    last = len(pieces) if consolation else 0
    prizes = [
        Prize(municipality_id="alpha", item=item, name=f"Preis {item}", consolation=item == last)
        for item in range(1, len(pieces) + 1)
    ]
    return [Odds(prize, count, sum(pieces)) for prize, count in zip(prizes, pieces, strict=True)]


def _width(path: str) -> float:
    """The angle between the two ends of a field's arc."""
    numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", path)]
    (x1, y1), (x2, y2) = numbers[2:4], numbers[-2:]
    turned = (degrees(atan2(y2 - 200, x2 - 200)) - degrees(atan2(y1 - 200, x1 - 200))) % 360
    return turned or 360.0


@pytest.mark.parametrize(
    ("left", "consolation"), [((3, 5), 12), ((1, 1), 0), ((10, 20, 30, 40, 50, 60, 70), 0)]
)
def test_the_fields_of_a_prize_are_as_wide_as_its_chance(left: tuple[int, ...], consolation: int) -> None:
    entries = odds(*left, consolation=consolation)
    slices = draw_wheel(entries).slices
    assert len(slices) >= FEWEST_FIELDS / 2
    for entry in entries:
        wide = sum(_width(part.path) for part in slices if part.item == entry.prize.item)
        assert wide == pytest.approx(3.6 * entry.percent, abs=0.5)


def test_what_is_gone_has_no_field() -> None:
    assert {part.item for part in draw_wheel(odds(0, 4, consolation=4)).slices} == {2, 3}


@pytest.mark.parametrize("item", [1, 2, 3])
def test_the_pointer_on_top_stands_on_what_was_won(item: int) -> None:
    drawing = draw_wheel(odds(3, 5, consolation=12), item)
    won = [part.middle for part in drawing.slices if part.item == item]
    assert any((middle + drawing.angle) % 360 == pytest.approx(0, abs=0.01) for middle in won) or any(
        (middle + drawing.angle) % 360 == pytest.approx(360, abs=0.01) for middle in won
    )


def test_the_last_piece_fills_the_wheel() -> None:
    drawing = draw_wheel(odds(0, 0, consolation=1), 3)
    assert {part.item for part in drawing.slices} == {3}


def test_the_odds_are_said_in_words_of_the_language() -> None:
    assert [row.percent for row in rows_of(odds(1, 7), "de")] == [
        "12,5\N{NO-BREAK SPACE}%",
        "87,5\N{NO-BREAK SPACE}%",
    ]
    assert rows_of(odds(1, 7), "en")[0].percent == "12.5\N{NO-BREAK SPACE}%"
