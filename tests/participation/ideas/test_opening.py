"""Terms of a market, and its figures."""

import datetime

import pytest

from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands import sharing
from modellkommune.participation.ideas.commands.opening import open_market
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in, empty_letterbox
from modellkommune.participation.ideas.errors import Incomplete, MoveRefused
from modellkommune.participation.ideas.figures import market_figures
from modellkommune.participation.ideas.models import Market
from tests.participation.ideas.market import CODE, COLLEAGUE, COMMITTEE, COORDINATOR, CRITERIA, opened, terms
from tests.participation.ideas.test_steering import accepted

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"title": ""}, ("title", "missing")),
        ({"first": None}, ("first", "missing")),
        ({"last": datetime.date(2000, 1, 1)}, ("last", "before")),
        ({"criteria": []}, ("criteria", "wrong")),
        ({"criteria": [{"id": "a", "label": "A", "weight": 11}]}, ("criteria", "wrong")),
        ({"criteria": [*CRITERIA, CRITERIA[0]]}, ("criteria", "wrong")),
        ({"units": []}, ("units", "wrong")),
        ({"units": [{"name": "Amt", "size": 0}]}, ("units", "wrong")),
        ({"smallest_unit": 2}, ("smallest_unit", "small")),
        ({"deadlines": {"open": 0}}, ("days-open", "range")),
        ({"deadlines": {"rejected": 5}}, ("days-rejected", "range")),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    alpha: None, more: dict[str, object], wrong: tuple[str, str]
) -> None:
    with pytest.raises(Incomplete) as refused:
        open_market(terms(**more), COORDINATOR)
    assert refused.value.fields == (wrong,)


def test_only_a_coordinator_opens_a_market(alpha: None) -> None:
    with pytest.raises(MoveRefused):
        open_market(terms(), COMMITTEE)
    assert Market.objects.count() == 1


def test_figures_count_states_support_and_days_to_a_decision(alpha: None) -> None:
    idea = opened()
    sharing.support(idea.number, COLLEAGUE)
    sharing.comment(idea.number, "Gut!", COLLEAGUE)
    accepted("Sitzbänke für den Markt")
    drop_in(Draft("Bäume für den Markt", "Im Sommer ist der Platz zu heiß."), "Specht", CODE)
    empty_letterbox(clock.today() + DAY)
    found = market_figures()
    assert dict(found.by_state) == {"submitted": 1, "open": 1, "accepted": 1}
    assert (found.ideas, found.pseudonymous, found.supports, found.comments) == (3, 1, 1, 1)
    assert (found.decided, found.median_days, found.overdue) == (1, 0, 0)


def test_units_with_few_ideas_are_counted_together(alpha: None) -> None:
    for number in range(5):
        opened(f"Idee {'abcde'[number] * 5}", unit="Bürgerbüro")
    assert market_figures().by_unit == (("Bürgerbüro", 5),)
    Market.objects.update(smallest_unit=6)
    assert market_figures().by_unit == (("", 5),)
