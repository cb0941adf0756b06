"""The check of known vulnerabilities: the portal asks nobody; it reads what `make audit` has found.

The file is {"at": ISO moment, "parts": {"python": {"asked": bool, "found": [{"package", "version", "id",
"fixed"}]}, "npm": ...}}; "asked" is false where the network did not allow it.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, UNKNOWN, Finding
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import BERLIN

FILE: Final = "audit.json"
OLD: Final = timedelta(days=35)


def audit(result: Mapping[str, Any] | None, now: datetime) -> Finding:
    """`result` as the file holds it; None without a file."""
    if result is None:
        return Finding("audit", UNKNOWN, "never")
    at, parts = datetime.fromisoformat(result["at"]), result["parts"]
    said: dict[str, object] = {"day": f"{at.astimezone(BERLIN):%d.%m.%Y}"}
    found = tuple(sorted({_line(each) for part in parts.values() for each in part["found"]}))
    if found:
        return Finding("audit", BAD, "found", {**said, "count": len(found)}, found)
    if not all(part["asked"] for part in parts.values()):
        return Finding("audit", UNKNOWN, "offline", said)
    return Finding("audit", LOOK, "old", said) if now - at > OLD else Finding("audit", GOOD, "good", said)


def look_at_audit(_town: str) -> Finding:
    """Does anybody know a hole in what the portal is made of?"""
    file = Path(settings.MODELLKOMMUNE_HOME) / FILE
    return audit(json.loads(file.read_text("utf-8")) if file.is_file() else None, clock.now())


def _line(found: Mapping[str, Any]) -> str:
    fixed = f" -> {', '.join(found['fixed'])}" if found["fixed"] else ""
    return f"{found['package']} {found['version']}: {found['id']}{fixed}"
