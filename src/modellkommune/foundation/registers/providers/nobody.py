"""No contract with a register: it is always silent, so a person looks at the case."""

from typing import Any

from modellkommune.foundation.registers.errors import RegisterSilent
from modellkommune.foundation.registers.port import Question


class Nobody:
    """Serves no register."""

    def __init__(self, address: str = "") -> None:
        self.address = address

    def ask(self, question: Question) -> dict[str, Any]:
        """Stay silent."""
        raise RegisterSilent("none")
