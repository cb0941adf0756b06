"""A survey full of invented answers, given by the commands that take real ones; deterministic by its seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from modellkommune.blueprint.source import read_yaml
from modellkommune.blueprint.survey.asking import Given, Questionnaire
from modellkommune.blueprint.survey.definition import Channel, Question
from modellkommune.blueprint.survey.folder import load_survey
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import DATA_PROTECTION_OFFICER, PAPER_CLERK, SURVEY_AUTHOR
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import begin, save_answers, send
from modellkommune.participation.surveys.codes import code_of, issue_codes
from modellkommune.participation.surveys.commands import approve, hand_in, open_survey, take_over
from modellkommune.participation.surveys.mixing import mix
from modellkommune.participation.surveys.models import PaperBatch, Survey
from modellkommune.participation.surveys.paper import Pile, enter_sheet, open_batch, settle_batch
from modellkommune.participation.surveys.queries import all_surveys, latest_survey, questionnaire
from modellkommune.participation.surveys.states import RUNNING

FILE: Final = "invented.yaml"
A_SERVICE: Final = 30
"""How often a service of the municipality is taken, beside the weights of the file."""
ANSWERED: Final = 0.93
WRITES: Final = 0.25
"""How many answer a question with choices, and one with a text."""
PILE: Final = 150  # sheets


class NobodyWorksHere(Exception):
    """The municipality has nobody who writes surveys, approves them or enters paper."""


@dataclass(frozen=True)
class Invented:
    """What invented people choose and write."""

    weights: dict[str, list[int]]
    texts: dict[str, list[str]]


def open_demonstration_survey(town: str, folder: Path, *, before: int = 0) -> None:
    """Let a survey be asked in a demonstration, unless it was more often than `before`. Safe to repeat.

    Raises `NobodyWorksHere`.
    """
    with municipality(town):
        asked = [found for found in all_surveys() if found.key == folder.name]
    if len(asked) <= before and not any(found.state in RUNNING for found in asked):
        opened(town, folder)


def opened(town: str, folder: Path) -> Survey:
    """A survey that is open: written, approved and opened by the staff of the demonstration.

    Raises `NobodyWorksHere`.
    """
    with municipality(town):
        author, officer = one_of(SURVEY_AUTHOR), one_of(DATA_PROTECTION_OFFICER)
    survey = take_over(town, load_survey(folder))
    hand_in(town, survey.pk, author)
    approve(town, survey.pk, officer)
    open_survey(town, survey.pk, author, None)
    return survey


def answer_by_all_ways(town: str, folder: Path, count: int, seed: int) -> int:
    """Let `count` invented people answer each way: link, code, station, paper; how many in all.

    Raises `SurveyNotFound`, `NobodyWorksHere`.
    """
    with municipality(town):
        survey = latest_survey(folder.name)
        author, clerks = one_of(SURVEY_AUTHOR), _all(PAPER_CLERK)[:2]
    asked = questionnaire(survey.version)
    people = invented_people(asked, folder, random.Random(f"{town} {seed}"))  # noqa: S311 -- invented
    codes = issue_codes(town, survey.pk, count, author)
    for channel in ("open", "kiosk", "code"):
        for number, answers in zip(range(count), people, strict=False):
            _answer(survey, channel, answers, codes[number] if channel == "code" else "")
    sheets = [answers for _, answers in zip(range(count), people, strict=False)]
    for first in range(0, count, PILE):
        _enter(survey, clerks, sheets[first : first + PILE], f"{seed}-{first // PILE + 1}")
    mix(town, survey.pk)
    return 4 * count


def _answer(survey: Survey, channel: Channel, answers: Given, code: str) -> None:
    town, code_id = str(survey.municipality_id), ""
    if code:
        with municipality(town):
            code_id = str(code_of(survey, code))
    visit = begin(town, survey, channel)
    questions = questionnaire(survey.version).survey
    save_answers(town, visit, [(questions.question(name), given) for name, given in answers.items()])
    send(town, visit, code_id)


def _enter(survey: Survey, clerks: list[int], sheets: list[Given], number: str) -> None:
    town = str(survey.municipality_id)
    with municipality(town):
        there = PaperBatch.objects.filter(survey=survey).count()
    pile = Pile(f"{number}-{there + 1}", len(sheets), clock.today())
    batch = open_batch(town, survey.pk, pile, clerks[0])
    for clerk in clerks:
        for place, answers in enumerate(sheets, 1):
            enter_sheet(town, batch.pk, place, answers, clerk)
    settle_batch(town, batch.pk, clerks[1])


def _invented(folder: Path) -> Invented:
    data: Any = read_yaml(folder / FILE).data
    return Invented(data["weights"], data["texts"])


def invented_people(asked: Questionnaire, folder: Path, chance: random.Random) -> Iterator[Given]:
    """What invented people answer, one after the other without end."""
    invented = _invented(folder)
    while True:
        answers: Given = {}
        for question in asked.survey.questions:
            if question.id in {one.id for one in asked.asked(answers)}:
                answers[question.id] = _chosen(question, invented, chance)
        yield asked.kept(answers)


def _chosen(question: Question, invented: Invented, chance: random.Random) -> tuple[str, ...]:
    if question.kind == "text":
        return (chance.choice(invented.texts[question.id]),) if chance.random() < WRITES else ()
    if chance.random() > ANSWERED:
        return ()
    own = invented.weights[question.id]
    weights = [A_SERVICE] * (len(question.choices) - len(own)) + own
    several = chance.randint(1, question.most or 2) if question.kind == "multiple" else 1
    drawn = {choice.id: choice for choice in chance.choices(question.choices, weights, k=several)}
    apart = next((name for name, choice in drawn.items() if choice.apart), "")
    names = {apart} if apart else set(drawn)
    return tuple(choice.id for choice in question.choices if choice.id in names)


def one_of(role: str) -> int:
    """Somebody of the municipality with a role. Raises `NobodyWorksHere`."""
    return _all(role)[0]


def _all(role: str) -> list[int]:
    found = [staff.pk for staff, roles in members() if role in roles]
    if not found:
        raise NobodyWorksHere
    return found
