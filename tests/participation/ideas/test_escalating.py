"""Deadlines that pass are told to the coordinators, later to the committee as well, each once."""

import datetime

import pytest

from modellkommune.foundation.identity.commands import add_member, add_staff
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import letter_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.commands import sharing
from modellkommune.participation.ideas.commands.escalating import escalate, look_after_markets
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in
from modellkommune.participation.ideas.models import Escalation, Idea, Market
from modellkommune.participation.ideas.queries import escalations_of, overdue_ideas
from modellkommune.values.clock import FixedClock
from tests.participation.ideas.market import CODE, EMPLOYEE, moved, open_market, submitted

DAY = datetime.timedelta(days=1)


@pytest.fixture
def offices(alpha: None) -> None:
    """A coordinator and a member of the committee, known by mail."""
    for name, role in (("koordination", "ideas-coordinator"), ("ausschuss", "ideas-committee")):
        add_member(add_staff(f"{name}@office.example", name, "drei Amseln im Hof"), role)


def _later(days: int) -> list[str]:
    """Who gets a mail in the round so many days from now."""
    before = set(Message.objects.values_list("pk", flat=True))
    with clock.replaced_by(FixedClock(clock.now() + days * DAY)):
        escalate()
    rows = Message.objects.select_related("key", "municipality").exclude(pk__in=before)
    return sorted(letter_of(row).recipient.partition("@")[0] for row in rows)


def test_a_passed_deadline_is_told_once_at_each_level(offices: None) -> None:
    submitted()
    submitted("Sitzbänke für den Markt")
    assert _later(14) == []
    assert _later(15) == ["koordination"]
    assert _later(15) == []
    assert _later(28) == []
    assert _later(29) == ["ausschuss"]
    assert _later(60) == []
    assert sorted(Escalation.objects.values_list("level", flat=True)) == [1, 1, 2, 2]


def test_another_step_has_a_deadline_of_its_own(offices: None) -> None:
    idea = submitted()
    assert _later(15) == ["koordination"]
    moved(idea, "checked")
    assert _later(16) == ["koordination"]
    assert Escalation.objects.count() == 2


def test_what_is_over_is_never_late(offices: None) -> None:
    idea = submitted()
    sharing.withdraw(idea.number, EMPLOYEE)
    assert Idea.objects.get(pk=idea.pk).due_on is None
    assert _later(400) == []


def test_a_market_states_its_own_days(offices: None) -> None:
    Market.objects.update(deadlines={"submitted": 3})
    submitted()
    assert _later(4) == ["koordination"]


def test_late_ideas_are_listed_with_what_was_told(offices: None) -> None:
    submitted()
    with clock.replaced_by(FixedClock(clock.now() + 20 * DAY)):
        escalate()
        late = overdue_ideas()
        assert [idea.number for idea in late] == [1]
        assert escalations_of(late)[late[0].pk].level == 1


def test_the_days_round_empties_letterboxes_and_tells_in_every_town(two_towns: tuple[str, str]) -> None:
    for town in two_towns:
        with municipality(town):
            open_market()
            submitted()
            drop_in(Draft("Bäume für den Markt", "Im Sommer ist der Platz zu heiß."), "Specht", CODE)
    with clock.replaced_by(FixedClock(clock.now() + 15 * DAY)):
        look_after_markets()
        look_after_markets()
    for town in two_towns:
        with municipality(town):
            assert Idea.objects.count() == 2
            # Both: the letter is as old as the other one.
            assert Escalation.objects.count() == 2
