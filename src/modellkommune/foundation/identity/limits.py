"""Trust levels of a log-in and how long a session of each may last.

BSI TR-03172-3, 3.11.09 (by TR-03160-1): idle and total limits by level. Five minutes are hard on slow users,
so the installation may set its own limits (`settings.RESIDENT_SESSION_LIMITS`, shaped as `DEFAULT_LIMITS`).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

LEVELS: Final = ("none", "low", "substantial", "high")
"""Rising: nobody known, then the three of eIDAS Art. 8 (TR-03107-1 calls the lowest "normal")."""

DEFAULT_LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "none": (60, 720),
    "low": (60, 720),
    "substantial": (30, 120),
    "high": (5, 30),
}
"""Level -> minutes without a request, minutes altogether."""


class UnknownLevel(ValueError):
    """A trust level is none, low, substantial or high."""


@dataclass(frozen=True)
class Limits:
    """How long a session may last without a request, and altogether."""

    idle: datetime.timedelta
    total: datetime.timedelta


def limits_of(level: str) -> Limits:
    """The limits in force for a level. Raises UnknownLevel."""
    if level not in LEVELS:
        raise UnknownLevel(level)
    configured = getattr(settings, "RESIDENT_SESSION_LIMITS", DEFAULT_LIMITS)
    idle, total = configured.get(level, DEFAULT_LIMITS[level])
    return Limits(datetime.timedelta(minutes=idle), datetime.timedelta(minutes=total))


def reaches(level: str, wanted: str) -> bool:
    """Whether a level is at least the wanted one. Raises UnknownLevel."""
    if level not in LEVELS or wanted not in LEVELS:
        raise UnknownLevel(f"{level}, {wanted}")
    return LEVELS.index(level) >= LEVELS.index(wanted)
