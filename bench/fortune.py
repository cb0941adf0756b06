"""Turning the wheel of fortune: draws a second, by formula alone and with lock, stock and journal."""

import os
import time
import uuid
from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.commands import NewEvent, locked_run, note_shown, turn
from modellkommune.participation.outreach.demonstration import Lot, add_stand, open_stand
from modellkommune.participation.outreach.queries import protocol_of, run_of
from modellkommune.values.wheel import COLOURS, draw, recompute

TOWN: Final = "musterstadt"
STAFF: Final = Actor("system", "bench")
DRAWS: Final = 100_000
SPINS: Final = 600
PIECES: Final = 2000


@dataclass(frozen=True)
class FortuneCost:
    """What was measured."""

    draws_a_second: float
    spins_a_second: float
    recompute_ms: float


def fortune_cost() -> FortuneCost:
    """Measure in the database of the installation."""
    return FortuneCost(_draws(), *_spins())


def _draws() -> float:
    seed, left = os.urandom(32), {1: 10, 2: 40, 3: 60, 4: 190}
    started = time.perf_counter()
    for number in range(DRAWS):
        draw(seed, number, COLOURS[number % len(COLOURS)], left)
    return DRAWS / (time.perf_counter() - started)


def _spins() -> tuple[float, float]:
    with municipality(TOWN):
        lots = (Lot("Preis", PIECES), Lot("Trost", PIECES, consolation=True))
        event = add_stand(NewEvent("Messung", "", clock.today(), clock.today()), lots, STAFF)
        open_stand(event, STAFF)
    started = time.perf_counter()
    for number in range(SPINS):
        with municipality(TOWN):
            colour = COLOURS[number % len(COLOURS)]
            note_shown(turn(locked_run(event.pk), colour, uuid.uuid4(), None, STAFF))
    rate = SPINS / (time.perf_counter() - started)
    with municipality(TOWN):
        run = run_of(event)
        said = protocol_of(run) | {"seed": os.urandom(32).hex()}
    started = time.perf_counter()
    recompute(said)
    return rate, 1000 * (time.perf_counter() - started)
