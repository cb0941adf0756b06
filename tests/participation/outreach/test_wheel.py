import uuid
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.commands import (
    add_event,
    add_prize,
    change_stock,
    commit_wheel,
    locked_run,
    move_wheel,
    note_shown,
    reveal_seed,
    turn,
)
from modellkommune.participation.outreach.errors import (
    StateRefused,
    StockEmpty,
    StockTooSmall,
    WheelEmpty,
)
from modellkommune.participation.outreach.models import (
    DAMAGED,
    DELIVERED,
    DRAWN,
    FOUND,
    Spin,
    StockEntry,
    WheelRun,
)
from modellkommune.participation.outreach.queries import (
    left_of,
    odds_of,
    prize_of,
    protocol_of,
    run_of,
    stock_of,
)
from modellkommune.participation.outreach.states import (
    CLOSED,
    COMMITTED,
    OPEN,
    PAUSED,
    REVEALED,
    STATES,
    TRANSITIONS,
)
from modellkommune.participation.outreach.stations import add_station
from modellkommune.values.wheel import COLOURS, recompute
from tests.participation.outreach.conftest import STAFF, STATED, new_wheel, open_wheel, spin


def _prize(run: WheelRun, item: int) -> Any:
    found = prize_of(run, item)
    assert found is not None
    return found


@pytest.mark.usefixtures("town")
def test_the_address_of_an_event_follows_from_its_name_and_is_its_own() -> None:
    assert [add_event(STATED, STAFF).slug for _ in range(3)] == [
        "stadtfest-fuer-alle-2026",
        "stadtfest-fuer-alle-2026-2",
        "stadtfest-fuer-alle-2026-3",
    ]


@pytest.mark.usefixtures("town")
def test_the_commitment_is_published_and_the_seed_stays_sealed() -> None:
    run = open_wheel()
    said = protocol_of(run)
    assert said["seed"] is None
    assert said["stock"] == [
        {"id": 1, "name": "Klingel", "consolation": False, "count": 3},
        {"id": 2, "name": "Beutel", "consolation": False, "count": 5},
        {"id": 3, "name": "Aufkleber", "consolation": True, "count": 12},
    ]
    move_wheel(run, CLOSED, STAFF)
    sealed = bytes(run.seed)
    reveal_seed(run, STAFF)
    revealed = protocol_of(run)
    assert bytes.fromhex(revealed["seed"]) not in sealed
    assert revealed["commitment"] == said["commitment"]
    assert recompute(revealed).committed


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("consolation", [True, False])
def test_a_wheel_needs_a_prize_and_a_consolation(consolation: bool) -> None:
    run = locked_run(add_event(STATED, STAFF).pk)
    add_prize(run, "Einziges", 3, STAFF, consolation=consolation)
    with pytest.raises(StockEmpty):
        commit_wheel(run, STAFF)


@pytest.mark.usefixtures("town")
def test_a_whole_day_can_be_recomputed() -> None:
    run = open_wheel()
    for number in range(1, 21):
        if number == 8:
            change_stock(locked_run(run.event_id), _prize(run, 2), DAMAGED, 1, STAFF)
        if sum(left_of(run).values()):
            note_shown(spin(run, COLOURS[number % 6]))
    run = locked_run(run.event_id)
    assert run.spins == 19
    assert left_of(run) == {1: 0, 2: 0, 3: 0}
    with pytest.raises(WheelEmpty):
        spin(run)
    move_wheel(run, CLOSED, STAFF)
    reveal_seed(run, STAFF)
    said = protocol_of(run_of(run.event))
    assert recompute(said).fits
    assert len(said["lines"]) == 20
    assert {(pieces.came, pieces.won, pieces.gone) for pieces in stock_of(run)} >= {(3, 3, 0), (5, 4, 1)}


@pytest.mark.usefixtures("town")
def test_the_odds_follow_the_stock() -> None:
    run = open_wheel()
    assert [odds.percent for odds in odds_of(run)] == [15.0, 25.0, 60.0]
    change_stock(run, _prize(run, 3), DAMAGED, 10, STAFF)
    assert [odds.percent for odds in odds_of(run)] == [30.0, 50.0, 20.0]


@pytest.mark.usefixtures("town")
def test_the_stock_changes_by_counter_entries_only() -> None:
    run = open_wheel()
    note_shown(spin(run))
    change_stock(locked_run(run.event_id), _prize(run, 1), FOUND, 2, STAFF)
    entries = StockEntry.objects.filter(run=run).order_by("number")
    assert [(entry.number, entry.reason) for entry in entries] == [
        (1, DELIVERED), (2, DELIVERED), (3, DELIVERED), (4, DRAWN), (5, FOUND),
    ]  # fmt: skip
    for statement in ("UPDATE outreach_stockentry SET change = 99", "DELETE FROM outreach_stockentry"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.usefixtures("town")
def test_no_more_can_go_than_is_there() -> None:
    run = open_wheel()
    with pytest.raises(StockTooSmall):
        change_stock(run, _prize(run, 1), DAMAGED, 4, STAFF)


@pytest.mark.usefixtures("town")
def test_the_same_form_draws_once() -> None:
    run, token = open_wheel(), uuid.uuid4()
    first = turn(run, "red", token, None, STAFF)
    note_shown(first)
    again = turn(locked_run(run.event_id), "blue", token, None, STAFF)
    assert again.pk == first.pk
    assert locked_run(run.event_id).spins == 1


@pytest.mark.usefixtures("town")
def test_a_spin_that_was_not_shown_comes_again_at_its_station_only() -> None:
    run = open_wheel()
    here, there = (add_station(run.event, name, STAFF) for name in ("links", "rechts"))
    first = spin(run, "red", here)
    assert spin(run, "green", here).pk == first.pk
    assert spin(run, "green", there).pk != first.pk
    note_shown(first)
    assert spin(run, "green", here).pk != first.pk


@pytest.mark.usefixtures("town")
def test_only_an_open_wheel_turns_and_only_by_its_colours() -> None:
    run = open_wheel()
    with pytest.raises(StateRefused):
        spin(run, "silver")
    move_wheel(locked_run(run.event_id), PAUSED, STAFF)
    with pytest.raises(StateRefused):
        spin(run)
    move_wheel(locked_run(run.event_id), OPEN, STAFF)
    assert spin(run).number == 1


@pytest.mark.usefixtures("town")
def test_after_the_end_the_stock_stays_as_it_is() -> None:
    run = open_wheel()
    move_wheel(run, CLOSED, STAFF)
    with pytest.raises(StateRefused):
        change_stock(run, _prize(run, 1), DAMAGED, 1, STAFF)


@pytest.mark.usefixtures("town")
def test_prizes_are_fixed_with_the_commitment() -> None:
    run = open_wheel()
    with pytest.raises(StateRefused):
        add_prize(run, "Nachgeschoben", 100, STAFF)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("state", STATES)
def test_only_the_transitions_of_the_table_are_taken(state: str) -> None:
    run = locked_run(new_wheel().pk)
    commit_wheel(run, STAFF)
    WheelRun.objects.update(state=state)
    for following in STATES:
        run = locked_run(run.event_id)
        if following in {state, COMMITTED} | TRANSITIONS[state]:
            continue
        order = (
            reveal_seed if following == REVEALED else lambda it, who, to=following: move_wheel(it, to, who)
        )
        with pytest.raises(StateRefused):
            order(run, STAFF)


@pytest.mark.usefixtures("town")
def test_the_seed_cannot_be_revealed_before_the_end_and_its_key_goes_with_it() -> None:
    run = open_wheel()
    with pytest.raises(StateRefused):
        reveal_seed(run, STAFF)
    key = run.key
    move_wheel(run, CLOSED, STAFF)
    reveal_seed(run, STAFF)
    reveal_seed(run, STAFF)
    assert key is not None
    assert DataKey.objects.get(pk=key.pk).destroyed_at is not None


@pytest.mark.usefixtures("town")
def test_every_deed_is_in_the_journal_and_nothing_of_the_seed() -> None:
    run = open_wheel()
    note_shown(spin(run))
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["wheel_committed", "wheel_open", "wheel_turned"]


def test_two_tablets_at_the_same_moment_draw_one_after_the_other(
    committed_db: None, two_towns: tuple[str, str]
) -> None:
    with municipality("alpha"):
        run = open_wheel()
        stations = [add_station(run.event, f"Tablet {number}", STAFF) for number in range(4)]
    troubles: list[BaseException] = []

    def press(number: int) -> None:
        try:
            for _ in range(5):
                with municipality("alpha"):
                    note_shown(spin(run, COLOURS[number], stations[number]))
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with municipality("alpha"):
        assert list(Spin.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 21))
        last = locked_run(run.event_id)
        assert sum(left_of(last).values()) == 0
        move_wheel(last, CLOSED, STAFF)
        reveal_seed(last, STAFF)
        assert recompute(protocol_of(last)).fits
