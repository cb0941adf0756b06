"""What somebody has just typed, shown again on an error page with a button that sends it once more.

The page holds it, not the server: whatever fell, nothing that was typed is lost with it.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 -- the name of an input
SECRET: Final = re.compile(r"(^|[-_])((old)?password[12]?|code|secret)$")
"""Names of inputs that no page repeats; forms that hold one are typed again as a whole."""

_CHOSEN: Final = re.compile(r"[a-z_0-9-]*")  # options are sent by their ids, which say nothing to people


@dataclass(frozen=True)
class Entries:
    """A form as it was sent."""

    address: str
    inputs: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """What people recognise: the texts, without the ids of options and the form's token."""
        return tuple(
            value for name, value in self.inputs if name != TOKEN and not _CHOSEN.fullmatch(value.strip())
        )


def entries_of(request: HttpRequest) -> Entries | None:
    """What a page of our own has sent; None for anything else, and for forms with passwords and codes."""
    if request.method != "POST" or not _from_here(request):
        return None
    try:
        inputs = tuple((name, value) for name, values in request.POST.lists() for value in values)
        files = tuple(upload.name or "" for _name, uploads in request.FILES.lists() for upload in uploads)
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return None
    if not inputs or any(SECRET.search(name) for name, _value in inputs):
        return None
    return Entries(request.get_full_path(), inputs, files)


def _from_here(request: HttpRequest) -> bool:
    """Another site may not have its form shown as ours."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
