"""Where the checks put what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.source import Source

Place = tuple[str | int, ...]


@dataclass(slots=True)
class Desk:
    """A blueprint under check. Places begin with the part: ("rules", "checks", 0, "passes").

    problems keep a release from being published; notes only name what somebody should have thought of.
    """

    blueprint: Blueprint
    document: Mapping[str, Any]
    sources: Mapping[str, Source]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def fault(self, place: Place, message: str, remedy: str) -> None:
        """Something is wrong here."""
        self.problems.append(self._at(place, message, remedy))

    def note(self, place: Place, message: str, remedy: str) -> None:
        """Something may be overlooked here."""
        self.notes.append(self._at(place, message, remedy))

    def _at(self, place: Place, message: str, remedy: str) -> Problem:
        source = self.sources.get(str(place[0]))
        if source is None:
            return Problem(str(place[0]), 0, 0, "", message, remedy)
        return source.problem(place[1:], message, remedy)

    def fault_in_line(self, place: Place, column: int, message: str, remedy: str) -> None:
        """Something is wrong at a column of the text that stands here."""
        problem = self._at(place, message, remedy)
        there = problem.column + column - 1
        self.problems.append(Problem(problem.file, problem.line, there, problem.id, message, remedy))
