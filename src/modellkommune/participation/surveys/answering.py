"""Answering: begin, keep in between, send. No entry of the journal: it would say when somebody took part."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import connections

from modellkommune.blueprint.survey.asking import Given, read_answer
from modellkommune.blueprint.survey.definition import Channel, Question
from modellkommune.foundation.keys.commands import seal_json, unseal_json
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality
from modellkommune.foundation.tenants.writing import insert, update
from modellkommune.participation.surveys.errors import (
    AnswerRefused,
    AnswersMissing,
    CodeUsed,
    SurveyOver,
    VisitGone,
)
from modellkommune.participation.surveys.models import Buffered, FollowUp, Survey, Visit
from modellkommune.participation.surveys.queries import (
    definition,
    locked_visit,
    may_begin,
    may_send,
    questionnaire,
    unused_code,
    visit,
)

LIFETIME: Final = timedelta(hours=24)
"""How long answers are kept in between without a change: nobody has to hurry (WCAG 2.2.1: over 20 hours)."""
AT_A_STATION: Final = timedelta(minutes=10)
"""The same at a tablet of the stand. It resets itself much sooner; this is for one that went dark."""
VISIT: Final = "survey-visit"
BUFFER: Final = "survey-buffer"
CONTACT: Final = "survey-contact"

_SEND: Final = """
    WITH gone AS (DELETE FROM surveys_visit WHERE id = %s RETURNING id),
    stored AS (
        INSERT INTO surveys_buffered (id, municipality_id, survey_id, channel, held, ticket, content)
        SELECT %s, %s, %s, %s, %s, %s, %s FROM gone
        ON CONFLICT (municipality_id, ticket) DO NOTHING RETURNING id
    )
    SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM stored)"""
"""The end of a visit and what was answered in it, in one statement: many people send at the same time."""


def begin(town: str, survey: Survey, channel: Channel) -> uuid.UUID:
    """Begin to answer; the id by which the pages find the answers again. Raises `SurveyOver`."""
    if not may_begin(survey) or channel not in definition(survey).channels:
        raise SurveyOver
    with municipality(town):
        row = Visit(survey=survey, channel=channel, expires_at=clock.now() + lifetime(channel))
        row.content = seal_json(survey.data_key, {}, VISIT)
        insert(row)
    return row.pk


def lifetime(channel: str) -> timedelta:
    """How long answers by this channel are kept in between without a change."""
    return AT_A_STATION if channel == "kiosk" else LIFETIME


def answers_of(row: Visit) -> Given:
    """What was answered so far."""
    found: dict[str, list[str]] = unseal_json(row.survey.data_key, row.content, VISIT)
    return {question: tuple(given) for question, given in found.items()}


def save_answer(town: str, visit_id: uuid.UUID, question: Question, sent: Sequence[str]) -> Given:
    """Keep the answer to one question; all answers so far. Raises `VisitGone`, `AnswerRefused`."""
    return save_answers(town, visit_id, [(question, sent)])


def save_answers(town: str, visit_id: uuid.UUID, sent: Iterable[tuple[Question, Sequence[str]]]) -> Given:
    """The same for several questions."""
    read = {question.id: read_answer(question, values) for question, values in sent}
    for name, reading in read.items():
        if reading.fault:
            raise AnswerRefused(name, reading.fault)
    with municipality(town):
        row = locked_visit(visit_id)
        if row is None:
            raise VisitGone
        answers = {**answers_of(row), **{name: reading.answer for name, reading in read.items()}}
        row.content = seal_json(row.survey.data_key, answers, VISIT)
        row.expires_at = clock.now() + lifetime(row.channel)
        update(row, "content", "expires_at")
    return answers


def forget(town: str, visit_id: uuid.UUID) -> None:
    """Throw away what was answered so far. Safe to repeat.

    An empty row stays until its time is over, so that a page left open does not say that it was sent.
    """
    with municipality(town):
        Visit.objects.filter(pk=visit_id).update(content=b"")


def was_thrown_away(visit_id: uuid.UUID) -> bool:
    """Whether these answers were thrown away. Inside `with municipality(...)`."""
    return Visit.objects.filter(pk=visit_id, content=b"").exists()


def send(town: str, visit_id: uuid.UUID, code_id: str = "", *, held: bool = False) -> None:
    """Store what was answered, once: the visit ends with it, and a code counts with it.

    The code is not marked here: rows written by one transaction could be found together (see `mixing`). What
    keeps it from counting twice is the ticket until then, the mark afterwards; the ticket is written before
    the mark is read, so that none of the two can be missed.
    Raises `VisitGone`, `SurveyOver`, `AnswersMissing`, `CodeUsed`; then nothing has changed.
    """
    with municipality(town):
        row = visit(visit_id)
        if row is None:
            raise VisitGone
        survey = row.survey
        if not may_send(survey):
            raise SurveyOver
        asked = questionnaire(survey.version)
        answers = answers_of(row)
        if asked.missing(answers):
            raise AnswersMissing
        if row.channel != "code":
            _end(row, asked.kept(answers), held=held)
            return
        if not code_id:
            raise CodeUsed
        _end(row, asked.kept(answers), code=code_id)
        if not unused_code(survey.pk, code_id):
            raise CodeUsed


def _end(row: Visit, answers: Given, *, code: str = "", held: bool = False) -> None:
    """End a visit with what was answered.

    Raises `VisitGone` if somebody else did in the same moment, `CodeUsed` for a ticket that is there already.
    """
    database: Any = connections["default"]
    ticket = keyed_digest("survey-ticket", code) if code else None
    buffered = (row.channel, held, ticket, _sealed(row.survey, answers, code))
    values = [row.pk, uuid.uuid4(), current_municipality(), row.survey_id, *buffered]
    gone, stored = database.run(_SEND, values).fetchone()
    if not gone:
        raise VisitGone
    if not stored:
        raise CodeUsed


def store(survey: Survey, channel: str, answers: Given) -> None:
    """Put answers that came without code and visit into the buffer, as of today."""
    insert(Buffered(survey=survey, channel=channel, content=_sealed(survey, answers)))


def _sealed(survey: Survey, answers: Given, code: str = "") -> bytes:
    content = {"answers": answers, "day": clock.today().isoformat(), **({"code": code} if code else {})}
    return seal_json(survey.data_key, content, BUFFER)


def leave_contact(town: str, survey: Survey, ticket: str, contact: str) -> None:
    """Take part in the raffle. `ticket` is the receipt's; the same one is kept once. Raises `SurveyOver`."""
    if definition(survey).raffle is None or not may_send(survey):
        raise SurveyOver
    with municipality(town):
        FollowUp.objects.get_or_create(
            ticket=keyed_digest("survey-contact", ticket),
            defaults={"survey": survey, "content": seal_json(survey.data_key, contact, CONTACT)},
        )


def delete_left_alone() -> int:
    """Delete answers in between that nobody came back to; how many. Inside `with municipality(...)`."""
    return Visit.objects.filter(expires_at__lte=clock.now()).delete()[0]
