"""What can be wrong with a municipality or with the wall around it."""

from collections.abc import Sequence
from pathlib import Path


class NoMunicipality(RuntimeError):
    """No municipality is chosen: wrap the unit of work in `with municipality(key):`."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class MunicipalityChanged(RuntimeError):
    """A unit of work belongs to one municipality, it cannot change to another one on the way."""

    def __init__(self, chosen: str, wanted: str) -> None:
        super().__init__(f"{self.__doc__} (chosen: {chosen}, wanted: {wanted})")


class UnitOfWorkOpen(RuntimeError):
    """No other party is called while a transaction is open: it would be held as long as they take."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class RoleTooStrong(RuntimeError):
    """The application's database role is a superuser, bypasses row level security or owns tables."""

    def __init__(self, role: str, reasons: Sequence[str]) -> None:
        super().__init__(f"{self.__doc__} ({role}: {', '.join(reasons)})")
        self.reasons = tuple(reasons)


class MunicipalityInvalid(ValueError):
    """The description of a municipality cannot be used; `problems` says where and why, all at once."""

    def __init__(self, file: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))
        self.file = file
        self.problems = tuple(problems)
