"""What the coordinator does: moving on, merging, hiding passages, measures, links, values."""

import datetime
from decimal import Decimal

import pytest

from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands import judging, sharing, steering
from modellkommune.participation.ideas.commands.steering import Task, Value
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete, MoveRefused
from modellkommune.participation.ideas.metrics import METRICS, Reading, effect_of
from modellkommune.participation.ideas.models import Idea, Link, Measure, Step, Support
from modellkommune.participation.ideas.people import supporter_of
from modellkommune.participation.ideas.queries import remarks_of, shown
from modellkommune.participation.ideas.similarity import similar_ideas
from modellkommune.values.clock import FixedClock
from tests.participation.ideas.market import (
    ASSESSOR,
    COLLEAGUE,
    COMMITTEE,
    COORDINATOR,
    COUNCIL,
    EMPLOYEE,
    moved,
    opened,
    somebody,
    submitted,
)

DAY = datetime.timedelta(days=1)


def accepted(title: str = "Bäume für den Marktplatz") -> Idea:
    """An idea that the committee accepted."""
    idea = moved(opened(title), "in_assessment")
    day = clock.today() + 30 * DAY
    judging.decide(idea.number, judging.Resolution("accepted", "Gut.", "Bauamt", day), COMMITTEE)
    return Idea.objects.select_related("market").get(pk=idea.pk)


def link_of(idea: Idea, **values: object) -> Link:
    """A link as it is stored, without the catalogue's check."""
    return Link.objects.create(
        idea=idea,
        service_id="parking",
        release_hash="f" * 64,
        release_version="1.0",
        metric="online_share",
        **values,
    )


def test_each_step_is_written_down_and_the_same_again_is_none(alpha: None) -> None:
    idea = moved(submitted(), "checked", "checked", "open")
    assert list(Step.objects.order_by("pk").values_list("state", "by")) == [
        ("submitted", "1"), ("checked", "3"), ("open", "3"),
    ]  # fmt: skip
    assert idea.due_on == clock.today() + 42 * DAY


@pytest.mark.parametrize("person", [EMPLOYEE, COLLEAGUE, ASSESSOR, COMMITTEE, COUNCIL])
def test_nobody_else_coordinates(alpha: None, person: object) -> None:
    idea = opened()
    for deed in (
        lambda: steering.move(idea.number, "in_assessment", person),
        lambda: steering.merge(idea.number, submitted("Andere Idee").number, person),
        lambda: steering.hide_passage(idea.number, "Platz", "Grund", person),
        lambda: steering.ask_author(idea.number, "Warum?", person),
        lambda: steering.add_measure(idea.number, Task("a", "b", clock.today()), person),
    ):
        with pytest.raises(MoveRefused):
            deed()


def test_no_state_is_skipped_and_no_decision_is_made_by_moving(alpha: None) -> None:
    idea = submitted()
    for state in ("open", "in_assessment", "accepted", "merged", "withdrawn", "nonsense"):
        with pytest.raises(MoveRefused):
            steering.move(idea.number, state, COORDINATOR)


def test_merging_keeps_every_supporter_once_and_the_earliest_day(alpha: None) -> None:
    with clock.replaced_by(FixedClock(clock.now() - 20 * DAY)):
        early = opened("Linden auf dem Markt", COLLEAGUE)
    late = opened()
    third, both = somebody(7, "employee"), somebody(8, "employee")
    for idea, person in ((early, third), (early, both), (late, both), (early, EMPLOYEE)):
        sharing.support(idea.number, person)
    steering.merge(early.number, late.number, COORDINATOR)
    steering.merge(early.number, late.number, COORDINATOR)
    target = Idea.objects.get(pk=late.pk)
    assert target.earliest_on == clock.today() - 20 * DAY
    assert target.submitted_on == clock.today()
    there = set(Support.objects.filter(idea=late).values_list("supporter", flat=True))
    # The author of the target supported the other one: she is not counted for her own.
    assert there == {supporter_of("7"), supporter_of("8")}
    assert Idea.objects.get(pk=early.pk).state == "merged"


def test_what_was_merged_goes_along_when_its_target_is_merged(alpha: None) -> None:
    first, second, third = opened("Eins eins"), opened("Zwei zwei"), opened("Drei drei")
    steering.merge(first.number, second.number, COORDINATOR)
    steering.merge(second.number, third.number, COORDINATOR)
    assert set(Idea.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) == {third.pk}


def test_an_idea_is_merged_neither_into_itself_nor_into_one_that_is_over(alpha: None) -> None:
    idea, gone = opened(), opened("Andere Idee")
    sharing.withdraw(gone.number, EMPLOYEE)
    for into, problem in ((idea.number, "itself"), (gone.number, "over")):
        with pytest.raises(Incomplete) as refused:
            steering.merge(idea.number, into, COORDINATOR)
        assert refused.value.fields == (("into", problem),)
    with pytest.raises(IdeaUnknown):
        steering.merge(idea.number, 99, COORDINATOR)


def test_a_hidden_passage_is_shown_and_found_nowhere(alpha: None) -> None:
    idea = opened(text="Frau Zwetschge am Empfang braucht Hilfe am Vormittag.")
    sharing.comment(idea.number, "Frau Zwetschge sagt das auch.", COLLEAGUE)
    assert similar_ideas("Zwetschge")
    steering.hide_passage(idea.number, "Frau Zwetschge", "nennt eine Kollegin", COORDINATOR)
    view = shown(idea)
    assert view.text == "[…] am Empfang braucht Hilfe am Vormittag."
    assert remarks_of(view)[0].text == "[…] sagt das auch."
    assert not similar_ideas("Zwetschge")
    for passage, reason, wrong in (
        ("Frau Pflaume", "Grund", ("passage", "unknown")),
        ("", "Grund", ("passage", "missing")),
        ("Empfang", " ", ("reason", "missing")),
    ):
        with pytest.raises(Incomplete) as refused:
            steering.hide_passage(idea.number, passage, reason, COORDINATOR)
        assert refused.value.fields == (wrong,)


def test_measures_belong_to_accepted_ideas_and_are_done_once(alpha: None) -> None:
    with pytest.raises(MoveRefused):
        steering.add_measure(opened("Andere Idee").number, Task("a", "b", clock.today()), COORDINATOR)
    idea = accepted()
    with pytest.raises(Incomplete) as refused:
        steering.add_measure(idea.number, Task(" ", "", None), COORDINATOR)
    assert {name for name, _ in refused.value.fields} == {"measure", "measure_unit", "measure_day"}
    steering.add_measure(idea.number, Task("Linden pflanzen", "Bauamt", clock.today()), COORDINATOR)
    measure = Measure.objects.get()
    steering.finish_measure(idea.number, measure.pk, COORDINATOR)
    with clock.replaced_by(FixedClock(clock.now() + DAY)):
        steering.finish_measure(idea.number, measure.pk, COORDINATOR)
    assert Measure.objects.get().done_on == clock.today()


def test_an_effect_is_measured_only_with_a_value_before_and_after(alpha: None) -> None:
    idea = moved(accepted(), "in_implementation", "implemented")
    link = link_of(idea)
    with pytest.raises(Incomplete):
        steering.move(idea.number, "effect_measured", COORDINATOR)
    yesterday = clock.today() - DAY
    before, after = Value(Decimal("10"), "Strichliste", yesterday), Value(None, "", None)
    steering.enter_values(idea.number, link.pk, before, after, COORDINATOR)
    with pytest.raises(Incomplete):
        steering.move(idea.number, "effect_measured", COORDINATOR)
    steering.enter_values(
        idea.number, link.pk, before, Value(Decimal("63.5"), "Auszählung", yesterday), COORDINATOR
    )
    steering.move(idea.number, "effect_measured", COORDINATOR)
    effect = effect_of(Link.objects.get())
    assert (effect.difference, effect.improved) == (Decimal("53.50"), True)


def test_a_value_needs_number_source_and_a_day_that_has_been(alpha: None) -> None:
    idea = accepted()
    link, empty = link_of(idea), Value(None, "", None)
    half, future = Value(Decimal(1), "", None), Value(Decimal(1), "Liste", clock.today() + DAY)
    for value, wrong in (
        (half, {("after_source", "missing"), ("after_on", "missing")}),
        (future, {("after_on", "future")}),
        (Value(None, "Liste", clock.today()), {("after", "missing")}),
    ):
        with pytest.raises(Incomplete) as refused:
            steering.enter_values(idea.number, link.pk, empty, value, COORDINATOR)
        assert set(refused.value.fields) == wrong


def test_measured_values_come_through_the_port(alpha: None) -> None:
    class Measured:
        def before(self, link: Link) -> Reading | None:
            return Reading(Decimal(9), "gezählt", clock.today())

        def after(self, link: Link) -> Reading | None:
            return Reading(Decimal(4), "gezählt", clock.today())

    link = link_of(accepted())
    link.metric = "processing_days"
    effect = effect_of(link, Measured())
    assert (effect.difference, effect.improved) == (Decimal(-5), True)
    assert METRICS["online_share"].less_is_better is False


def test_a_link_needs_a_service_that_the_town_offers_and_a_known_figure(alpha: None) -> None:
    idea = accepted()
    with pytest.raises(Incomplete) as refused:
        steering.link_service(idea.number, "no-such-service", "no-figure", COORDINATOR)
    assert set(refused.value.fields) == {("service", "missing"), ("metric", "missing")}
