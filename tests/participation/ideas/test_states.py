"""The table of states: every state is reached, every way ends, nobody does what is another's."""

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, DECIDE_IDEAS, ROLES, SHARE_IDEAS
from modellkommune.participation.ideas.deadlines import DAYS
from modellkommune.participation.ideas.states import (
    AUTHOR,
    EFFECT_MEASURED,
    IN_ASSESSMENT,
    MERGED,
    MOVES,
    OUTCOMES,
    REJECTED,
    STATES,
    SUBMITTED,
    WITHDRAWN,
    may_move,
    targets,
)

FINAL = {EFFECT_MEASURED, REJECTED, MERGED, WITHDRAWN}


def test_every_state_is_reached_from_the_first() -> None:
    seen, open_ends = {SUBMITTED}, [SUBMITTED]
    while open_ends:
        for target in set(MOVES[open_ends.pop()]) - seen:
            seen.add(target)
            open_ends.append(target)
    assert seen == set(STATES)


def test_only_what_is_over_has_no_way_out_and_no_deadline() -> None:
    assert {state for state in STATES if not MOVES[state]} == FINAL
    assert set(STATES) - set(DAYS) == FINAL


def test_only_the_committee_decides_and_only_after_assessment() -> None:
    ways = {
        (state, to, right) for state, moves in MOVES.items() for to, right in moves.items() if to in OUTCOMES
    }
    assert ways == {(IN_ASSESSMENT, outcome, DECIDE_IDEAS) for outcome in OUTCOMES}


def test_only_the_author_withdraws_and_only_before_the_decision() -> None:
    ways = {(state, moves[WITHDRAWN]) for state, moves in MOVES.items() if WITHDRAWN in moves}
    assert {right for _, right in ways} == {AUTHOR}
    assert {state for state, _ in ways}.isdisjoint({"accepted", "in_implementation", "implemented"})


def test_a_move_needs_the_right_that_the_table_names() -> None:
    assert may_move(SUBMITTED, "checked", {COORDINATE_IDEAS})
    assert not may_move(SUBMITTED, "checked", {SHARE_IDEAS, DECIDE_IDEAS, AUTHOR})
    assert not may_move(SUBMITTED, "open", {COORDINATE_IDEAS})
    assert targets(IN_ASSESSMENT, {DECIDE_IDEAS}) == OUTCOMES


def test_every_right_of_the_table_is_somebodys() -> None:
    held = frozenset().union(*ROLES.values()) | {AUTHOR}
    assert {right for moves in MOVES.values() for right in moves.values()} <= held
