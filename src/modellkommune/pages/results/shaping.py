"""From published tables to what is read: labels, shares, charts, tables, of published numbers alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString

from modellkommune.blueprint.survey.definition import Question, Survey
from modellkommune.pages.charts import Bar, Stack, bars, stacked
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.results.tables import CHANNEL, NOT_STATED, Split, Strand, Table

HIDDEN: Final = "•"
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it names, and its cells."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: caption, head (the first names the rows), rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question's results. `base` is None where too few answered; then there is nothing else."""

    id: str
    label: str
    base: int | None
    chart: str = ""
    chart_alt: str = ""
    grid: Grid | None = None
    splits: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class StrandShown:
    """Those who took part under the same conditions. `few`: nothing but their number is said."""

    id: str
    title: str
    note: str
    n: int
    few: bool
    channels: Grid | None
    questions: tuple[QuestionShown, ...]


def share(count: int | None, base: int | None) -> int | None:
    """Whole percent of two published numbers, halves up; None if one of them is hidden."""
    return None if count is None or not base else (2 * _HUNDRED * count + base) // (2 * base)


def percent(count: int | None, base: int | None) -> str:
    """The share as it is read: "42 %"."""
    found = share(count, base)
    return HIDDEN if found is None else f"{found}\N{NO-BREAK SPACE}%"


def number(count: int | None) -> str:
    """A count as it is read."""
    return HIDDEN if count is None else str(count)


def shown(survey: Survey, strand: Strand, language: str) -> StrandShown:
    """All of a strand."""
    few = not strand.tables
    return StrandShown(
        strand.id,
        say(f"results.strand.{strand.id}", language),
        say(f"results.note.{strand.id}", language),
        strand.n,
        few,
        _channels(strand, language) if len(strand.by_channel) > 1 else None,
        () if few else tuple(_question(survey, strand, table, language) for table in strand.tables),
    )


def _channels(strand: Strand, language: str) -> Grid:
    rows = (
        Row(say(f"results.channel.{name}", language), (number(count),))
        for name, count in zip(strand.channels, strand.by_channel, strict=True)
    )
    head = (say("results.by_channel", language), say("results.responses", language))
    return Grid(say("results.channels", language), head, tuple(rows))


def _question(survey: Survey, strand: Strand, table: Table, language: str) -> QuestionShown:
    question = survey.question(table.question)
    label = in_language(question.label, language)
    if table.base is None or question.kind == "text":
        return QuestionShown(question.id, label, table.base)
    labels = [in_language(choice.label, language) for choice in question.choices]
    name = f"{strand.id}-{question.id}"
    description = say("results.chart", language, n=table.base)
    draw = _scale if question.kind == "scale" and None not in table.counts else _bars
    return QuestionShown(
        question.id,
        label,
        table.base,
        SafeString(draw(name, label, description, question, table, language)),
        _spoken(labels, table),
        _grid(label, labels, table, language),
        tuple(_split(survey, split, table, labels, language) for split in table.splits),
    )


def _spoken(labels: Sequence[str], table: Table) -> str:
    """The chart in words, for who does not see it and has no table at hand."""
    pairs = zip(labels, table.counts, strict=True)
    return "; ".join(f"{label}: {percent(count, table.base)}" for label, count in pairs)


def _bars(name: str, label: str, description: str, question: Question, table: Table, language: str) -> str:
    drawn = [
        Bar(in_language(choice.label, language), count, percent(count, table.base))
        for choice, count in zip(question.choices, table.counts, strict=True)
    ]
    return bars(name, label, description, drawn, table.base or 1)


def _scale(name: str, label: str, description: str, question: Question, table: Table, language: str) -> str:
    """The steps of a scale as parts of one bar; what stands off the scale is in the table."""
    steps = {choice.id for choice in question.scale}
    counts = [count or 0 for name, count in zip(table.choices, table.counts, strict=True) if name in steps]
    labels = [
        f"{in_language(choice.label, language)}: {percent(table.count(choice.id), table.base)}"
        for choice in question.scale
    ]
    return stacked(name, label, description, labels, [Stack("", tuple(map(float, counts)))])


def _grid(label: str, labels: Sequence[str], table: Table, language: str) -> Grid:
    rows = [
        Row(name, (number(count), percent(count, table.base)))
        for name, count in zip(labels, table.counts, strict=True)
    ]
    head = ("results.answer", "results.count", "results.share")
    rows.append(Row(say("results.answered", language), (number(table.base), "")))
    return Grid(label, tuple(say(key, language) for key in head), tuple(rows))


def _split(survey: Survey, split: Split, table: Table, labels: Sequence[str], language: str) -> Grid:
    name = _namer(survey, split.by, language)
    groups = (", ".join(map(name, column.members)) for column in split.columns)
    head = (say("results.answer", language), *groups, say("results.all", language))
    rows = [
        Row(label, tuple(_both(cell, base) for cell, base in zip(cells, _bases(split, table), strict=True)))
        for label, cells in zip(labels, _with_total(split, table), strict=True)
    ]
    rows.append(Row(say("results.answered", language), tuple(map(number, _bases(split, table)))))
    caption = say("results.split_channel" if split.by == CHANNEL else "results.split_group", language)
    if split.by != CHANNEL:
        caption = f"{caption}: {in_language(survey.question(split.by).label, language)}"
    return Grid(caption, head, tuple(rows))


def _bases(split: Split, table: Table) -> list[int | None]:
    return [*(column.base for column in split.columns), table.base]


def _with_total(split: Split, table: Table) -> Iterable[tuple[int | None, ...]]:
    return ((*row, count) for row, count in zip(split.cells, table.counts, strict=True))


def _both(count: int | None, base: int | None) -> str:
    return HIDDEN if count is None else f"{count} ({percent(count, base)})"


def _namer(survey: Survey, by: str, language: str) -> Callable[[str], str]:
    if by == CHANNEL:
        return lambda name: say(f"results.channel.{name}", language)
    labels: dict[str, Any] = {one.id: one.label for one in survey.question(by).choices}
    not_stated = say("results.not_stated", language)
    return lambda name: not_stated if name == NOT_STATED else in_language(labels[name], language)
