"""The last look at an answer before it leaves: what holds an error, a key or a withheld word is not sent.

The page is replaced by one that says that something went wrong and names a number; security staff find the
number, the kind and the page, never the text. Downloads are not looked at, nor what is no text.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse

import modellkommune
from modellkommune.firewall.leaks import FIRST, Leak, Leaks
from modellkommune.firewall.policy import new_reference
from modellkommune.pages.entries import entries_of
from modellkommune.pages.errors import error_page
from modellkommune.pages.incidents import note_withheld

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
TEXTS: Final = ("text/", "application/json", "application/xml", "application/xhtml")
STAFF_PAGES: Final = ("/amt/", "/ideen/")
"""Pages on which staff read what others wrote, and incidents: keys and withheld words are theirs to see."""
OVERLAP: Final = 1_000
"""Bytes of a part that are looked at again together with the next one."""
PLACES: Final = (
    f"{Path(str(modellkommune.__file__)).parent}/",
    f"{Path(django.__file__).parent.parent}/",
)
"""Where the program is installed: whoever reads that reads a trace, however it was escaped."""


def withhold_leaks(answer: Answer) -> Answer:
    """Middleware: replace what must not leave."""
    leaks = Leaks(PLACES, settings.WITHHELD_WORDS)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not _is_read_by_people(response):
            return response
        kind = response.headers["Content-Type"]
        look = partial(
            leaks.found,
            data=kind.startswith("application/json"),
            among_people=request.path.startswith(STAFF_PAGES),
        )
        if response.streaming:
            return _watched(request, response, look)
        leak = look(response.content)
        return response if leak is None else _replaced(request, response, leak)

    return middleware


def _is_read_by_people(response: HttpResponse) -> bool:
    headers = response.headers
    return (
        headers.get("Content-Type", "").startswith(TEXTS)
        and "Content-Encoding" not in headers
        and not headers.get("Content-Disposition", "").startswith("attachment")
    )


def _replaced(request: HttpRequest, response: HttpResponse, leak: Leak) -> HttpResponse:
    reference = new_reference()
    note_withheld(request, reference, leak)
    page = error_page(request, 500, "withheld", entries_of(request), reference=reference)
    page.cookies = response.cookies
    return page


def _watched(request: HttpRequest, response: Any, look: Callable[[bytes], Leak | None]) -> HttpResponse:
    """The first part decides whether there is a page at all; a leak in a later one breaks it off."""
    parts: Iterator[bytes] = iter(response)
    first = next(parts, b"")
    leak = look(first)
    if leak is not None:
        return _replaced(request, response, leak)
    response.streaming_content = _until_leak(request, first, parts, look)
    return response  # type: ignore[no-any-return]


def _until_leak(
    request: HttpRequest, first: bytes, parts: Iterable[bytes], look: Callable[[bytes], Leak | None]
) -> Iterator[bytes]:
    yield first
    seen, before = len(first), first[-OVERLAP:]
    for part in parts:
        leak = look(before + part) if seen < FIRST else None
        if leak is not None:
            note_withheld(request, new_reference(), leak)
            return
        yield part
        seen, before = seen + len(part), part[-OVERLAP:]
