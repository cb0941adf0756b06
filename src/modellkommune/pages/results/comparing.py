"""One question in several years or municipalities, side by side; with the published tables only."""

from collections.abc import Sequence

from modellkommune.blueprint.survey.definition import Question
from modellkommune.pages.results.shaping import Grid, Row, percent
from modellkommune.pages.results.sources import Source
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.results.tables import Table


def compared(found: Sequence[Source], strand: str, language: str) -> tuple[Grid, ...]:
    """A table for each question that at least two of them asked with the same id and kind."""
    first = found[0].survey
    grids = (_compared(question, found, strand, language) for question in first.questions)
    return tuple(grid for grid in grids if grid is not None)


def _compared(question: Question, found: Sequence[Source], strand: str, language: str) -> Grid | None:
    same = [(source, table) for source in found if (table := _same(source, question, strand)) is not None]
    if question.kind == "text" or len(same) < 2:
        return None
    head = (
        say("results.answer", language),
        *(f"{source.town} {source.year} (n = {table.base})" for source, table in same),
    )
    rows = (
        Row(
            in_language(choice.label, language),
            tuple(percent(table.count(choice.id), table.base) for _, table in same),
        )
        for choice in question.choices
        if any(choice.id in table.choices for _, table in same)
    )
    return Grid(in_language(question.label, language), head, tuple(rows))


def _same(source: Source, question: Question, strand: str) -> Table | None:
    """The table of the same question there, if it says anything."""
    asked = next((one for one in source.survey.questions if one.id == question.id), None)
    part = source.publication.strand(strand)
    if asked is None or asked.kind != question.kind or part is None:
        return None
    table = part.table(question.id)
    return table if table is not None and table.base is not None else None
