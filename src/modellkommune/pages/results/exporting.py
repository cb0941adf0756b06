"""Open data of results: tidy CSV, a codebook, and the Data Package (Frictionless) that describes them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from modellkommune.blueprint.survey.definition import Survey
from modellkommune.pages.results.sources import Source
from modellkommune.pages.wording import in_language
from modellkommune.participation.surveys.results.tables import Strand, Table

RESULTS, CODEBOOK, PACKAGE = "ergebnisse.csv", "codebuch.csv", "datapackage.json"
_RESULT_FIELDS: Final = {
    "strand": ("string", "code: one-time codes; open: everybody could answer, as often as they liked"),
    "question": ("string", "id of the question"),
    "choice": ("string", "id of the answer; empty: all who answered the question"),
    "split": ("string", "id of the question by which the table is split, or channel; empty: not split"),
    "group": ("string", "ids of the answers (or channels) of the group, joined by +"),
    "count": ("integer", "how many; empty where hidden or not counted, so that nobody can be recognised"),
    "base": ("integer", "how many of the group answered the question"),
}
_CODE_FIELDS: Final = {
    "question": ("string", "id of the question"),
    "kind": ("string", "single, multiple, scale or text"),
    "choice": ("string", "id of the answer; empty: the question itself"),
    "label": ("string", "as people read it"),
}
Line = tuple[Any, ...]


def results_csv(source: Source) -> str:
    """Every published number, one a line."""
    lines = (line for strand in source.publication.strands for line in _strand(strand))
    return _written(tuple(_RESULT_FIELDS), lines)


def codebook_csv(survey: Survey, language: str) -> str:
    """What the ids mean."""
    return _written(tuple(_CODE_FIELDS), _codes(survey, language))


def data_package(source: Source, language: str) -> dict[str, Any]:
    """The description of both tables (Data Package 1.0, Table Schema)."""
    return {
        "profile": "tabular-data-package",
        "name": f"{source.survey.id}-{source.year}",
        "id": f"sha256:{source.hash}",
        "title": f"{in_language(source.survey.title, language)} – {source.town} {source.year}",
        "version": source.survey.version,
        "licenses": [{"name": "DL-DE-BY-2.0", "path": "https://www.govdata.de/dl-de/by-2-0"}],
        "smallest_cell": source.publication.smallest_cell,
        "resources": [
            _resource("results", RESULTS, _RESULT_FIELDS),
            _resource("codebook", CODEBOOK, _CODE_FIELDS),
        ],
    }


def _resource(name: str, path: str, fields: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": field, "type": kind, "description": said} for field, (kind, said) in fields.items()
            ],
            "missingValues": [""],
        },
    }


def _strand(strand: Strand) -> Iterator[Line]:
    yield strand.id, "", "", "", "", strand.n, ""
    if len(strand.by_channel) > 1:
        for channel, count in zip(strand.channels, strand.by_channel, strict=True):
            yield strand.id, "", "", "channel", channel, _cell(count), strand.n
    for table in strand.tables:
        yield from _table(strand.id, table)


def _table(strand: str, table: Table) -> Iterator[Line]:
    yield strand, table.question, "", "", "", _cell(table.base), _cell(table.base)
    for choice, count in zip(table.choices, table.counts, strict=True):
        yield strand, table.question, choice, "", "", _cell(count), _cell(table.base)
    for split in table.splits:
        for at, column in enumerate(split.columns):
            group = "+".join(member or "not-stated" for member in column.members)
            for choice, row in zip(table.choices, split.cells, strict=True):
                yield strand, table.question, choice, split.by, group, _cell(row[at]), column.base


def _cell(count: int | None) -> int | str:
    return "" if count is None else count


def _codes(survey: Survey, language: str) -> Iterator[Line]:
    for question in survey.questions:
        yield question.id, question.kind, "", in_language(question.label, language)
        for choice in question.choices:
            yield question.id, question.kind, choice.id, in_language(choice.label, language)


def _written(head: Sequence[str], lines: Iterable[Line]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return target.getvalue()
