"""The wheel: anybody can compute what is due, every piece has the same chance, no change goes unnoticed."""

import hashlib
import hmac
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from modellkommune.values.wheel import (
    COLOURS,
    NothingLeft,
    commitment,
    draw,
    mark_after,
    packed,
    recompute,
)

SEED = bytes(range(32))
STOCK = [
    {"id": 1, "name": "Fahrradklingel", "consolation": False, "count": 30},
    {"id": 2, "name": "Stoffbeutel „Müll“", "consolation": False, "count": 80},
    {"id": 3, "name": "Aufkleber", "consolation": True, "count": 190},
]
LEFT = {1: 30, 2: 80, 3: 190}
SCRIPT = Path("src/modellkommune/participation/outreach/check_wheel.txt")
DRAWS = 100_000


def protocol(spins: int = 120) -> dict[str, Any]:
    """A protocol as a stand leaves it: spins, and in between a damaged prize."""
    promised = commitment(SEED, STOCK, "Regeln")
    left, mark, lines = dict(LEFT), promised, []

    def enter(spin: int, colour: str, item: int, reason: str) -> None:
        nonlocal mark
        line = {"spin": spin, "colour": colour, "prize": item, "change": -1, "reason": reason}
        left[item] -= 1
        mark = mark_after(mark, line)
        lines.append({**line, "mark": mark})

    for number in range(1, spins + 1):
        colour = COLOURS[number % len(COLOURS)]
        enter(number, colour, draw(SEED, number, colour, left), "drawn")
        if number == 40:
            enter(0, "", 2, "damaged")
    return {
        "wheel": "w",
        "commitment": promised,
        "seed": SEED.hex(),
        "rules": "Regeln",
        "stock": STOCK,
        "lines": lines,
    }


def test_a_draw_is_the_published_formula() -> None:
    digest = hmac.new(SEED, b"7|red|0", hashlib.sha256).digest()
    place = int.from_bytes(digest[:4], "big") % 300
    due = 1 if place < 30 else 2 if place < 110 else 3
    assert draw(SEED, 7, "red", LEFT) == due


def test_the_commitment_is_the_hash_of_seed_stock_and_rules() -> None:
    listed = json.dumps(STOCK, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert commitment(SEED, STOCK, "Regeln") == hashlib.sha256(SEED + f"{listed}Regeln".encode()).hexdigest()
    assert packed({"ü": 1, "a": [1, 2]}) == '{"a":[1,2],"ü":1}'.encode()


def test_numbers_beyond_the_last_whole_multiple_are_passed_over() -> None:
    # Of 2^32 numbers a quarter lies beyond 3 * 2^30: not passed over, they gave the first item 1/2, not 1/3.
    left = {1: 2**30, 2: 2**30, 3: 2**30}
    counted = Counter(draw(SEED, number, "blue", left) for number in range(9000))
    assert all(2800 < counted[item] < 3200 for item in left), counted


def test_an_empty_wheel_draws_nothing() -> None:
    with pytest.raises(NothingLeft):
        draw(SEED, 1, "red", {1: 0, 2: 0})


def test_what_is_gone_is_not_drawn() -> None:
    assert {draw(SEED, number, "red", {1: 0, 2: 1, 3: 0}) for number in range(50)} == {2}


def chi_square(drawn: Counter[int], left: dict[int, int]) -> float:
    """How far the counts are from the promised chances."""
    total, pieces = drawn.total(), sum(left.values())
    due = {item: total * count / pieces for item, count in left.items()}
    return sum((drawn[item] - due[item]) ** 2 / due[item] for item in left)


# Ten kinds, so nine degrees of freedom: an even wheel stays below 33.7 in all but one of 10,000 runs; this
# one is always the same.
MANY = {item: 7 * item for item in range(1, 11)}
BOUND = 33.72


def test_a_hundred_thousand_draws_keep_the_promised_chances() -> None:
    drawn = Counter(draw(SEED, number, COLOURS[number % 6], MANY) for number in range(1, DRAWS + 1))
    assert drawn.total() == DRAWS
    assert chi_square(drawn, MANY) < BOUND


@pytest.mark.parametrize("colour", COLOURS)
def test_no_colour_is_better_than_another(colour: str) -> None:
    drawn = Counter(draw(SEED, number, colour, MANY) for number in range(1, DRAWS // 5))
    assert chi_square(drawn, MANY) < BOUND


def test_the_bound_finds_a_wheel_that_is_off_by_a_hair() -> None:
    # One byte of the digest instead of four, nothing passed over: 385 pieces on 256 numbers.
    def careless(number: int) -> int:
        place = hmac.digest(SEED, str(number).encode(), "sha256")[0] % 250
        return next(item for item in MANY if place < sum(MANY[other] for other in MANY if other <= item))

    assert chi_square(Counter(careless(number) for number in range(DRAWS)), MANY) > BOUND


def test_an_honest_protocol_fits() -> None:
    found = recompute(protocol())
    assert found.fits
    assert [verdict.due for verdict in found.lines].count(None) == 1


Tampering = Callable[[dict[str, Any]], None]


def _chain_anew(said: dict[str, Any]) -> None:
    """A forger who knows how marks are made."""
    mark = said["commitment"]
    for line in said["lines"]:
        mark = line["mark"] = mark_after(mark, line)


def _other_prize(said: dict[str, Any]) -> None:
    line = said["lines"][60]
    line["prize"] = 1 if line["prize"] != 1 else 2
    _chain_anew(said)


def _other_colour(said: dict[str, Any]) -> None:
    said["lines"][10]["colour"] = "silver"


def _other_stock(said: dict[str, Any]) -> None:
    said["stock"] = deepcopy(said["stock"])
    said["stock"][0]["count"] = 5


def _other_seed(said: dict[str, Any]) -> None:
    said["seed"] = bytes(32).hex()


def _without_a_line(said: dict[str, Any]) -> None:
    del said["lines"][5]


def _without_a_spin_chained_anew(said: dict[str, Any]) -> None:
    del said["lines"][5]
    _chain_anew(said)


def _damage_made_up(said: dict[str, Any]) -> None:
    said["lines"].insert(
        3, {"spin": 0, "colour": "", "prize": 1, "change": -1, "reason": "damaged", "mark": "0" * 64}
    )


def _two_pieces_at_once(said: dict[str, Any]) -> None:
    said["lines"][-1]["change"] = -2
    _chain_anew(said)


TAMPERINGS = [
    _other_prize,
    _other_colour,
    _other_stock,
    _other_seed,
    _without_a_line,
    _without_a_spin_chained_anew,
    _damage_made_up,
    _two_pieces_at_once,
]


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_tampered_protocol_is_found_out(tamper: Tampering) -> None:
    said = protocol()
    tamper(said)
    assert not recompute(said).fits


def _check(said: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as anybody would: isolated, nothing but the standard library."""
    file = folder / "protokoll.json"
    file.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    words = [sys.executable, "-I", "-S", str(SCRIPT), str(file)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_anybody_can_check_with_twenty_lines(tmp_path: Path) -> None:
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 20
    done = _check(protocol(), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "120 Drehungen" in done.stdout
    assert f"{300 - 121} Stück" in done.stdout


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_the_twenty_lines_find_a_tampered_protocol_out(tamper: Tampering, tmp_path: Path) -> None:
    said = protocol()
    tamper(said)
    assert _check(said, tmp_path).returncode != 0


def test_the_twenty_lines_say_that_the_seed_is_still_secret(tmp_path: Path) -> None:
    done = _check({**protocol(), "seed": None}, tmp_path)
    assert done.returncode != 0
    assert "Noch geheim" in done.stderr
