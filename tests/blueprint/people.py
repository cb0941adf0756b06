"""Anna of the guide, and what the house knows of her."""

from datetime import date
from typing import Any

from modellkommune.blueprint import Known, Release, Situation

DAY = date(2026, 12, 3)
IDENTITY = {
    "given_name": "Anna",
    "family_name": "Beispiel",
    "birth_date": "1990-05-01",
    "level": "substantial",
}


def known(**identity: Any) -> Known:
    """A log-in that says this; nothing: no log-in."""
    return Known(identity or None, None, DAY)


def situation(release: Release, **changes: Any) -> Situation:
    """Anna's case; `answers` and `replies` are changed one by one."""
    anna = release.examples[0]
    answers = {**anna.answers, **changes.pop("answers", {})}
    replies = {**anna.replies, **changes.pop("replies", {})}
    parts: dict[str, Any] = {"identity": IDENTITY, "kind": "new", "submitted": DAY, "today": DAY, **changes}
    return Situation(answers={k: v for k, v in answers.items() if v is not None}, replies=replies, **parts)
