"""Ideas that came to an end go after the years that their market states; nothing else does."""

import datetime

import pytest
from django.db import ProgrammingError, transaction

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.commands import sharing, showing
from modellkommune.participation.ideas.commands.escalating import look_after_markets
from modellkommune.participation.ideas.commands.forgetting import forget_ended_ideas
from modellkommune.participation.ideas.commands.judging import Resolution, decide
from modellkommune.participation.ideas.errors import Incomplete
from modellkommune.participation.ideas.models import Comment, Decision, Idea, Market, Stall, Support, Term
from modellkommune.participation.ideas.states import (
    ACCEPTED,
    CHECKED,
    ENDED,
    IN_ASSESSMENT,
    MERGED,
    OPEN,
    REJECTED,
    WITHDRAWN,
)
from modellkommune.values.clock import FixedClock
from tests.participation.ideas.market import COLLEAGUE, COMMITTEE, COORDINATOR, moved, open_market, submitted

YEAR = datetime.timedelta(days=366)


def _forgotten_after(years: int) -> set[int]:
    """The numbers of the ideas that the round so many years from now deletes."""
    before = set(Idea.objects.values_list("number", flat=True))
    with clock.replaced_by(FixedClock(clock.now() + years * YEAR)):
        forget_ended_ideas()
    return before - set(Idea.objects.values_list("number", flat=True))


def _ended(idea: Idea, state: str) -> Idea:
    Idea.objects.filter(pk=idea.pk).update(state=state)
    return idea


def test_an_ended_idea_goes_with_all_that_was_said_about_it(alpha: None) -> None:
    idea = moved(submitted(), CHECKED, OPEN)
    sharing.support(idea.number, COLLEAGUE)
    sharing.comment(idea.number, "Gute Idee, auch für den Hof.", COLLEAGUE)
    day = showing.plan_day(Market.objects.get(), "Markttag", clock.today(), 3, COORDINATOR)
    showing.add_stall(day, idea.number, "Bäume", "Schatten für alle.", COORDINATOR)
    moved(idea, IN_ASSESSMENT)
    resolved = Resolution(REJECTED, "Die Leitungen liegen im Weg.", "Bauamt", clock.today())
    decide(idea.number, resolved, COMMITTEE)
    other = submitted("Bänke vor dem Amt")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Decision.objects.update(reason="Anders")
    assert _forgotten_after(2) == set()
    assert _forgotten_after(4) == {idea.number}
    for rows in (Support, Comment, Decision, Stall):
        assert not rows.objects.exists(), rows
    assert set(Term.objects.values_list("idea_id", flat=True)) == {other.pk}
    assert Entry.objects.filter(verb="idea_deleted", subject=f"idea:{idea.pk}").count() == 1
    assert _forgotten_after(4) == set()


@pytest.mark.parametrize("state", [CHECKED, OPEN, IN_ASSESSMENT, ACCEPTED])
def test_what_is_not_at_its_end_stays(alpha: None, state: str) -> None:
    _ended(submitted(), state)
    submitted("Bänke vor dem Amt")
    assert _forgotten_after(9) == set()


def test_what_the_public_reads_stays_until_it_is_taken_out(alpha: None) -> None:
    idea = _ended(submitted(), REJECTED)
    Idea.objects.filter(pk=idea.pk).update(released=True)
    submitted("Bänke vor dem Amt")
    assert _forgotten_after(9) == set()
    showing.take_back_release(idea.number, COORDINATOR)
    assert _forgotten_after(9) == {idea.number}


def test_an_idea_goes_after_those_that_were_merged_into_it(alpha: None) -> None:
    target, merged = _ended(submitted(), REJECTED), submitted("Noch ein Baum")
    Idea.objects.filter(pk=merged.pk).update(state=MERGED, merged_into=target)
    submitted("Bänke vor dem Amt")
    assert _forgotten_after(4) == {merged.number}
    assert _forgotten_after(4) == {target.number}


def test_no_number_is_given_out_twice(alpha: None) -> None:
    first = _ended(submitted(), WITHDRAWN)
    last = _ended(submitted("Bänke vor dem Amt"), WITHDRAWN)
    assert _forgotten_after(4) == {first.number}
    assert submitted("Ein Brunnen für den Platz").number == last.number + 1
    assert _forgotten_after(4) == {last.number}


def test_the_market_states_the_years_between_one_and_ten(alpha: None) -> None:
    for years in (0, 11):
        with pytest.raises(Incomplete) as refused:
            open_market(years_kept=years)
        assert refused.value.fields == (("years_kept", "odd"),)
    Market.objects.update(years_kept=1)
    idea = _ended(submitted(), WITHDRAWN)
    submitted("Bänke vor dem Amt")
    assert _forgotten_after(2) == {idea.number}


def test_the_round_of_the_day_does_it_in_each_town_alone(two_towns: tuple[str, str]) -> None:
    numbers = {}
    for town in two_towns:
        with municipality(town):
            open_market()
            numbers[town] = _ended(submitted(), WITHDRAWN).number
            submitted("Bänke vor dem Amt")
    with municipality("beta"):
        Market.objects.update(years_kept=9)
    with clock.replaced_by(FixedClock(clock.now() + 4 * YEAR)):
        look_after_markets()
    for town, stays in (("alpha", False), ("beta", True)):
        with municipality(town):
            assert Idea.objects.filter(number=numbers[town]).exists() == stays


def test_the_ends_are_those_that_nothing_follows() -> None:
    assert {REJECTED, MERGED, WITHDRAWN, "effect_measured"} == ENDED
