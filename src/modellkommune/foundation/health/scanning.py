"""The check of the scanner that looks through what strangers hand in."""

from datetime import UTC, datetime, timedelta
from typing import Final

from modellkommune.foundation.files.scanner import ScannerState, state
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.tenants import clock

OLD: Final = timedelta(days=7)
"""New signatures come several times a day."""
_PARTS: Final = 3  # program, number of the signatures, their date


def scanner(found: ScannerState, now: datetime) -> Finding:
    """`found`: whether there is one and what it says of itself."""
    if not found.configured:
        return Finding("scanner", LOOK, "none")
    if not found.answers:
        return Finding("scanner", BAD, "silent")
    made = signed_on(found.version)
    if made is None:
        return Finding("scanner", BAD, "unsigned")
    said = {"day": f"{made:%d.%m.%Y}"}
    old = now - made > OLD
    return Finding("scanner", LOOK if old else GOOD, "old" if old else "good", said)


def signed_on(version: str) -> datetime | None:
    """The moment of the signatures from "ClamAV 1.4.3/27900/Sun Nov 29 08:12:01 2026"; None without any."""
    parts = version.split("/")
    if len(parts) != _PARTS:
        return None
    try:
        return datetime.strptime(parts[-1].strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def look_at_scanner(_town: str) -> Finding:
    """Does anybody look through the files of strangers?"""
    return scanner(state(), clock.now())
