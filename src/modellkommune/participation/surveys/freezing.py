"""Freezing the results of a survey that is over: counted once, in pieces, then only read."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final, cast

import rfc8785

from modellkommune.blueprint.survey.definition import Answered, Channel
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.keeping import kept
from modellkommune.participation.surveys.errors import NotSettled, ResultsMissing
from modellkommune.participation.surveys.models import Answer, Buffered, Response, Results, Survey
from modellkommune.participation.surveys.queries import definition, response_count
from modellkommune.participation.surveys.queries import survey as survey_of
from modellkommune.participation.surveys.results.publishing import publish
from modellkommune.participation.surveys.results.tables import Publication, publication_of

AT_ONCE: Final = 2000
"""Responses of one piece: none holds a transaction, or memory, for long."""
KEPT: Final = 64
"""Tables a process keeps; the least used go first."""
SYSTEM: Final = Actor("system", "surveys")

Document = dict[str, Any]


def freeze(town: str, survey_id: int) -> str:
    """Make the tables of a survey, once; their hash. Safe to repeat. Outside of any transaction.

    Raises `NotSettled` while answers may still come in.
    """
    with municipality(town):
        survey = survey_of(survey_id)
        frozen = Results.objects.filter(survey=survey).exclude(hash="").first()
        if frozen is not None:
            return frozen.hash
        total = _begin(survey)
    found = publish(definition(survey), _responses(town, survey, total))
    with municipality(town):
        return _keep(survey_of(survey_id), found)


def _begin(survey: Survey) -> int:
    if survey.settled_at is None or Buffered.objects.filter(survey=survey).exists():
        raise NotSettled
    total = response_count(survey)
    Results.objects.update_or_create(survey=survey, defaults={"counted": 0, "total": total})
    return total


def _responses(town: str, survey: Survey, total: int) -> Iterator[Answered]:
    """All responses, in the order of their random ids; each piece says how far it is."""
    last, counted = None, 0
    while True:
        with municipality(town):
            piece = _piece(survey, last)
            counted += len(piece)
            Results.objects.filter(survey=survey, hash="").update(counted=min(counted, total))
        if not piece:
            return
        last = piece[-1][0]
        yield from (response for _, response in piece)


def _piece(survey: Survey, last: Any) -> list[tuple[Any, Answered]]:
    rows = Response.objects.filter(version_id=survey.version_id, **({"id__gt": last} if last else {}))
    channels = dict(rows.order_by("id").values_list("id", "channel")[:AT_ONCE])
    given: dict[Any, dict[str, tuple[str, ...]]] = {key: {} for key in channels}
    answers = Answer.objects.filter(response_id__in=list(channels))
    for key, question, value in answers.values_list("response_id", "question", "value"):
        given[key][question] = (*given[key].get(question, ()), value)
    return [(key, Answered(cast(Channel, channel), given[key])) for key, channel in channels.items()]


def _keep(survey: Survey, found: Publication) -> str:
    content = {"format": 1, "survey": survey.key, "version": survey.version.version, **found.document()}
    document = rfc8785.dumps(content)
    digest = sha256(document).hexdigest()
    rows = Results.objects.filter(survey=survey, hash="")
    if rows.update(document=document.decode(), hash=digest, frozen_at=clock.now()):
        record("survey_results_frozen", f"survey:{survey.pk}", SYSTEM)
    return digest


def results_row(survey_id: int) -> Results | None:
    """The results of a survey, or how far they are; None where counting has not begun."""
    return Results.objects.filter(survey_id=survey_id).first()


def publication(results: Results) -> Publication:
    """The tables of frozen results. Raises `ResultsMissing` if they are not frozen or were altered."""
    if not results.hash or sha256(results.document.encode()).hexdigest() != results.hash:
        raise ResultsMissing
    return _publication(results.document)


@kept(KEPT)
def _publication(document: str) -> Publication:
    return publication_of(json.loads(document))
