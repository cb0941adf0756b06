"""Which municipality a host name belongs to, kept in the process for half a minute."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.wording import in_language
from modellkommune.values.latin import search_form

LIFETIME: Final = 30.0  # seconds: a changed profile shows after that


@dataclass(frozen=True)
class Town:
    """A municipality as pages need it: a frozen copy, no database row."""

    key: str
    name: str
    hosts: tuple[str, ...]
    profile: Mapping[str, Any]
    demonstration: bool
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """Parts of pages drawn for this copy of the municipality; they go with it."""

    def text(self, path: str, language: str) -> str:
        """A text of the profile by dotted path, empty where it is not stated: "contacts.office"."""
        value: Any = self.profile
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return in_language(value, language) if isinstance(value, Mapping | str) else ""


class TownList:
    """All towns of the installation; asks the database at most once in LIFETIME seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read_at = float("-inf")
        self._towns: tuple[Town, ...] = ()
        self._hosts: dict[str, Town] = {}

    def all(self) -> tuple[Town, ...]:
        """Every town, by name."""
        if time.monotonic() - self._read_at > LIFETIME:
            with self._lock:
                self._read()
        return self._towns

    def of_host(self, host: str) -> Town | None:
        """The town of a host name without port, or None."""
        self.all()
        return self._hosts.get(host.lower().rstrip("."))

    def forget(self) -> None:
        """Ask the database again at the next question (after municipalities were loaded)."""
        self._read_at = float("-inf")

    def _read(self) -> None:
        rows = sorted(Municipality.objects.order_by("name"), key=lambda row: search_form(row.name))
        self._towns = tuple(
            Town(row.key, row.name, tuple(row.hosts), row.profile, row.demonstration) for row in rows
        )
        self._hosts = {host.lower(): town for town in self._towns for host in town.hosts}
        self._read_at = time.monotonic()


towns: Final = TownList()
