"""What people decide about results: putting them together, releasing texts, saying what followed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import staff_actor
from modellkommune.participation.surveys.errors import AnswersClosed, NotSettled, TextMissing
from modellkommune.participation.surveys.jobs import freeze_results
from modellkommune.participation.surveys.models import Answer, Measure, Results, Survey, TextReview
from modellkommune.participation.surveys.queries import definition, locked_survey
from modellkommune.participation.surveys.states import CLOSED


@dataclass(frozen=True, slots=True)
class Text:
    """A text that nobody has decided about yet."""

    id: uuid.UUID
    question: str
    text: str


def put_together(town: str, survey_id: int, staff_id: int) -> None:
    """Let a job freeze the results; safe to repeat. Raises `NotSettled`."""
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.settled_at is None:
            raise NotSettled
        if survey.state == CLOSED and not Results.objects.filter(survey=survey).exists():
            Results.objects.create(survey=survey)
            record("survey_results_ordered", f"survey:{survey.pk}", staff_actor(staff_id))
            freeze_results.defer(town=town, survey_id=survey_id)


def waiting_texts(survey: Survey, most: int) -> tuple[Text, ...]:
    """Texts to decide about, the order of their random ids. Raises `AnswersClosed`."""
    if survey.settled_at is None:
        raise AnswersClosed
    decided = TextReview.objects.filter(survey=survey).values("id")
    rows = _texts(survey).exclude(id__in=decided).order_by("id")
    return tuple(Text(*row) for row in rows.values_list("id", "question", "value")[:most])


def review_text(town: str, survey_id: int, text_id: uuid.UUID, staff_id: int, *, release: bool) -> bool:
    """Release one text or keep it back, each with its own entry in the journal; False: decided before.

    The entry names the text's random id, never what it says.
    """
    with municipality(town):
        survey = locked_survey(survey_id)
        answer = _texts(survey).filter(pk=text_id).first()
        if answer is None or TextReview.objects.filter(pk=text_id).exists():
            return False
        TextReview.objects.create(
            id=answer.pk,
            survey=survey,
            question=answer.question,
            released=release,
            text=answer.value if release else "",
        )
        verb = "survey_text_released" if release else "survey_text_kept_back"
        record(verb, f"survey-text:{answer.pk}", staff_actor(staff_id))
    return True


def released_texts(survey_id: int) -> dict[str, list[str]]:
    """The texts everybody may read, by question, in an order that says nothing."""
    found: dict[str, list[str]] = {}
    rows = TextReview.objects.filter(survey_id=survey_id, released=True).order_by("text")
    for question, text in rows.values_list("question", "text"):
        found.setdefault(question, []).append(text)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of "You said - we did" as its author writes it; English may be left empty."""

    question: str
    said: Mapping[str, str]
    done: Mapping[str, str]
    day: date
    service: str = ""


def add_measure(town: str, survey_id: int, staff_id: int, told: Told) -> Measure:
    """Write what followed from the answers to a question. Raises `TextMissing`, KeyError.

    Where a service is named, its release of today is written down as well.
    """
    if not (told.said.get("de") and told.done.get("de")):
        raise TextMissing
    with municipality(town):
        survey = locked_survey(survey_id)
        definition(survey).question(told.question)
        releases = {service.id: service.release_hash for service in offered()}
        measure = Measure.objects.create(
            survey=survey,
            question=told.question,
            said={language: text for language, text in told.said.items() if text},
            done={language: text for language, text in told.done.items() if text},
            day=told.day,
            service=told.service,
            release=releases[told.service] if told.service else "",
        )
        record("survey_measure_told", f"survey:{survey.pk}", staff_actor(staff_id))
    return measure


def measures(survey_id: int) -> tuple[Measure, ...]:
    """What followed, the newest first."""
    return tuple(Measure.objects.filter(survey_id=survey_id))


def published_rounds(key: str) -> tuple[tuple[Survey, Results], ...]:
    """Every time the survey of this name was asked and published here, the newest first."""
    surveys = Survey.objects.select_related("version").filter(key=key, published_at__isnull=False)
    rows = {row.survey_id: row for row in Results.objects.filter(survey__in=surveys).exclude(hash="")}
    return tuple((one, rows[one.pk]) for one in surveys.order_by("-id") if one.pk in rows)


def _texts(survey: Survey) -> Any:
    names = [one.id for one in definition(survey).questions if one.kind == "text"]
    return Answer.objects.filter(response__version_id=survey.version_id, question__in=names)
