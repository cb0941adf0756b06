"""Answering through the real commands, as the pages do."""

from collections.abc import Mapping, Sequence

from modellkommune.blueprint.survey.definition import Channel
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import begin, save_answer, send
from modellkommune.participation.surveys.codes import code_of
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition

Given = Mapping[str, Sequence[str]]


def answer(survey: Survey, given: Given, channel: Channel = "open", *, held: bool = False) -> None:
    """One person answers."""
    visit = begin(str(survey.municipality_id), survey, channel)
    for question, values in given.items():
        save_answer(str(survey.municipality_id), visit, definition(survey).question(question), values)
    send(str(survey.municipality_id), visit, held=held)


def answer_by_code(survey: Survey, given: Given, code: str) -> None:
    """One person answers with a code."""
    town = str(survey.municipality_id)
    with municipality(town):
        code_id = str(code_of(survey, code))
    visit = begin(town, survey, "code")
    for question, values in given.items():
        save_answer(town, visit, definition(survey).question(question), values)
    send(town, visit, code_id)
