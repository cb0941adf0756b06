"""From tallies to what is published: tables with hidden counts, strand by strand, never added up."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from modellkommune.blueprint.survey.definition import Answered, Question, Survey
from modellkommune.participation.surveys.results.counting import (
    STRANDS,
    Cell,
    QuestionTally,
    Tally,
    count,
    dependents_of,
)
from modellkommune.participation.surveys.results.hiding import Grid, Line, Room, grouped, hidden_rows
from modellkommune.participation.surveys.results.tables import (
    CHANNEL,
    NOT_STATED,
    Column,
    Counts,
    Publication,
    Split,
    Strand,
    Table,
)

_Columns = tuple[tuple[str, ...], ...]
"""The groups, or channels, that stand in each column of a table."""
_Sides = Mapping[int, _Columns]
"""0: the columns of groups, 1: of channels."""
_Make = Callable[[Counts, _Sides, int], tuple[Counts, ...]]
LEAST_RESPONSES: Final = 10
"""With fewer, nothing but their number is said, whatever k is."""


def publish(
    survey: Survey, responses: Iterable[Answered], progress: Callable[[int], None] = lambda done: None
) -> Publication:
    """Everything that is published of these responses."""
    tallies = count(survey, responses, progress)
    offered = {
        strand: tuple(channel for channel in channels if channel in survey.channels)
        for strand, channels in STRANDS.items()
    }
    strands = tuple(
        _strand(survey, strand, channels, tallies[strand]) for strand, channels in offered.items() if channels
    )
    return Publication(survey.smallest_cell, strands)


def _strand(survey: Survey, name: str, channels: tuple[str, ...], tally: Tally) -> Strand:
    k = survey.smallest_cell
    if tally.n < max(k, LEAST_RESPONSES):
        return Strand(name, channels, tally.n, (), ())
    numbers = [tally.channels[channel] for channel in channels]
    rows = frozenset[int]() if len(channels) == 1 else hidden_rows(numbers, numbers, k)
    by_channel = tuple(None if rows is None or row in rows else n for row, n in enumerate(numbers))
    outline = _outline(survey, tally, channels, by_channel)
    tables = [_table(question, tally.questions[question.id], outline, k) for question in survey.questions]
    told = _telling(survey, tally, tables)
    published = tuple(_nothing(table) if table.question in told else table for table in tables)
    return Strand(name, channels, tally.n, by_channel, published)


def _telling(survey: Survey, tally: Tally, tables: list[Table]) -> set[str]:
    """Questions whose answers would tell what a question with hidden answers was answered with.

    Who is asked depends on an earlier answer. Where nearly nobody could have given another one there, because
    they went on to answer what follows, what follows is not published either.
    """
    dependents = dependents_of(survey)
    told: set[str] = set()
    for table in tables:
        if table.question in told or (table.base is None and not _is_loose(survey, tally, table)):
            told |= {question.id for question in dependents[table.question]}
    return told


def _is_loose(survey: Survey, tally: Tally, table: Table) -> bool:
    """Whether each count of a question without a table can take k values while all others stay."""
    one, k = tally.questions[table.question], survey.smallest_cell
    room, more = _by_choice(one.room), _by_choice(one.more)
    if survey.question(table.question).kind == "multiple":
        return all(room[name] + more[name] >= k - 1 for name in table.choices)
    return room.total() >= k - 1


def _nothing(table: Table) -> Table:
    return Table(table.question, None, table.choices, (None,) * len(table.choices), ())


@dataclass(frozen=True, slots=True)
class _Outline:
    """By what tables of a strand are split: names of the groups, and those whose own size is hidden."""

    breakdown: str
    groups: tuple[str, ...]
    channels: tuple[str, ...]
    hidden_groups: frozenset[str]
    hidden_channels: frozenset[str]


def _outline(survey: Survey, tally: Tally, channels: tuple[str, ...], by_channel: Counts) -> _Outline:
    hidden_channels = frozenset(name for name, n in zip(channels, by_channel, strict=True) if n is None)
    split = channels if len(channels) > 1 and len(hidden_channels) < len(channels) else ()
    if not survey.breakdown:
        return _Outline("", (), split, frozenset(), hidden_channels)
    names = [choice.id for choice in survey.question(survey.breakdown).choices]
    one = _one_way(names, tally.questions[survey.breakdown], survey.smallest_cell)
    if one is None:
        return _Outline("", (), split, frozenset(), hidden_channels)
    hidden = frozenset(names[row] for row in one)
    return _Outline(survey.breakdown, (*names, NOT_STATED), split, hidden, hidden_channels)


def _one_way(names: list[str], tally: QuestionTally, k: int) -> frozenset[int] | None:
    if tally.base.total() < k:
        return None
    given, room = _by_choice(tally.given), _by_choice(tally.room)
    return hidden_rows([given[name] for name in names], [room[name] for name in names], k)


def _by_choice(cells: Mapping[Cell, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (choice, _, _), number in cells.items():
        found[choice] += number
    return found


def _table(question: Question, tally: QuestionTally, outline: _Outline, k: int) -> Table:
    base = tally.base.total()
    names = tuple(choice.id for choice in question.choices)
    nothing = _nothing(Table(question.id, base, names, (), ()))
    if base < k:
        return nothing
    if question.kind == "text":
        return Table(question.id, base, (), (), ())
    plan = _Plan(tally, names, outline, k, is_breakdown=question.id == outline.breakdown)
    counts = plan.lines_counts() if question.kind == "multiple" else plan.grid_counts()
    if counts is None:
        return nothing
    splits = plan.splits(counts, several=question.kind == "multiple")
    return Table(question.id, base, names, counts, splits)


@dataclass(slots=True)
class _Plan:
    """One question's tables in the making."""

    tally: QuestionTally
    names: tuple[str, ...]
    outline: _Outline
    k: int
    is_breakdown: bool

    def grid_counts(self) -> Counts | None:
        """The counts of a question with one answer."""
        hidden = _one_way(list(self.names), self.tally, self.k)
        if hidden is None:
            return None
        given = _by_choice(self.tally.given)
        return tuple(None if row in hidden else given[name] for row, name in enumerate(self.names))

    def lines_counts(self) -> Counts | None:
        """The counts of a question with several answers."""
        lines = [self._line(name, ((tuple(self._all_groups()),)), at=0, strata={}) for name in self.names]
        small = [line for line in lines if line.is_small()]
        if len(small) == len(lines) or any(line.candidates_alone() < self.k for line in small):
            return None
        return tuple(None if line.is_small() else sum(line.given) for line in lines)

    def splits(self, counts: Counts, several: bool) -> tuple[Split, ...]:
        """The tables by group and by channel, where there are columns to compare and all can be protected."""
        if self.is_breakdown:
            return ()
        make = self._several if several else self._grid
        sides = {at: self._columns(at) for at in (0, 1)}
        found = []
        for at, by in ((0, self.outline.breakdown), (1, CHANNEL)):
            split = self._best(by, counts, make, sides, at)
            sides[at] = tuple(column.members for column in split.columns) if split else ()
            found += [split] if split else []
        return tuple(found)

    def _best(self, by: str, counts: Counts, make: _Make, sides: _Sides, at: int) -> Split | None:
        """The finest of the tables that show most; None if none shows anything."""
        splits = [
            Split(by, self._described(columns, at), make(counts, {**sides, at: columns}, at))
            for columns in self._coarser(sides[at], at)
        ]
        return max((split for split in splits if split.shown), key=lambda split: split.shown, default=None)

    def _coarser(self, columns: _Columns, at: int) -> Iterator[_Columns]:
        """These columns, then always the smallest together with the smaller one beside it, down to two."""
        while len(columns) > 1:
            yield columns
            bases = [column.base for column in self._described(columns, at)]
            least = min(range(len(bases)), key=lambda place: bases[place])
            beside = [place for place in (least - 1, least + 1) if 0 <= place < len(bases)]
            first, second = sorted((least, min(beside, key=lambda place: bases[place])))
            columns = (*columns[:first], columns[first] + columns[second], *columns[second + 1 :])

    def _all_groups(self) -> set[str]:
        return {place[0] for place in self.tally.base}

    def _columns(self, at: int) -> _Columns:
        """Groups (at 0) or channels (at 1), too small ones together."""
        names = (self.outline.groups, self.outline.channels)[at]
        apart = (self.outline.hidden_groups, self.outline.hidden_channels)[at]
        bases = Counter(dict.fromkeys(names, 0))
        for place, number in self.tally.base.items():
            bases[place[at]] += number
        return grouped({name: bases[name] for name in names}, apart, self.k) if names else ()

    def _described(self, columns: _Columns, at: int) -> tuple[Column, ...]:
        return tuple(
            Column(members, sum(n for place, n in self.tally.base.items() if place[at] in members))
            for members in columns
        )

    def _strata(self, sides: _Sides, at: int) -> dict[str, str]:
        """Name on the other side -> its column there: who trades stays in it, so that table stays as well."""
        return {name: "+".join(members) for members in sides[1 - at] for name in members}

    def _several(self, counts: Counts, sides: _Sides, at: int) -> tuple[Counts, ...]:
        rows: list[Counts] = []
        for name, whole in zip(self.names, counts, strict=True):
            line = self._line(name, sides[at], at, self._strata(sides, at))
            hidden = line.hidden(whole_hidden=whole is None)
            if hidden is None:
                return ()
            rows.append(tuple(None if column in hidden else n for column, n in enumerate(line.given)))
        return tuple(rows)

    def _line(self, name: str, columns: _Columns, at: int, strata: dict[str, str]) -> Line:
        return Line(
            [self._sum(self.tally.given, name, members, at) for members in columns],
            [sum(n for place, n in self.tally.base.items() if place[at] in members) for members in columns],
            [self._room(self.tally.room, name, members, at, strata) for members in columns],
            [self._room(self.tally.more, name, members, at, strata) for members in columns],
            self.k,
        )

    def _grid(self, counts: Counts, sides: _Sides, at: int) -> tuple[Counts, ...]:
        shown = [(name,) for name, n in zip(self.names, counts, strict=True) if n is not None]
        together = tuple(name for name, n in zip(self.names, counts, strict=True) if n is None)
        lines = [*shown, *([together] if together else [])]
        strata = self._strata(sides, at)
        grid = Grid(
            [[self._total(line, members, at) for members in sides[at]] for line in lines],
            [[self._rooms(line, members, at, strata) for members in sides[at]] for line in lines],
            len(shown),
            self.k,
        )
        hidden = grid.hidden()
        if hidden is None:
            return ()
        nothing: Counts = (None,) * len(sides[at])
        published = {
            line[0]: tuple(
                None if (row, column) in hidden else n for column, n in enumerate(grid.values[row])
            )
            for row, line in enumerate(shown)
        }
        return tuple(published.get(name, nothing) for name in self.names)

    def _total(self, line: tuple[str, ...], members: tuple[str, ...], at: int) -> int:
        return sum(self._sum(self.tally.given, name, members, at) for name in line)

    def _rooms(
        self, line: tuple[str, ...], members: tuple[str, ...], at: int, strata: dict[str, str]
    ) -> Room:
        whole: Counter[str] = Counter()
        for name in line:
            whole.update(self._room(self.tally.room, name, members, at, strata))
        return whole

    @staticmethod
    def _sum(cells: Mapping[Cell, int], name: str, members: tuple[str, ...], at: int) -> int:
        return sum(n for (choice, *place), n in cells.items() if choice == name and place[at] in members)

    @staticmethod
    def _room(
        cells: Mapping[Cell, int], name: str, members: tuple[str, ...], at: int, strata: dict[str, str]
    ) -> Counter[str]:
        found: Counter[str] = Counter()
        for (choice, *place), n in cells.items():
            if choice == name and place[at] in members:
                found[strata.get(place[1 - at], "")] += n
        return found
