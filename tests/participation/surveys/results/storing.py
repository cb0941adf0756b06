"""Responses put into the tables as mixing leaves them, many at a time."""

from collections.abc import Iterable
from itertools import islice

from modellkommune.blueprint.survey.definition import Answered
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import close
from modellkommune.participation.surveys.mixing import SYSTEM
from modellkommune.participation.surveys.models import Answer, Response, Survey
from modellkommune.participation.surveys.queries import survey as survey_by_id

AT_ONCE = 5000


def store(survey: Survey, responses: Iterable[Answered]) -> None:
    """Write responses of a survey."""
    waiting = iter(responses)
    while piece := list(islice(waiting, AT_ONCE)):
        with municipality(survey.municipality_id):
            rows = [
                Response(version_id=survey.version_id, channel=one.channel, day=clock.today())
                for one in piece
            ]
            Response.objects.bulk_create(rows)
            Answer.objects.bulk_create(
                Answer(response=row, question=question, value=value)
                for row, one in zip(rows, piece, strict=True)
                for question, given in one.answers.items()
                for value in given
            )


def close_and_settle(survey: Survey) -> Survey:
    """Close a survey, as if the half hour for those who had begun was over."""
    close(survey.municipality_id, survey.pk, SYSTEM)
    with municipality(survey.municipality_id):
        found = survey_by_id(survey.pk)
        found.settled_at = clock.now()
        found.save(update_fields=["settled_at"])
    return found
