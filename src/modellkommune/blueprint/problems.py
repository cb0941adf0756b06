"""What is wrong with a blueprint: all of it at once, each with its place and its remedy."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: file, line and column (from 1; 0 where there is none), id of the part, message, remedy."""

    file: str
    line: int
    column: int
    id: str
    message: str
    remedy: str

    @property
    def text(self) -> str:
        """The problem on one line, beginning like a compiler's: "rules.yaml:12:5: ..."."""
        about = f" [{self.id}]" if self.id else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.file}:{self.line}:{self.column}:{about} {self.message}{remedy}"


class BlueprintInvalid(ValueError):
    """The blueprint or the overlay has faults; `problems` lists all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(problem.text for problem in self.problems))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise BlueprintInvalid where there is at least one problem."""
    found = tuple(problems)
    if found:
        raise BlueprintInvalid(found)
