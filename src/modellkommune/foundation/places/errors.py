"""What can go wrong in the room places."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class FileProblem:
    """One mistake in a file of a municipality's folder."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PlacesInvalid(Exception):
    """The files of streets and zones have mistakes; nothing was loaded."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join([str(self.__doc__), *(str(problem) for problem in problems)]))
        self.problems = problems


class PlacesNotLoaded(LookupError):
    """No streets and zones are loaded for this municipality: run the command that loads its folder."""
