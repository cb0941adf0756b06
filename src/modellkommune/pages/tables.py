"""Tables as files that spreadsheets open: UTF-8 with its mark, semicolons, no formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, Final

from django.http import HttpResponse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download of this name. Texts that a spreadsheet would calculate get an apostrophe before them."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = HttpResponse("\N{BYTE ORDER MARK}" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
