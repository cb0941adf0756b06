"""From the buffer to the responses, so that nothing leads from a code to what was answered with it.

A batch is at least ten answers of one survey and one channel. First one transaction marks the codes of the
batch as used; then another one takes the answers out of the buffer and writes them as responses, in random
order and under new random ids. Whoever ends between the two loses nothing and counts nothing twice: until
the second has committed the tickets in the buffer still refuse the codes, and both can be repeated. After
the end the rest goes together whatever its number, and then all codes and all responses are written anew, so
that the batches themselves can no longer be told apart.
"""

import json
import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections

from modellkommune.blueprint.survey.definition import CHANNELS
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality
from modellkommune.participation.surveys.answering import BUFFER
from modellkommune.participation.surveys.models import Buffered, Code, Survey
from modellkommune.participation.surveys.queries import locked_survey
from modellkommune.participation.surveys.queries import survey as survey_of

LEAST: Final = 10
MOST: Final = 500
"""Answers of a batch: fewer could be told apart, more would hold a transaction for long."""
SYSTEM: Final = Actor("system", "surveys")

_RESPONSES: Final = """
    WITH sent AS MATERIALIZED (
        SELECT gen_random_uuid() AS id,
            one->>'channel' AS channel, one->>'day' AS day, one->'answers' AS answers
        FROM jsonb_array_elements(%(batch)s::jsonb) AS one
    ), responses AS (
        INSERT INTO surveys_response (id, municipality_id, version_id, channel, day)
        SELECT id, %(town)s, %(version)s, channel, day::date FROM sent
    )
    INSERT INTO surveys_answer (id, municipality_id, response_id, question, value)
    SELECT gen_random_uuid(), %(town)s, sent.id, given.key, chosen
    FROM sent, jsonb_each(sent.answers) AS given, jsonb_array_elements_text(given.value) AS chosen"""
"""A batch at once, from its JSON: of rows made as objects, making them took most of the time."""

_ANEW: Final = (
    # Codes in the order of their digests, which says nothing; responses and answers in random order.
    """WITH gone AS (DELETE FROM surveys_code WHERE survey_id = %(survey)s RETURNING *)
    INSERT INTO surveys_code SELECT * FROM gone ORDER BY digest""",
    """WITH gone AS (DELETE FROM surveys_response WHERE version_id = %(version)s RETURNING *)
    INSERT INTO surveys_response SELECT * FROM gone ORDER BY gen_random_uuid()""",
    """WITH gone AS (DELETE FROM surveys_answer WHERE response_id IN
        (SELECT id FROM surveys_response WHERE version_id = %(version)s) RETURNING *)
    INSERT INTO surveys_answer SELECT * FROM gone ORDER BY response_id, gen_random_uuid()""",
)


class BatchTaken(Exception):
    """Another process took answers of this batch at the same moment; what is left is taken next time."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A row of the buffer, opened."""

    id: uuid.UUID
    channel: str
    content: dict[str, Any]


def mix(town: str, survey_id: int, *, rest: bool = False) -> int:
    """Turn what waits in the buffer into responses, by batches; how many. Outside of any transaction.

    `rest`: the survey is over, so that those fewer than ten go as well. Safe to repeat and to run twice.
    """
    return sum(
        _moved(town, survey_id, batch)
        for channel in CHANNELS
        for batch in _batches(_waiting(town, survey_id, channel), rest=rest)
    )


def settle(town: str, survey_id: int) -> None:
    """End the coming in: the rest, then everything anew. Safe to repeat, also if answers came late."""
    mix(town, survey_id, rest=True)
    with municipality(town):
        found = survey_of(survey_id)
    names = {"survey": found.pk, "version": found.version_id}
    # Each for itself: codes and responses written by one transaction would be neighbours again.
    for statement in _ANEW[:1], _ANEW[1:]:
        with municipality(town), connections["default"].cursor() as cursor:
            for order in statement:
                cursor.execute(order, names)
    with municipality(town):
        found = locked_survey(survey_id)
        if found.settled_at is None:
            found.settled_at = clock.now()
            found.save(update_fields=["settled_at"])
            record("survey_settled", f"survey:{found.pk}", SYSTEM)


def _waiting(town: str, survey_id: int, channel: str) -> list[_Sent]:
    """What waits, in random order."""
    with municipality(town):
        key = survey_of(survey_id).data_key
        rows = Buffered.objects.filter(survey_id=survey_id, channel=channel, held=False)
        found = [_Sent(row.pk, channel, unseal_json(key, row.content, BUFFER)) for row in rows.order_by("id")]
    secrets.SystemRandom().shuffle(found)
    return found


def _batches(waiting: Sequence[_Sent], *, rest: bool) -> Iterator[Sequence[_Sent]]:
    """Cut what waits so that no batch is smaller than `LEAST`, but for the rest of a survey that is over."""
    if len(waiting) < LEAST and not (rest and waiting):
        return
    count = max(1, len(waiting) // MOST)
    for place in range(count):
        yield waiting[place::count]


def _moved(town: str, survey_id: int, batch: Sequence[_Sent]) -> int:
    with municipality(town):
        _mark_codes(survey_id, batch)
    try:
        with municipality(town):
            return _rewrite(survey_of(survey_id), batch)
    except BatchTaken:
        return 0


def _mark_codes(survey_id: int, batch: Sequence[_Sent]) -> None:
    ids = [sent.content["code"] for sent in batch if "code" in sent.content]
    Code.objects.filter(survey_id=survey_id, pk__in=ids, redeemed=False).update(redeemed=True)


def _rewrite(survey: Survey, batch: Sequence[_Sent]) -> int:
    """Take the batch out of the buffer and write it as responses. Raises `BatchTaken`."""
    taken = Buffered.objects.filter(pk__in=[sent.id for sent in batch]).delete()[0]
    if taken != len(batch):
        raise BatchTaken
    sent = [
        {"channel": one.channel, "day": one.content["day"], "answers": one.content["answers"]}
        for one in batch
    ]
    names: dict[str, Any] = {
        "batch": json.dumps(sent),
        "town": current_municipality(),
        "version": survey.version_id,
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(_RESPONSES, names)
    return len(batch)
