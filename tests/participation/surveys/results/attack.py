"""An attacker who knows all that is published and the questionnaire, and computes what a hidden count can be.

The unknowns are how many people of each group and channel gave each answer (whole numbers). Everything
published is an equation, every rule of the questionnaire an inequality. For each hidden count the least and
the greatest value are looked for by HiGHS; a solution shows values of all hidden counts at once, so that most
need no question of their own.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from modellkommune.blueprint.survey.definition import Question, Survey
from modellkommune.participation.surveys.results.tables import CHANNEL, NOT_STATED, Strand, Table

Terms = list[tuple[float, Hashable]]
CONDITION = re.compile(r"answers\.(\w+)")
VALUES = re.compile(r"'(\w+)'")


@dataclass
class Hidden:
    """A count that is not shown, and the least and greatest value that anybody has found for it."""

    name: tuple[Any, ...]
    terms: Terms
    least: float = np.inf
    greatest: float = -np.inf

    @property
    def candidates(self) -> int:
        return 0 if self.greatest < self.least else int(self.greatest - self.least) + 1


class Attack:
    """What can be found out about one strand."""

    def __init__(self, survey: Survey, strand: Strand) -> None:
        self.survey, self.strand = survey, strand
        self._columns: dict[Hashable, int] = {}
        self._rows: list[tuple[Terms, float, float]] = []
        breakdown = survey.question(survey.breakdown)
        self.groups = (*(choice.id for choice in breakdown.choices), NOT_STATED)
        self.places = [(group, channel) for group in self.groups for channel in strand.channels]
        for question in survey.questions:
            self._questionnaire(question)
        self.hidden: list[Hidden] = []
        self._published()

    def narrow(self, k: int) -> list[Hidden]:
        """The hidden counts with fewer than k candidates."""
        system = self._system()
        for sign in (1, -1, 1, -1, 1, -1):
            # Many at once first: up and down in turns, every other one the other way.
            waiting = [one for one in self.hidden if one.candidates < k]
            if not waiting:
                return []
            self._solve(system, [(sign * (-1) ** at, one) for at, one in enumerate(waiting)])
        for one in self.hidden:
            for sign in (1, -1):
                if one.candidates < k:
                    self._solve(system, [(sign, one)])
        return [one for one in self.hidden if one.candidates < k]

    def _solve(self, system: Any, wanted: list[tuple[int, Hidden]]) -> None:
        aim = np.zeros(len(self._columns))
        for sign, one in wanted:
            for factor, name in one.terms:
                aim[self._columns[name]] += sign * factor
        found = milp(aim, constraints=system, integrality=np.ones(len(aim)), bounds=Bounds(0, np.inf))
        assert found.status == 0, f"what is published contradicts itself: {found.message}"
        for one in self.hidden:
            value = round(sum(factor * found.x[self._columns[name]] for factor, name in one.terms))
            one.least, one.greatest = min(one.least, value), max(one.greatest, value)

    def _system(self) -> LinearConstraint:
        data = [
            (number, self._columns[name], factor)
            for number, (terms, _, _) in enumerate(self._rows)
            for factor, name in terms
        ]
        rows, columns, factors = zip(*data, strict=True)
        matrix = csr_array((factors, (rows, columns)), shape=(len(self._rows), len(self._columns)))
        return LinearConstraint(matrix, [row[1] for row in self._rows], [row[2] for row in self._rows])

    def _row(self, terms: Terms, least: float, greatest: float) -> None:
        for _, name in terms:
            self._columns.setdefault(name, len(self._columns))
        self._rows.append((terms, least, greatest))

    def _questionnaire(self, question: Question) -> None:
        names = [choice.id for choice in question.choices]
        for place in self.places:
            people, answered = ("people", *place), (question.id, "answered", *place)
            self._row([(1, people), (-1, answered)], 0, 0 if self._must(question) else np.inf)
            cells = {name: (question.id, name, *place) for name in names}
            if question.kind in ("single", "scale"):
                self._row([*((1, cell) for cell in cells.values()), (-1, answered)], 0, 0)
            elif question.kind == "multiple":
                self._several(question, cells, answered)
            if question.id == self.survey.breakdown:
                self._row([(1, people), (-1, cells.get(place[0], people))], 0, 0)
                self._row([(1, answered), *((-1, people),) * (place[0] != NOT_STATED)], 0, 0)
            self._condition(question, place, answered)

    @staticmethod
    def _must(question: Question) -> bool:
        return not question.optional and not question.shown_if

    def _several(self, question: Question, cells: dict[str, Hashable], answered: Hashable) -> None:
        apart = [cells[choice.id] for choice in question.choices if choice.apart]
        usual = [cells[choice.id] for choice in question.choices if not choice.apart]
        most = question.most or len(usual)
        self._row([(1, answered), *((-1, cell) for cell in apart)], 0, np.inf)
        for cell in usual:
            self._row([(1, answered), (-1, cell), *((-1, one) for one in apart)], 0, np.inf)
        self._row([*((1, cell) for cell in (*usual, *apart)), (-1, answered)], 0, np.inf)
        self._row(
            [(most, answered), *((-most, one) for one in apart), *((-1, cell) for cell in usual)], 0, np.inf
        )

    def _condition(self, question: Question, place: tuple[str, str], answered: Hashable) -> None:
        if question.shown_if:
            (name,) = set(CONDITION.findall(question.shown_if))
            asked = [(1.0, (name, value, *place)) for value in VALUES.findall(question.shown_if)]
            self._row([*asked, (-1, answered)], 0, np.inf if question.optional else 0)

    def _published(self) -> None:
        channels = self.strand.channels
        self._known(self.strand.n, [("people", *place) for place in self.places])
        for channel, number in zip(channels, self.strand.by_channel, strict=True):
            cells = [("people", *place) for place in self.places if place[1] == channel]
            self._told(number, ("channel", channel), cells)
        for table in self.strand.tables:
            self._table(table)

    def _table(self, table: Table) -> None:
        if table.base is not None:
            self._known(table.base, [(table.question, "answered", *place) for place in self.places])
        for choice, number in zip(table.choices, table.counts, strict=True):
            cells = [(table.question, choice, *place) for place in self.places]
            self._told(number, (table.question, choice), cells)
        for split in table.splits:
            at = 1 if split.by == CHANNEL else 0
            for number, column in enumerate(split.columns):
                places = [place for place in self.places if place[at] in column.members]
                self._known(column.base, [(table.question, "answered", *place) for place in places])
                for choice, row in zip(table.choices, split.cells, strict=True):
                    name = (table.question, choice, split.by, column.members)
                    self._told(row[number], name, [(table.question, choice, *place) for place in places])

    def _known(self, number: int, cells: Iterable[Hashable]) -> None:
        self._row([(1, cell) for cell in cells], number, number)

    def _told(self, number: int | None, name: tuple[Any, ...], cells: list[Any]) -> None:
        if number is None:
            self.hidden.append(Hidden(name, [(1, cell) for cell in cells]))
        else:
            self._known(number, cells)
