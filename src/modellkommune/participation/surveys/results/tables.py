"""What is published of a survey: plain, frozen, made into canonical JSON and back.

A count that is None is hidden. Nothing else is published: shares, charts, exports are made from these numbers
alone, so they betray nothing that the numbers do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

CHANNEL: Final = "channel"
"""What a table is split by besides the answers to a question."""
NOT_STATED: Final = ""
"""The group of those who did not answer the question by which tables are split."""

Counts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One group, or several together where they are too small: their ids, and how many of them answered."""

    members: tuple[str, ...]
    base: int


@dataclass(frozen=True, slots=True)
class Split:
    """A table by groups: `by` is a question's id or CHANNEL; `cells` has a row for each choice."""

    by: str
    columns: tuple[Column, ...]
    cells: tuple[Counts, ...]

    @property
    def shown(self) -> int:
        """How many counts are not hidden."""
        return sum(count is not None for row in self.cells for count in row)


@dataclass(frozen=True, slots=True)
class Table:
    """One question: how many answered (None: too few to say anything), each choice's count, the splits."""

    question: str
    base: int | None
    choices: tuple[str, ...]
    counts: Counts
    splits: tuple[Split, ...]

    def count(self, choice: str) -> int | None:
        """The count of a choice; None if it is hidden or unknown."""
        return dict(zip(self.choices, self.counts, strict=True)).get(choice)


@dataclass(frozen=True, slots=True)
class Strand:
    """Those who took part under the same conditions.

    id: "code": once each, by a letter; "open": as often as somebody liked. n: responses; with fewer than the
    least number there are no tables. Strands are never added up.
    """

    id: str
    channels: tuple[str, ...]
    n: int
    by_channel: Counts
    tables: tuple[Table, ...]

    def table(self, question: str) -> Table | None:
        """A question's table, None where there is none."""
        return next((table for table in self.tables if table.question == question), None)


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is published of one survey: counts below `smallest_cell` are hidden in it."""

    smallest_cell: int
    strands: tuple[Strand, ...]

    def document(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)

    def strand(self, strand: str) -> Strand | None:
        """A strand by its id, None if it is not in this survey."""
        return next((one for one in self.strands if one.id == strand), None)


def publication_of(document: Mapping[str, Any]) -> Publication:
    """The publication that a document describes. Raises KeyError and TypeError for anything else."""
    return Publication(document["smallest_cell"], tuple(_strand(one) for one in document["strands"]))


def _strand(document: Mapping[str, Any]) -> Strand:
    return Strand(
        document["id"],
        tuple(document["channels"]),
        document["n"],
        _counts(document["by_channel"]),
        tuple(_table(one) for one in document["tables"]),
    )


def _table(document: Mapping[str, Any]) -> Table:
    return Table(
        document["question"],
        document["base"],
        tuple(document["choices"]),
        _counts(document["counts"]),
        tuple(_split(one) for one in document["splits"]),
    )


def _split(document: Mapping[str, Any]) -> Split:
    columns = tuple(Column(tuple(one["members"]), one["base"]) for one in document["columns"])
    return Split(document["by"], columns, tuple(_counts(row) for row in document["cells"]))


def _counts(row: Sequence[int | None]) -> Counts:
    return tuple(row)
