"""Cases move along one table, are never moved back by a repeated order, and write down every move."""

import pytest

from modellkommune.casework.cases.commands import move_held, open_case
from modellkommune.casework.cases.errors import CaseNotFound, TransitionRefused
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import cases_in, count_by_state, locked_case
from modellkommune.casework.cases.states import CHECKING, ISSUED, READY, STATES, SUBMITTED, TRANSITIONS
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.commands import new_key
from tests.casework.conftest import RESIDENT, opening


def test_it_moves_along_the_table(case: Case) -> None:
    assert move_held(locked_case(case.pk), CHECKING, RESIDENT).state == CHECKING


def test_it_refuses_to_skip_a_state(case: Case) -> None:
    with pytest.raises(TransitionRefused):
        move_held(locked_case(case.pk), ISSUED, RESIDENT)
    assert locked_case(case.pk).state == SUBMITTED


def test_repeating_an_order_changes_nothing(case: Case) -> None:
    move_held(locked_case(case.pk), CHECKING, RESIDENT)
    written = Entry.objects.count()
    move_held(locked_case(case.pk), CHECKING, RESIDENT)
    assert Entry.objects.count() == written


def test_every_move_is_in_the_journal_without_personal_data(case: Case) -> None:
    move_held(locked_case(case.pk), CHECKING, RESIDENT, "because")
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.subject, entry.actor_id) == ("case_checking", f"case:{case.pk}", "r1")


def test_a_case_that_does_not_exist_is_said_so(town: str) -> None:
    with pytest.raises(CaseNotFound):
        move_held(locked_case(4711), READY, RESIDENT)


def test_cases_are_listed_oldest_first_and_counted(case: Case) -> None:
    second = open_case(opening("BP-TEST2-AAAA2"), new_key(), RESIDENT)
    assert [found.pk for found in cases_in((SUBMITTED,), 10)] == [case.pk, second.pk]
    assert [found.pk for found in cases_in((SUBMITTED,), 10, after=case.pk)] == [second.pk]
    assert count_by_state() == {SUBMITTED: 2}


def test_every_state_that_can_be_reached_is_in_the_table() -> None:
    reached = {state for following in TRANSITIONS.values() for state in following}
    assert reached | {SUBMITTED} == set(STATES)
