"""Counting answers: how many gave which, in which group and channel, and who could have answered otherwise.

Beside each count stands its *room*: how many of these people could have answered otherwise without breaking
the questionnaire's rules (conditions, the most choices, choices that stand apart). Hiding counts rests on it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from modellkommune.blueprint.survey.conditions import scope_of
from modellkommune.blueprint.survey.definition import Answered, Question, Survey
from modellkommune.participation.surveys.results.tables import NOT_STATED

Place = tuple[str, str]
"""Group and channel."""
Cell = tuple[str, str, str]
"""Choice, group and channel."""

STRANDS: Final[Mapping[str, tuple[str, ...]]] = {"code": ("code",), "open": ("open", "kiosk", "paper")}
"""Answers by code come once from each letter; the others as often as somebody likes."""
PROGRESS_EVERY: Final = 1000


@dataclass(slots=True)
class QuestionTally:
    """The answers to one question.

    given: people who chose it; room: those of them who could have chosen otherwise. For a question with
    several answers, `room` is who could leave the choice out, and `more` who could choose it as well.
    """

    base: Counter[Place] = field(default_factory=Counter)
    given: Counter[Cell] = field(default_factory=Counter)
    room: Counter[Cell] = field(default_factory=Counter)
    more: Counter[Cell] = field(default_factory=Counter)
    alone: Counter[Cell] = field(default_factory=Counter)
    """Who chose nothing else, and could have chosen otherwise."""


@dataclass(slots=True)
class Tally:
    """The responses of one strand."""

    n: int = 0
    channels: Counter[str] = field(default_factory=Counter)
    questions: dict[str, QuestionTally] = field(default_factory=dict)


def count(
    survey: Survey, responses: Iterable[Answered], progress: Callable[[int], None] = lambda done: None
) -> dict[str, Tally]:
    """The tallies of all strands; `progress` hears every thousand responses how many are counted."""
    dependents = dependents_of(survey)
    tallies = {
        strand: Tally(questions={question.id: QuestionTally() for question in survey.questions})
        for strand in STRANDS
    }
    strand_of = {channel: strand for strand, channels in STRANDS.items() for channel in channels}
    for done, response in enumerate(responses, start=1):
        _add(tallies[strand_of[response.channel]], survey, response, dependents)
        if done % PROGRESS_EVERY == 0:
            progress(done)
    for tally in tallies.values():
        for question in survey.questions:
            _move_apart(question, tally.questions[question.id])
    return tallies


def dependents_of(survey: Survey) -> Mapping[str, tuple[Question, ...]]:
    """Question id -> the questions whose condition reads its answer."""
    scope = scope_of(survey.questions)
    found: dict[str, list[Question]] = {question.id: [] for question in survey.questions}
    for question in survey.questions:
        if question.shown_if:
            for name in {read.path[-1] for read in scope.compile(question.shown_if, "boolean").reads}:
                found[name].append(question)
    return {name: tuple(questions) for name, questions in found.items()}


def _add(
    tally: Tally, survey: Survey, response: Answered, dependents: Mapping[str, tuple[Question, ...]]
) -> None:
    tally.n += 1
    tally.channels[response.channel] += 1
    group = (response.answers.get(survey.breakdown, ()) or (NOT_STATED,))[0]
    place = (group, response.channel)
    for question in survey.questions:
        answer = response.answers.get(question.id, ())
        if answer:
            free = all(one.optional and not response.answers.get(one.id) for one in dependents[question.id])
            _add_answer(tally.questions[question.id], question, answer, place, free)


def _add_answer(
    tally: QuestionTally, question: Question, answer: tuple[str, ...], place: Place, free: bool
) -> None:
    tally.base[place] += 1
    if question.kind == "text":
        return
    for choice in answer:
        tally.given[choice, *place] += 1
    if not free:
        return
    if question.kind != "multiple":
        tally.room[answer[0], *place] += 1
    else:
        _add_room(tally, question, answer, place)


def _add_room(tally: QuestionTally, question: Question, answer: tuple[str, ...], place: Place) -> None:
    if len(answer) == 1:
        tally.alone[answer[0], *place] += 1
    else:
        tally.room.update((choice, *place) for choice in answer)
    apart = {choice.id for choice in question.choices if choice.apart}
    if apart.isdisjoint(answer) and (not question.most or len(answer) < question.most):
        others = (choice.id for choice in question.choices if choice.id not in answer)
        tally.more.update((choice, *place) for choice in others if choice not in apart)


def _move_apart(question: Question, tally: QuestionTally) -> None:
    """Room of the choices that stand apart: it takes two people, so that no other count changes.

    Who chose only X could have chosen "none", while a neighbour chose X as well; and the other way round.
    """
    if question.kind != "multiple":
        return
    others = [choice.id for choice in question.choices if not choice.apart]
    for name in (choice.id for choice in question.choices if choice.apart):
        for place in list(tally.base):
            up = (min(tally.alone[other, *place], tally.more[other, *place]) for other in others)
            down = (min(tally.alone[name, *place], tally.room[other, *place]) for other in others)
            tally.more[name, *place] = max(up, default=0)
            tally.room[name, *place] = max(down, default=0)
