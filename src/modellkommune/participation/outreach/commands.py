"""Preparing an event and running its wheel: prizes, stock, commitment, spins, reveal.

The caller's `with municipality(...)` is the transaction. Whoever changes a wheel has locked it first, so its
entries stand one behind the other.
"""

import datetime
import re
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal, unseal
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert, update
from modellkommune.participation.outreach.errors import (
    StateRefused,
    StockEmpty,
    StockTooSmall,
    WheelEmpty,
)
from modellkommune.participation.outreach.models import (
    ADDED,
    DAMAGED,
    DELIVERED,
    DRAWN,
    FOUND,
    MISSING,
    Event,
    Prize,
    Spin,
    Station,
    StockEntry,
    WheelRun,
)
from modellkommune.participation.outreach.queries import left_of, line_of, stock_list
from modellkommune.participation.outreach.states import (
    COMMITTED,
    OPEN,
    PREPARED,
    REVEALED,
    STOCK_CHANGES,
    may_follow,
)
from modellkommune.values.latin import search_form
from modellkommune.values.wheel import COLOURS, SEED_BYTES, commitment, draw, mark_after

SEED: Final = "wheel-seed"
RULES: Final = Path(__file__).with_name("rules.txt").read_text("utf-8")
SIGNS: Final = {DELIVERED: 1, ADDED: 1, FOUND: 1, DAMAGED: -1, MISSING: -1, DRAWN: -1}
"""Whether an entry brings pieces or takes them."""
BY_HAND: Final = (ADDED, FOUND, DAMAGED, MISSING)
"""Why staff change the stock after the wheel was fixed."""
MOST_PIECES: Final = 10_000
MOST_PRIZES: Final = 12


@dataclass(frozen=True)
class NewEvent:
    """What staff state of an event."""

    name: str
    place: str
    first_day: datetime.date
    last_day: datetime.date


def add_event(stated: NewEvent, actor: Actor) -> Event:
    """Make an event with a wheel that has no prizes yet; its address follows from name and year."""
    event = Event(slug=_free_slug(stated), created_at=clock.now(), **vars(stated))
    insert(event)
    insert(WheelRun(event=event))
    record("event_added", f"event:{event.pk}", actor)
    return event


def locked_run(event_id: int) -> WheelRun:
    """The wheel of an event, for who is about to change it. Raises `WheelRun.DoesNotExist`."""
    return WheelRun.objects.select_for_update().get(event_id=event_id)


def add_prize(run: WheelRun, name: str, pieces: int, actor: Actor, *, consolation: bool = False) -> Prize:
    """Put something on a wheel that is being prepared. Raises `StateRefused`."""
    taken = list(Prize.objects.filter(run=run).values_list("item", flat=True))
    if run.state != PREPARED or len(taken) >= MOST_PRIZES:
        raise StateRefused
    prize = Prize(run=run, item=max(taken, default=0) + 1, name=name, consolation=consolation)
    insert(prize)
    _enter(run, prize, DELIVERED, pieces)
    record("prize_added", f"event:{run.event_id}", actor)
    return prize


def change_stock(run: WheelRun, prize: Prize, reason: str, pieces: int, actor: Actor) -> StockEntry:
    """Enter pieces that came or went, with the reason. Raises `StateRefused`, `StockTooSmall`."""
    if run.state not in STOCK_CHANGES or prize.run_id != run.pk or reason not in BY_HAND:
        raise StateRefused
    if SIGNS[reason] < 0 and left_of(run).get(prize.item, 0) < pieces:
        raise StockTooSmall
    entry = _enter(run, prize, reason, pieces)
    record("stock_changed", f"event:{run.event_id}", actor)
    return entry


def commit_wheel(run: WheelRun, actor: Actor) -> None:
    """Fix stock and rules, throw the seed and publish the commitment. Raises `StateRefused`, `StockEmpty`."""
    _refuse_other(run, COMMITTED)
    stock = stock_list(run)
    if not any(entry["consolation"] for entry in stock) or all(entry["consolation"] for entry in stock):
        raise StockEmpty
    seed, run.key = secrets.token_bytes(SEED_BYTES), new_key()
    run.seed = seal(run.key, seed, SEED)
    run.stock, run.rules, run.committed_at = stock, RULES, clock.now()
    run.state = COMMITTED
    run.commitment = run.mark = commitment(seed, stock, RULES)
    update(run, "key", "seed", "stock", "rules", "committed_at", "state", "commitment", "mark")
    record("wheel_committed", f"event:{run.event_id}", actor)


def move_wheel(run: WheelRun, state: str, actor: Actor) -> None:
    """Open, pause or close a wheel. Safe to repeat. Raises `StateRefused`."""
    if state in (COMMITTED, REVEALED):
        raise StateRefused
    if run.state == state:
        return
    _refuse_other(run, state)
    run.state = state
    update(run, "state")
    record(f"wheel_{state}", f"event:{run.event_id}", actor)


def reveal_seed(run: WheelRun, actor: Actor) -> None:
    """Publish the seed of a wheel that is closed. Safe to repeat. Raises `StateRefused`."""
    if run.state == REVEALED:
        return
    _refuse_other(run, REVEALED)
    key = run.key
    run.revealed_seed, run.revealed_at, run.state = _seed(run).hex(), clock.now(), REVEALED
    run.seed, run.key = b"", None
    update(run, "revealed_seed", "revealed_at", "state", "seed", "key")
    if key is not None:
        destroy(key)
    record("wheel_revealed", f"event:{run.event_id}", actor)


def turn(run: WheelRun, colour: str, token: uuid.UUID, station: Station | None, actor: Actor) -> Spin:
    """Draw what this colour wins, take it from the stock and note it: one transaction. The wheel is locked.

    A spin that was drawn here and has not been shown comes again, whatever was pressed since; so does the
    spin of the same form. Raises `StateRefused`, `WheelEmpty`.
    """
    known = Spin.objects.filter(run=run, token=token).first() or waiting_spin(run, station)
    if known is not None:
        return known
    if run.state != OPEN or colour not in COLOURS:
        raise StateRefused
    left = left_of(run)
    if not any(left.values()):
        raise WheelEmpty
    number = run.spins + 1
    prize = Prize.objects.get(run=run, item=draw(_seed(run), number, colour, left))
    spin = Spin(
        run=run, number=number, colour=colour, prize=prize, token=token, station=station, drawn_at=clock.now()
    )
    insert(spin)
    run.spins = number
    _enter(run, prize, DRAWN, 1, spin)
    record("wheel_turned", f"event:{run.event_id}", actor)
    return spin


def waiting_spin(run: WheelRun, station: Station | None) -> Spin | None:
    """The spin of this station (None: of the office) that was drawn and has not been shown."""
    return Spin.objects.filter(run=run, station=station, shown_at=None).order_by("number").first()


def note_shown(spin: Spin) -> None:
    """The result is on the screen. Safe to repeat; no entry in the journal, for nothing was decided."""
    if spin.shown_at is None:
        spin.shown_at = clock.now()
        update(spin, "shown_at")


def _enter(run: WheelRun, prize: Prize, reason: str, pieces: int, spin: Spin | None = None) -> StockEntry:
    """Write an entry behind the others, marked if the wheel is fixed."""
    run.lines += 1
    entry = StockEntry(
        run=run,
        number=run.lines,
        prize=prize,
        change=SIGNS[reason] * pieces,
        reason=reason,
        spin=spin,
        at=clock.now(),
    )
    if run.commitment:
        run.mark = entry.mark = mark_after(run.mark, line_of(entry, prize, spin))
    insert(entry)
    update(run, "lines", "spins", "mark")
    return entry


def _seed(run: WheelRun) -> bytes:
    if run.key is None:
        raise StateRefused
    return unseal(run.key, run.seed, SEED)


def _refuse_other(run: WheelRun, state: str) -> None:
    if not may_follow(run.state, state):
        raise StateRefused


def _free_slug(stated: NewEvent) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", search_form(stated.name).lower()).strip("-")[:40] or "stand"
    year = str(stated.first_day.year)
    wanted = words if words.endswith(year) else f"{words}-{year}"
    taken = set(Event.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
