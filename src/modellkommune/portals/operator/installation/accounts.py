"""The accounts of a demonstration's staff, handed to the simulator and to the person at the terminal."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class StaffAccount:
    """What somebody who tries the office types to come in; the simulator shows the one-time code."""

    municipality: str
    role: str
    login: str
    password: str

    def __str__(self) -> str:
        return f"{self.role}: {self.login}, password {self.password}"


def _file(home: Path) -> Path:
    return home / "secrets" / "demonstration-staff"


def write_accounts(home: Path, accounts: Sequence[StaffAccount]) -> None:
    """Keep the accounts in the data folder, readable by its owner only."""
    draft = _file(home).with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(account) for account in accounts], file)
    draft.replace(_file(home))


def read_accounts(home: Path) -> list[StaffAccount]:
    """The accounts of the data folder; none before the first preparation."""
    if not _file(home).is_file():
        return []
    return [StaffAccount(**entry) for entry in json.loads(_file(home).read_text("utf-8"))]
