"""The document of a version: plain JSON, the same for ever, from which the definition is made."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.survey.definition import LONGEST, Choice, Question, Retention, Survey
from modellkommune.blueprint.survey.schema import QuestionSpec, SurveyFile
from modellkommune.blueprint.wording import Text

Document = dict[str, Any]


def survey_of(document: Mapping[str, Any]) -> Survey:
    """The survey that a document describes. Raises pydantic's ValidationError for anything else."""
    file = SurveyFile.model_validate(document)
    return Survey(
        id=file.id,
        version=file.version,
        languages=tuple(file.languages),
        title=file.title,
        lead=file.lead,
        purpose=file.purpose,
        legal_basis=file.legal_basis,
        questions=tuple(_question(spec) for spec in file.questions),
        minutes=file.minutes,
        smallest_cell=file.smallest_cell,
        retention=Retention(file.retention.answers, file.retention.contacts),
        channels=tuple(file.channels),
        raffle=file.raffle,
        breakdown=file.breakdown or "",
    )


def with_catalogue(document: Mapping[str, Any], services: Mapping[str, Text]) -> Document:
    """The document as a municipality asks it: its services (id -> title) before the choices of their own.

    A service whose id is a choice already is not put in again, so that it is safe to repeat.
    """
    return {**document, "questions": [_filled(question, services) for question in document["questions"]]}


def _filled(question: Mapping[str, Any], services: Mapping[str, Text]) -> Document:
    if not question.get("catalogue"):
        return dict(question)
    own = list(question.get("choices", ()))
    known = {choice["id"] for choice in own}
    offered = [{"id": name, "label": dict(label)} for name, label in services.items() if name not in known]
    return {**question, "choices": [*offered, *own]}


def _question(spec: QuestionSpec) -> Question:
    return Question(
        id=spec.id,
        kind=spec.kind,
        label=spec.label,
        hint=spec.hint or {},
        choices=tuple(Choice(one.id, one.label, one.apart) for one in spec.choices),
        most=spec.most or 0,
        optional=spec.optional,
        shown_if=spec.shown_if or "",
        longest=(spec.longest or LONGEST) if spec.kind == "text" else 0,
        catalogue=spec.catalogue or "",
    )
