"""What can go wrong in the room places."""

from dataclasses import dataclass, field
from typing import Final

MOST_PROBLEMS: Final = 50
"""So many are kept and shown; the others are counted (a wrong column is a problem of every line)."""


@dataclass(frozen=True, order=True)
class FileProblem:
    """One mistake in a file: where, what, and what to do about it."""

    file: str
    line: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" + (f" -> {self.remedy}" if self.remedy else "")


@dataclass
class Problems:
    """The mistakes found so far."""

    found: list[FileProblem] = field(default_factory=list)
    left_off: int = 0

    def add(self, file: str, line: int, message: str, remedy: str = "") -> None:
        """Note a mistake."""
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(FileProblem(file, line, message, remedy))
        else:
            self.left_off += 1

    def refuse(self) -> None:
        """Raise PlacesInvalid if there are any."""
        if self.found:
            raise PlacesInvalid(tuple(sorted(self.found)), self.left_off)


class PlacesInvalid(Exception):
    """The files of streets and zones have mistakes; nothing was loaded."""

    def __init__(self, problems: tuple[FileProblem, ...], left_off: int = 0) -> None:
        more = [f"... and {left_off} more"] if left_off else []
        super().__init__("\n".join([str(self.__doc__), *(str(problem) for problem in problems), *more]))
        self.problems = problems


class PlacesNotLoaded(LookupError):
    """No streets and zones are loaded for this municipality: run the command that loads its folder."""


class PlacesChangedMeanwhile(RuntimeError):
    """Somebody loaded streets and zones while the files were read; nothing was changed, start again."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
