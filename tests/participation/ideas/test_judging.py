"""Assessing and deciding: by criteria and weights, with reason, unit and day, never one's own idea."""

import datetime
from decimal import Decimal

import pytest

from modellkommune.foundation.identity import rights
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands import steering
from modellkommune.participation.ideas.commands.judging import Judgement, Resolution, assess, decide
from modellkommune.participation.ideas.commands.opening import open_market
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in, empty_letterbox
from modellkommune.participation.ideas.errors import Incomplete, MoveRefused, NotDeclared, OwnIdea
from modellkommune.participation.ideas.models import Assessment, Decision, Idea
from modellkommune.participation.ideas.queries import idea_of_code, judged
from tests.participation.ideas.market import (
    ASSESSOR,
    CODE,
    COMMITTEE,
    COORDINATOR,
    EMPLOYEE,
    moved,
    opened,
    somebody,
    terms,
)

DAY = datetime.timedelta(days=1)
GOOD = Judgement({"nutzen": 5, "aufwand": 1}, "Gut.", declared=False)
EVERYTHING = somebody(1, *rights.ROLES)
"""The author, with every role there is."""


def in_assessment(**more: str) -> Idea:
    """An idea that waits for assessors and committee."""
    return moved(opened(**more), "in_assessment")


def yes(days: int = 30, **more: object) -> Resolution:
    """A complete acceptance; `more` replaces some of it."""
    stated = {"outcome": "accepted", "reason": "Gut.", "unit": "Bauamt", "day": clock.today() + days * DAY}
    return Resolution(**(stated | more))  # type: ignore[arg-type]


def test_scores_count_by_their_weights(alpha: None) -> None:
    idea = in_assessment()
    assess(idea.number, GOOD, ASSESSOR)
    assess(
        idea.number, Judgement({"nutzen": 3, "aufwand": 3}, "", declared=False), somebody(9, "ideas-assessor")
    )
    found = judged(idea)
    assert [score.mean for score in found.scores] == [Decimal(4), Decimal(2)]
    assert found.total == Decimal("3.50")
    assert found.assessments == 2


def test_an_assessment_can_be_changed_until_the_decision(alpha: None) -> None:
    idea = in_assessment()
    assess(idea.number, GOOD, ASSESSOR)
    assess(idea.number, Judgement({"nutzen": 0, "aufwand": 0}, "", declared=False), ASSESSOR)
    assert Assessment.objects.get().scores == {"nutzen": 0, "aufwand": 0}
    decide(idea.number, yes(), COMMITTEE)
    with pytest.raises(MoveRefused):
        assess(idea.number, GOOD, ASSESSOR)


def test_nobody_judges_her_own_idea_whatever_her_roles(alpha: None) -> None:
    idea = in_assessment()
    with pytest.raises(OwnIdea):
        assess(idea.number, GOOD, EVERYTHING)
    with pytest.raises(OwnIdea):
        decide(idea.number, yes(), EVERYTHING)


def test_who_submitted_a_merged_idea_judges_neither(alpha: None) -> None:
    idea, other = in_assessment(by=COORDINATOR), opened("Linden auf dem Markt", EMPLOYEE)
    steering.merge(other.number, idea.number, COORDINATOR)
    with pytest.raises(OwnIdea):
        assess(idea.number, GOOD, EVERYTHING)
    with pytest.raises(OwnIdea):
        decide(idea.number, yes(), EVERYTHING)


def test_of_a_pseudonymous_idea_the_assessor_declares_that_it_is_not_hers(alpha: None) -> None:
    drop_in(Draft("Bäume für den Markt", "Im Sommer ist der Platz zu heiß."), "Specht", CODE)
    empty_letterbox(clock.today() + DAY)
    idea = moved(idea_of_code(CODE), "checked", "open", "in_assessment")
    with pytest.raises(NotDeclared):
        assess(idea.number, GOOD, ASSESSOR)
    assess(idea.number, Judgement(GOOD.scores, "", declared=True), ASSESSOR)
    assert Assessment.objects.get().declared


@pytest.mark.parametrize(
    "scores", [{}, {"nutzen": 5}, {"nutzen": 6, "aufwand": 1}, {"nutzen": -1, "aufwand": 1}]
)
def test_every_criterion_has_a_score_from_0_to_5(alpha: None, scores: dict[str, int]) -> None:
    with pytest.raises(Incomplete):
        assess(in_assessment().number, Judgement(scores, "", declared=True), ASSESSOR)


def test_only_assessors_assess_and_only_what_is_in_assessment(alpha: None) -> None:
    with pytest.raises(MoveRefused):
        assess(in_assessment().number, GOOD, COMMITTEE)
    with pytest.raises(MoveRefused):
        assess(opened("Andere Idee").number, GOOD, ASSESSOR)


@pytest.mark.parametrize(
    ("resolution", "wrong"),
    [
        ({"reason": " "}, ("reason", "missing")),
        ({"unit": ""}, ("unit", "missing")),
        ({"day": None}, ("day", "missing")),
        ({"outcome": "merged"}, ("outcome", "missing")),
        ({"reason": "x" * 2001}, ("reason", "long")),
    ],
)
def test_a_decision_needs_outcome_reason_unit_and_day(
    alpha: None, resolution: dict[str, object], wrong: tuple[str, str]
) -> None:
    idea = in_assessment()
    with pytest.raises(Incomplete) as refused:
        decide(idea.number, yes(**resolution), COMMITTEE)
    assert refused.value.fields == (wrong,)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "days", "problem"),
    [
        ("accepted", -1, "past"),
        ("accepted", 0, ""),
        ("deferred", 0, "past"),
        ("deferred", 1, ""),
        ("rejected", 1, "future"),
        ("rejected", 0, ""),
    ],
)
def test_the_day_fits_the_outcome(alpha: None, outcome: str, days: int, problem: str) -> None:
    idea = in_assessment()
    if problem:
        with pytest.raises(Incomplete) as refused:
            decide(idea.number, yes(days, outcome=outcome), COMMITTEE)
        assert refused.value.fields == (("day", problem),)
    else:
        decide(idea.number, yes(days, outcome=outcome), COMMITTEE)
        assert Idea.objects.get(pk=idea.pk).state == outcome


def test_a_decision_stands_and_sets_the_day_that_counts(alpha: None) -> None:
    idea = in_assessment()
    decide(idea.number, yes(), COMMITTEE)
    decide(idea.number, yes(), COMMITTEE)
    assert Decision.objects.count() == 1
    with pytest.raises(MoveRefused):
        decide(idea.number, yes(0, outcome="rejected"), COMMITTEE)
    idea = moved(idea, "in_implementation")
    assert idea.due_on == clock.today() + 30 * DAY


def test_a_deferred_idea_comes_back_and_is_decided_again(alpha: None) -> None:
    idea = in_assessment()
    decide(idea.number, yes(10, outcome="deferred"), COMMITTEE)
    assert Idea.objects.get(pk=idea.pk).due_on == clock.today() + 10 * DAY
    moved(idea, "in_assessment")
    decide(idea.number, yes(), COMMITTEE)
    assert list(Decision.objects.order_by("pk").values_list("outcome", flat=True)) == ["deferred", "accepted"]


def test_only_the_committee_decides(alpha: None) -> None:
    for person in (ASSESSOR, COORDINATOR):
        with pytest.raises(MoveRefused):
            decide(in_assessment().number, yes(), person)


def test_criteria_stay_once_somebody_judged_by_them(alpha: None) -> None:
    idea = in_assessment()
    other = [{"id": "nutzen", "label": "Nutzen", "weight": 9}]
    assess(idea.number, GOOD, ASSESSOR)
    with pytest.raises(Incomplete) as refused:
        open_market(terms(criteria=other), COORDINATOR, idea.market)
    assert refused.value.fields == (("criteria", "used"),)
    assert open_market(terms(title="Neuer Name"), COORDINATOR, idea.market).title == "Neuer Name"
