"""The columns of the open data: name, and where the value comes from. CSV and JSON have the same."""

import csv
import datetime
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any, Final

from modellkommune.pages.wording import LANGUAGES, say
from modellkommune.participation.outreach.adoption import GRADES
from modellkommune.participation.outreach.models import AdoptionMonth

COLUMNS: Final = (
    "month", "final", "service", "online", "assisted", "counter", "post", "begun", "decided",
    "median_seconds", "ninth_seconds", "printed", "retyped", "proven",
    "grade_1", "grade_2", "grade_3", "grade_4", "grade_5", "minutes_per_case", "demonstration",
)  # fmt: skip
EVERYWHERE: Final = (
    "municipality", "service", "months", "online", "assisted", "counter", "post", "begun", "completed",
    "decided", "printed", "retyped", "proven", "grade_1", "grade_2", "grade_3", "grade_4", "grade_5",
    "minutes_per_case", "demonstration",
)  # fmt: skip


def row_of(month: AdoptionMonth, minutes: int | None, *, demonstration: bool) -> dict[str, Any]:
    """A counted month with the names of `COLUMNS`; None is what nobody knows or what is not published."""
    return {
        "month": f"{month.month:%Y-%m}",
        "final": month.is_over,
        "service": month.service_id,
        **{name: getattr(month, name) for name in COLUMNS[3:14]},
        **grades(month.ratings),
        "minutes_per_case": minutes,
        "demonstration": demonstration,
    }


def grades(counts: Iterable[int] | None) -> dict[str, int | None]:
    """The counts of grades by column."""
    found: list[int | None] = list(counts or ()) or [None] * len(GRADES)
    return {f"grade_{grade}": count for grade, count in enumerate(found, 1)}


def descriptions(names: Iterable[str], language: str) -> list[tuple[str, str]]:
    """What each column holds, in one language."""
    return [(name, say(f"adoption.column.{name}", language)) for name in names]


def as_csv(names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    """UTF-8 text with a head line; empty is unknown (RFC 4180)."""
    target = StringIO()
    writer = csv.DictWriter(target, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return target.getvalue()


def as_document(
    names: tuple[str, ...], rows: Iterable[Mapping[str, Any]], made: datetime.date
) -> dict[str, Any]:
    """The same with the description of its columns, for JSON."""
    return {
        "made_on": made.isoformat(),
        "columns": {
            name: {tongue: say(f"adoption.column.{name}", tongue) for tongue in LANGUAGES} for name in names
        },
        "rows": list(rows),
    }


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
