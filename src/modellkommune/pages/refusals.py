"""What no page of ours sends: cookies that are no text, forms in other charsets, methods no page knows.

People come here by a bookmark of a page that only took a form, programs by trying: both get a page.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from django.http import HttpRequest, HttpResponse

from modellkommune.pages.errors import bad_request, error_page

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
Application: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]
NOT_ALLOWED: Final = 405
FOREIGN: Final = "modellkommune.foreign_charset"
_CHARSET: Final = re.compile(r";\s*charset\*?\d*\*?\s*=[^;]*", re.IGNORECASE)


def read_utf8_only(application: Application) -> Application:
    """The web server's way in: Django falls over some charsets before any middleware is asked."""

    def read(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return application(with_known_charset(environ), start_response)

    return read


def with_known_charset(environ: dict[str, Any]) -> dict[str, Any]:
    """The request without the charset it states; where that is not UTF-8 `FOREIGN` says so."""
    stated = str(environ.get("CONTENT_TYPE", ""))
    kept, charsets = _CHARSET.sub("", stated), _CHARSET.findall(stated)
    if not charsets:
        return environ
    return {**environ, "CONTENT_TYPE": kept, FOREIGN: not all(map(_is_utf8, charsets))}


def refuse_odd_requests(answer: Answer) -> Answer:
    """Garbage cookies count as none, a form in another charset is 400, an unknown method a page with 405."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get(FOREIGN):
            return bad_request(request)
        _drop_garbage(request)
        response = _without_nul(answer(request))
        if response.status_code == NOT_ALLOWED and not response.content:
            return _with_page(request, response)
        return response

    return middleware


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset.partition("=")[2].strip().strip("\"'")).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _drop_garbage(request: HttpRequest) -> None:
    """Control characters in a cookie are none of ours, and the database refuses to look for them."""
    request.COOKIES = {name: value for name, value in request.COOKIES.items() if value.isprintable()}


def _without_nul(response: HttpResponse) -> HttpResponse:
    """Browsers draw NUL as �, which would come back with the form as if somebody had typed it."""
    shows_text = response.headers.get("Content-Type", "").startswith("text/html")
    if shows_text and not response.streaming and b"\0" in response.content:
        response.content = response.content.replace(b"\0", b"")
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _with_page(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    response = error_page(request, NOT_ALLOWED, "not_allowed")
    response.headers["Allow"] = refusal.headers.get("Allow", "")
    return response
