"""Reading surveys. Inside `with municipality(...)`."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, cast

from django.db.models import Count, QuerySet

from modellkommune.blueprint.survey.asking import Questionnaire
from modellkommune.blueprint.survey.definition import Answered, Channel
from modellkommune.blueprint.survey.definition import Survey as Definition
from modellkommune.blueprint.survey.document import survey_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import RowReader
from modellkommune.participation.surveys.errors import AnswersClosed, SurveyNotFound
from modellkommune.participation.surveys.models import (
    Answer,
    Buffered,
    Code,
    PaperBatch,
    Response,
    Survey,
    Version,
    Visit,
)
from modellkommune.participation.surveys.states import CLOSED, OPEN, PUBLISHED, PURGED, RUNNING
from modellkommune.values.clock import start_of_day

KEPT: Final = 128
"""Questionnaires a process keeps; the least used one goes first."""
GRACE: Final = timedelta(minutes=30)
"""How long after the end somebody who had begun may still send."""


class VersionAltered(RuntimeError):
    """The stored version does not have the hash under which it was taken over."""


def questionnaire(version: Version) -> Questionnaire:
    """A version ready to ask. The process keeps it: the hash says all. Raises `VersionAltered`.

    Inside `with municipality(...)` where the version came without its document, as with a visit.
    """
    found = _ready.get(version.hash)
    if found is None:
        if sha256(version.document.encode()).hexdigest() != version.hash:
            raise VersionAltered(str(version))
        if len(_ready) >= KEPT:
            _ready.clear()
        found = _ready[version.hash] = Questionnaire(survey_of(json.loads(version.document)))
    return found


_ready: Final[dict[str, Questionnaire]] = {}


def definition(survey: Survey) -> Definition:
    """What a survey asks."""
    return questionnaire(survey.version).survey


def survey(survey_id: int) -> Survey:
    """A survey by its number. Raises `SurveyNotFound`."""
    found = _surveys().filter(pk=survey_id).first()
    if found is None:
        raise SurveyNotFound
    return found


def locked_survey(survey_id: int) -> Survey:
    """The same for a command, held until it commits. Raises `SurveyNotFound`."""
    found = _surveys().select_for_update(of=("self",)).filter(pk=survey_id).first()
    if found is None:
        raise SurveyNotFound
    return found


def latest_survey(key: str) -> Survey:
    """The survey of a name that runs, or else the last one that did. Raises `SurveyNotFound`."""
    rows = list(_surveys().filter(key=key).order_by("-id"))
    running = [row for row in rows if row.state in RUNNING]
    if not rows:
        raise SurveyNotFound
    return (running or rows)[0]


def public_survey(key: str) -> Survey:
    """The same as far as residents may know of it: opened once, not deleted. Raises `SurveyNotFound`."""
    rows = _surveys().filter(key=key, state__in=(OPEN, CLOSED, PUBLISHED)).order_by("-id")
    found = rows.first()
    if found is None:
        raise SurveyNotFound
    return found


def public_surveys() -> tuple[Survey, ...]:
    """All that residents may know of, those that are open first."""
    rows = _surveys().filter(state__in=(OPEN, CLOSED, PUBLISHED)).order_by("-id")
    return tuple(sorted(rows, key=lambda row: row.state != OPEN))


def all_surveys() -> tuple[Survey, ...]:
    """All of the municipality, the newest first."""
    return tuple(_surveys().order_by("-id"))


def surveys_in(*states: str) -> tuple[Survey, ...]:
    """Those in one of these states, the oldest first."""
    return tuple(_surveys().filter(state__in=states).order_by("id"))


def _surveys() -> QuerySet[Survey]:
    return Survey.objects.select_related("version", "data_key")


def ended_at(found: Survey) -> datetime | None:
    """The instant from which nobody begins any more; None while there is none."""
    ends = [found.closed_at, start_of_day(found.last_day + timedelta(days=1)) if found.last_day else None]
    return min((end for end in ends if end is not None), default=None)


def may_begin(found: Survey) -> bool:
    """Whether somebody may begin to answer now."""
    end = ended_at(found)
    return found.state == OPEN and (end is None or clock.now() < end)


def may_send(found: Survey) -> bool:
    """Whether somebody who had begun may still send."""
    end = ended_at(found)
    return found.state in (OPEN, CLOSED) and (end is None or clock.now() < end + GRACE)


def visit(visit_id: Any) -> Visit | None:
    """Answers under way that were not left alone for too long, with their survey; or None."""
    return _under_way(VISITS.read(visit_id))


def locked_visit(visit_id: Any) -> Visit | None:
    """The same for a command, held until it commits."""
    return _under_way(LOCKED_VISITS.read(visit_id))


def _visits(visit_id: Any) -> QuerySet[Visit]:
    # The document of what is asked is as long as all else together, and kept by the process.
    rows = Visit.objects.select_related("survey__version", "survey__data_key")
    return rows.defer("survey__version__document").filter(pk=visit_id).order_by("pk")


VISITS: Final = RowReader(_visits)
LOCKED_VISITS: Final = RowReader(lambda visit_id: _visits(visit_id).select_for_update(of=("self",)))


def _under_way(row: Visit | None) -> Visit | None:
    return row if row is not None and row.content and row.expires_at > clock.now() else None


def unused_code(survey_id: int, code_id: Any) -> bool:
    """Whether the code is there and was not marked as used."""
    return Code.objects.filter(pk=code_id, survey_id=survey_id, redeemed=False).exists()


def code_count(survey_id: int) -> int:
    """How many codes were given out. How many of them were used is nobody's business while a survey runs."""
    return Code.objects.filter(survey_id=survey_id).count()


def held_counts() -> dict[int, int]:
    """How many answers wait for somebody to look at them, by survey."""
    rows = Buffered.objects.filter(held=True).values_list("survey_id").annotate(Count("id"))
    return dict(rows.values_list("survey_id", "id__count"))


def response_count(found: Survey) -> int:
    """How many took part; also after closing only, so that nobody watches a survey come in.

    Raises `AnswersClosed`.
    """
    _refuse_early(found)
    return Response.objects.filter(version_id=found.version_id).count()


def answered(found: Survey) -> Iterator[Answered]:
    """All responses of a closed survey, in no order that means anything. Raises `AnswersClosed`."""
    _refuse_early(found)
    responses = dict(Response.objects.filter(version_id=found.version_id).values_list("id", "channel"))
    answers: dict[Any, dict[str, tuple[str, ...]]] = {key: {} for key in responses}
    rows = Answer.objects.filter(response__version_id=found.version_id).order_by("id")
    for key, question, value in rows.values_list("response_id", "question", "value").iterator(5000):
        given = answers[key]
        given[question] = (*given.get(question, ()), value)
    order = {one.id: [choice.id for choice in one.choices] for one in definition(found).questions}
    for key, given in answers.items():
        chosen = {name: _ordered(values, order[name]) for name, values in given.items()}
        yield Answered(cast(Channel, responses[key]), chosen)


def _ordered(chosen: tuple[str, ...], order: list[str]) -> tuple[str, ...]:
    return tuple(sorted(chosen, key=order.index)) if order else chosen


def _refuse_early(found: Survey) -> None:
    if found.settled_at is None or found.state == PURGED:
        raise AnswersClosed


def batches(survey_id: int) -> tuple[PaperBatch, ...]:
    """The piles of paper of a survey, the newest first."""
    return tuple(PaperBatch.objects.filter(survey_id=survey_id).order_by("-id"))
