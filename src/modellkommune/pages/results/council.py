"""The results as a PDF for the council: PDF/UA-1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from modellkommune.blueprint.survey.definition import Survey
from modellkommune.foundation.documents.printing import printed
from modellkommune.pages.results.shaping import Grid, QuestionShown, StrandShown, shown
from modellkommune.pages.results.sources import Beside, Source
from modellkommune.pages.town import Town
from modellkommune.pages.wording import base_of, in_language, say
from modellkommune.participation.surveys.models import Measure
from modellkommune.participation.surveys.models import Survey as Row
from modellkommune.participation.surveys.queries import ended_at
from modellkommune.values.clock import legal_date
from modellkommune.values.period import date_text

_TEMPLATE: Final = Path(__file__).with_name("council.typ").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Asked:
    """When a survey was asked, as it is read."""

    first: str
    last: str


def asked_when(survey: Row, language: str) -> Asked:
    """The first and the last day of a survey."""
    first, last = (
        date_text(legal_date(at), language) if at else "" for at in (survey.opened_at, ended_at(survey))
    )
    return Asked(first, last)


def council_pdf(town: Town, source: Source, beside: Beside, asked: Asked, language: str) -> bytes:
    """The PDF; about two seconds."""
    written = base_of(language)
    return printed(_TEMPLATE, _data(town, source, beside, asked, written), written)


def _data(town: Town, source: Source, beside: Beside, asked: Asked, language: str) -> dict[str, Any]:
    survey = source.survey
    heading = in_language(survey.title, language)
    facts = (("asked_from", asked.first), ("asked_until", asked.last), ("version", survey.version))
    return {
        "title": f"{say('results.title', language)}: {heading}",
        "municipality": town.text("official_name", language) or town.name,
        "demonstration": say("results.demonstration", language) if town.demonstration else "",
        "heading": heading,
        "lead": in_language(survey.lead, language),
        "facts": [{"label": say(f"results.{name}", language), "value": value} for name, value in facts],
        "warning": {
            "heading": say("results.not_representative", language),
            "text": say("results.not_representative_text", language),
        },
        "hidden": say("results.hidden", language, least=source.publication.smallest_cell),
        "strands": [_strand(shown(survey, one, language), language) for one in source.publication.strands],
        "texts": _texts(survey, beside.texts, language),
        "measures": _measures(survey, beside.measures, language),
        **{f"{name}_label": say(f"results.{name}", language) for name in ("said", "done", "page", "of")},
    }


def _strand(strand: StrandShown, language: str) -> dict[str, Any]:
    counted = say("results.n", language, n=strand.n)
    few = [say("results.few", language)] if strand.few else []
    return {
        "heading": strand.title,
        "note": " ".join([counted, *few, strand.note]),
        "channels": _table(strand.channels),
        "questions": [_question(question, language) for question in strand.questions],
    }


def _question(question: QuestionShown, language: str) -> dict[str, Any]:
    key = "results.too_few" if question.base is None else "results.base"
    return {
        "heading": question.label,
        "note": say(key, language, n=question.base),
        "chart": question.chart,
        "alt": question.chart_alt,
        "table": _table(question.grid),
    }


def _table(grid: Grid | None) -> dict[str, Any] | None:
    if grid is None:
        return None
    rows = [[row.label, *row.cells] for row in grid.rows]
    return {"caption": grid.caption, "head": list(grid.head), "rows": rows}


def _texts(survey: Survey, released: Mapping[str, Sequence[str]], language: str) -> list[dict[str, Any]]:
    """The released texts by question, in the order in which it was asked."""
    return [
        {
            "heading": in_language(question.label, language),
            "note": say("results.texts", language, n=len(released[question.id])),
            "items": list(released[question.id]),
        }
        for question in survey.questions
        if released.get(question.id)
    ]


def _measures(survey: Survey, found: Sequence[Measure], language: str) -> dict[str, Any] | None:
    if not found:
        return None
    items = [
        {
            "day": date_text(one.day, language),
            "question": in_language(survey.question(one.question).label, language),
            "said": in_language(one.said, language),
            "done": in_language(one.done, language),
        }
        for one in found
    ]
    return {"heading": say("results.measures", language), "items": items}
