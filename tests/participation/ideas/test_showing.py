"""Gallery, and market days: codes are worth their dots, given once or twice."""

import datetime

import pytest

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands import showing
from modellkommune.participation.ideas.errors import DotsRefused, IdeaUnknown, Incomplete, MoveRefused
from modellkommune.participation.ideas.figures import results
from modellkommune.participation.ideas.models import DotCode, Market, MarketDay, Stall
from modellkommune.participation.ideas.queries import gallery, released_idea, stall_of
from tests.participation.ideas.market import COLLEAGUE, COORDINATOR, moved, opened, submitted
from tests.participation.ideas.test_steering import accepted


@pytest.fixture
def day(alpha: None) -> MarketDay:
    """A market day with three dots for each code and two stalls."""
    planned = showing.plan_day(Market.objects.get(), "Markttag", clock.today(), 3, COORDINATOR)
    for title in ("Bäume für den Marktplatz", "Sitzbänke für den Markt"):
        showing.add_stall(planned, opened(title).number, title, "Für Besucher.", COORDINATOR)
    return planned


@pytest.fixture
def stalls(day: MarketDay) -> list[Stall]:
    """Its stalls in order."""
    return list(showing.stalls_in_order(day))


def _code(day: MarketDay) -> str:
    return showing.print_codes(day, 1, COORDINATOR)[0]


def test_a_code_is_worth_its_dots_over_all_stalls(day: MarketDay, stalls: list[Stall]) -> None:
    code = _code(day)
    assert showing.give_dots(stalls[0], code, 2) == 1
    with pytest.raises(DotsRefused) as refused:
        showing.give_dots(stalls[1], code, 2)
    assert refused.value.problem == "used_up"
    assert showing.give_dots(stalls[1], code.lower().replace("-", " "), 1) == 0
    assert [(each.stall.number, each.dots, each.codes) for each in results(day)] == [(1, 2, 1), (2, 1, 1)]


def test_a_double_click_counts_once_and_dots_can_be_moved(day: MarketDay, stalls: list[Stall]) -> None:
    code = _code(day)
    showing.give_dots(stalls[0], code, 3)
    showing.give_dots(stalls[0], code, 3)
    assert results(day)[0].dots == 3
    showing.give_dots(stalls[0], code, 0)
    assert showing.give_dots(stalls[1], code, 3) == 0
    assert [(each.stall.number, each.dots) for each in results(day)] == [(2, 3), (1, 0)]


@pytest.mark.parametrize("dots", [-1, 4, 1000])
def test_nobody_gives_more_dots_than_there_are(day: MarketDay, stalls: list[Stall], dots: int) -> None:
    with pytest.raises(DotsRefused):
        showing.give_dots(stalls[0], _code(day), dots)


def test_codes_are_kept_unreadably_and_hold_on_their_day_only(day: MarketDay, stalls: list[Stall]) -> None:
    codes = showing.print_codes(day, 50, COORDINATOR)
    assert len(set(codes)) == 50
    kept = set(DotCode.objects.values_list("digest", flat=True))
    assert not any(code in digest for code in codes for digest in kept)
    other = showing.plan_day(Market.objects.get(), "Anderer Tag", clock.today(), 3, COORDINATOR)
    for code in (_code(other), "ABCD-EFGH", ""):
        with pytest.raises(DotsRefused) as refused:
            showing.give_dots(stalls[0], code, 1)
        assert refused.value.problem == "unknown"


def test_voting_leaves_no_entry_in_the_journal(day: MarketDay, stalls: list[Stall]) -> None:
    code = _code(day)
    before = Entry.objects.count()
    showing.give_dots(stalls[0], code, 1)
    assert Entry.objects.count() == before


def test_after_the_end_no_dots_are_taken(day: MarketDay, stalls: list[Stall]) -> None:
    code = _code(day)
    showing.close_day(day, COORDINATOR)
    with pytest.raises(DotsRefused) as refused:
        showing.give_dots(stall_of(day.pk, 1), code, 1)
    assert refused.value.problem == "closed"


def test_a_stall_keeps_its_number_when_its_words_change(day: MarketDay, stalls: list[Stall]) -> None:
    number = stalls[1].idea.number
    showing.add_stall(day, number, "Neue Worte", "Für alle.", COORDINATOR)
    assert stall_of(day.pk, 2).title == "Neue Worte"
    hidden = submitted("Noch nicht geprüft")
    with pytest.raises(IdeaUnknown):
        showing.add_stall(day, hidden.number, "Titel", "Text", COORDINATOR)


def test_a_day_and_codes_have_sensible_limits(day: MarketDay) -> None:
    market = Market.objects.get()
    for title, on, dots, wrong in (
        ("", clock.today(), 3, "title"), ("Tag", None, 3, "day"), ("Tag", clock.today(), 11, "dots"),
        ("Tag", clock.today(), 0, "dots"),
    ):  # fmt: skip
        with pytest.raises(Incomplete) as refused:
            showing.plan_day(market, title, on, dots, COORDINATOR)
        assert [name for name, _ in refused.value.fields] == [wrong]
    for count in (0, 501):
        with pytest.raises(Incomplete):
            showing.print_codes(day, count, COORDINATOR)
    with pytest.raises(MoveRefused):
        showing.print_codes(day, 1, COLLEAGUE)


def test_only_implemented_ideas_are_released_and_only_released_ones_are_public(alpha: None) -> None:
    idea = accepted()
    with pytest.raises(MoveRefused):
        showing.release(idea.number, "Titel", "Text", COORDINATOR)
    moved(idea, "in_implementation", "implemented")
    with pytest.raises(Incomplete):
        showing.release(idea.number, "", "", COORDINATOR)
    assert gallery() == []
    showing.release(idea.number, "Titel", "Text", COORDINATOR)
    assert released_idea(idea.number).public_title == "Titel"
    showing.take_back_release(idea.number, COORDINATOR)
    with pytest.raises(IdeaUnknown):
        released_idea(idea.number)


def test_days_are_planned_once(alpha: None) -> None:
    market, on = Market.objects.get(), clock.today() + datetime.timedelta(days=3)
    first = showing.plan_day(market, "Markttag", on, 3, COORDINATOR)
    assert showing.plan_day(market, "Markttag", on, 3, COORDINATOR) == first
