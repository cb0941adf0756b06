"""What a demonstration looks back on: a survey of last year, counted, published, and what followed from it.

Its dates are those of last year: the clock stands there while it takes place. The invented answers of each
day go into the buffer together, and from there the way of all answers.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from modellkommune.blueprint.source import read_yaml
from modellkommune.blueprint.survey.asking import Given
from modellkommune.foundation.identity.rights import SURVEY_AUTHOR
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import store
from modellkommune.participation.surveys.commands import close, publish, staff_actor
from modellkommune.participation.surveys.demonstration import (
    FILE,
    invented_people,
    one_of,
    open_demonstration_survey,
    opened,
)
from modellkommune.participation.surveys.freezing import freeze
from modellkommune.participation.surveys.mixing import settle
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import all_surveys, questionnaire
from modellkommune.participation.surveys.queries import survey as survey_of
from modellkommune.participation.surveys.releasing import Told, add_measure, review_text, waiting_texts
from modellkommune.values.clock import FixedClock, legal_date

AGO: Final = timedelta(days=364)
"""To the same weekday of last year."""
DAYS: Final = 28
"""So long the survey was open."""
SEED: Final = 2025


@dataclass(frozen=True)
class Past:
    """How many answered each way, how many texts are released, and what followed after how many days."""

    channels: dict[str, int]
    texts: int
    measures: list[dict[str, Any]]


def ask_again_after_a_year(town: str, folder: Path) -> None:
    """Let a survey be asked in a demonstration that was asked last year, where it has a `past`.

    Safe to repeat. Raises `NobodyWorksHere`.
    """
    told: dict[str, Any] | None = read_yaml(folder / FILE).data.get("past")
    with municipality(town):
        is_new = all(found.key != folder.name for found in all_surveys())
    if told and is_new:
        _hold(town, folder, Past(**told), clock.now() - AGO)
    open_demonstration_survey(town, folder, before=1 if told else 0)


def _hold(town: str, folder: Path, past: Past, began: datetime) -> None:
    with clock.replaced_by(FixedClock(began)):
        survey = opened(town, folder)
    people = list(_people(town, survey, folder, past))
    for day in range(DAYS):
        with clock.replaced_by(FixedClock(began + timedelta(days=day))), municipality(town):
            for channel, answers in people[day::DAYS]:
                store(survey, channel, answers)
    with clock.replaced_by(FixedClock(began + timedelta(days=DAYS))):
        _publish(town, survey, past)


def _people(town: str, survey: Survey, folder: Path, past: Past) -> Iterator[tuple[str, Given]]:
    """By which way each person answers, and what; the ways in turn, so that each day has of all of them."""
    chance = random.Random(f"{town} {SEED}")  # noqa: S311 -- invented
    channels = [channel for channel, count in past.channels.items() for _ in range(count)]
    chance.shuffle(channels)
    return zip(channels, invented_people(questionnaire(survey.version), folder, chance), strict=False)


def _publish(town: str, survey: Survey, past: Past) -> None:
    with municipality(town):
        author = one_of(SURVEY_AUTHOR)
    close(town, survey.pk, staff_actor(author))
    settle(town, survey.pk)
    freeze(town, survey.pk)
    publish(town, survey.pk, staff_actor(author))
    with municipality(town):
        texts = {one.text: one for one in waiting_texts(survey_of(survey.pk), sum(past.channels.values()))}
    for text in islice(texts.values(), past.texts):
        review_text(town, survey.pk, text.id, author, release=True)
    for told in past.measures:
        day = legal_date(clock.now()) + timedelta(days=told["after"])
        add_measure(
            town, survey.pk, author, Told(told["question"], told["said"], told["done"], day, told["service"])
        )
