"""The sheet of a service to take along: what it is, a large QR code, the address to type."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modellkommune.foundation.documents.printing import printed

TEMPLATE: Final = Path(__file__).with_name("sheet.typ").read_text("utf-8")


@dataclass(frozen=True)
class Sheet:
    """What stands on it. `words`: scan, type, free."""

    town: str
    event: str
    title: str
    summary: str
    address: str
    words: Mapping[str, str]
    demonstration: bool


def sheet_pdf(sheet: Sheet, language: str) -> bytes:
    """The sheet as PDF/UA-1, A5. Raises `NotPrinted`."""
    data = {
        "title": f"{sheet.title} – {sheet.town}",
        "town": sheet.town,
        "event": sheet.event,
        "heading": sheet.title,
        "summary": sheet.summary,
        "link": sheet.address,
        "code_alt": f"{sheet.words['scan']} {sheet.address}",
        "address": sheet.address.partition("://")[2],
        "demonstration": "Demonstration" if sheet.demonstration else "",
        **sheet.words,
    }
    return printed(TEMPLATE, data, language, [sheet.address])
