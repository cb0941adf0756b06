"""How ideas come in: under a name at once, under a pseudonym through the letterbox."""

import datetime

import pytest

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands.sharing import withdraw_by_code
from modellkommune.participation.ideas.commands.submitting import (
    Draft,
    drop_in,
    empty_letterbox,
    problems,
    submit,
)
from modellkommune.participation.ideas.errors import CodeUnknown, Incomplete, MarketClosed
from modellkommune.participation.ideas.models import Idea, Letter, Market
from modellkommune.participation.ideas.queries import idea_of_code, is_in_letterbox, shown
from modellkommune.values.clock import FixedClock
from tests.participation.ideas.market import CODE, EMPLOYEE, UNITS, open_market, submitted

DRAFT = Draft("Bäume für den Marktplatz", "Im Sommer ist der Platz zu heiß. Bäume würden Schatten geben.")
TOMORROW = datetime.timedelta(days=1)


def _tomorrow() -> datetime.date:
    return clock.today() + TOMORROW


def test_an_idea_under_a_name_is_there_at_once_with_number_day_and_deadline(alpha: None) -> None:
    first, second = submitted(), submitted("Sitzbänke für den Markt")
    assert (first.number, second.number) == (1, 2)
    assert first.author == EMPLOYEE.staff_id
    assert first.submitted_on == first.earliest_on == clock.today()
    assert first.due_on == clock.today() + datetime.timedelta(days=14)


def test_a_second_click_makes_no_second_idea(alpha: None) -> None:
    assert submitted().pk == submitted().pk
    drop_in(DRAFT, "Specht", CODE)
    drop_in(DRAFT, "Specht", CODE)
    assert Letter.objects.count() == 1
    empty_letterbox(_tomorrow())
    drop_in(DRAFT, "Specht", CODE)
    assert not Letter.objects.exists()


def test_a_pseudonymous_idea_waits_for_the_next_day_in_the_letterbox(alpha: None) -> None:
    drop_in(DRAFT, "Specht", CODE)
    assert is_in_letterbox(CODE)
    assert empty_letterbox(clock.today()) == 0
    with clock.replaced_by(FixedClock(clock.now() + TOMORROW)):
        assert empty_letterbox(clock.today()) == 1
    idea = idea_of_code("k7mx2pqr 9wdf")
    assert (idea.pseudonym, idea.author) == ("Specht", "")
    assert idea.submitted_on == clock.today()
    assert not is_in_letterbox(CODE)


def test_dropping_in_writes_no_journal_entry(alpha: None) -> None:
    before = Entry.objects.count()
    drop_in(DRAFT, "Specht", CODE)
    assert Entry.objects.count() == before
    empty_letterbox(_tomorrow())
    assert set(Entry.objects.values_list("actor_kind", "actor_id").order_by("-pk")[:1]) == {
        ("system", "ideas")
    }


def test_what_still_lies_in_the_letterbox_is_withdrawn_without_a_trace(alpha: None) -> None:
    drop_in(DRAFT, "Specht", CODE)
    before = Entry.objects.count()
    withdraw_by_code(CODE)
    assert not Letter.objects.exists()
    assert Entry.objects.count() == before
    with pytest.raises(CodeUnknown):
        idea_of_code(CODE)


def test_a_lost_code_opens_nothing_and_no_other_does(alpha: None) -> None:
    drop_in(DRAFT, "Specht", CODE)
    empty_letterbox(_tomorrow())
    for wrong in ("", "----", "K7MX-2PQR-9WDG"):
        with pytest.raises(CodeUnknown):
            idea_of_code(wrong)


def test_a_small_unit_is_neither_stored_nor_shown(alpha: None) -> None:
    small = submitted("Neue Stühle im Standesamt", unit="Standesamt")
    unknown = submitted("Neue Stühle im Keller", unit="Keller")
    large = submitted("Neue Stühle im Bürgerbüro", unit="Bürgerbüro")
    assert (small.unit, unknown.unit, large.unit) == ("", "", "Bürgerbüro")
    assert shown(large).unit == "Bürgerbüro"
    Market.objects.update(units=[{**UNITS[0], "size": 4}])
    large = Idea.objects.select_related("market").get(pk=large.pk)
    assert shown(large).unit == ""


def test_without_a_market_today_nothing_is_taken(alpha: None) -> None:
    with clock.replaced_by(FixedClock(clock.now() + datetime.timedelta(days=365))):
        with pytest.raises(MarketClosed):
            submit(DRAFT, "1")
        with pytest.raises(MarketClosed):
            drop_in(DRAFT, "Specht", CODE)


@pytest.mark.parametrize(
    ("draft", "pseudonym", "wrong"),
    [
        (Draft("", ""), None, {("title", "missing"), ("text", "missing")}),
        (Draft("  \u200b ", "zu kurz"), None, {("title", "missing"), ("text", "short")}),
        (Draft("x" * 121, "y" * 5001), None, {("title", "long"), ("text", "long")}),
        (Draft("Titel 😀", "Ein Text mit vielen Zeichen."), None, {("title", "signs")}),
        (DRAFT, "", {("pseudonym", "missing")}),
        (DRAFT, "ab", {("pseudonym", "short")}),
        (DRAFT, "a" * 41, {("pseudonym", "long")}),
        (DRAFT, "abc", set()),
    ],
)
def test_what_is_wrong_is_named_field_by_field(
    draft: Draft, pseudonym: str | None, wrong: set[tuple[str, str]]
) -> None:
    assert set(problems(draft, pseudonym)) == wrong


def test_what_is_incomplete_is_not_taken(alpha: None) -> None:
    with pytest.raises(Incomplete):
        submit(Draft("", ""), "1")
    with pytest.raises(Incomplete):
        drop_in(DRAFT, "", CODE)
    assert not Idea.objects.exists()
    assert not Letter.objects.exists()


def test_of_two_markets_the_newer_takes_the_idea(alpha: None) -> None:
    newer = open_market(title="Zweiter Markt", first=clock.today())
    assert submitted().market == newer
