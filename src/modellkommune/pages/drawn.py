"""Answers that hold a picture drawn by us of something that strangers handed in, and nothing else."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

LOCKED: Final = "default-src 'none'; frame-ancestors 'self'; sandbox"
"""Whatever a browser made of it: nothing is loaded, nothing runs."""


def picture(content: bytes) -> HttpResponse:
    """A JPEG that a page of ours shows."""
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    return _locked(response)


def original(content: bytes, name: str) -> HttpResponse:
    """A file as it was handed in, to be saved, never to be shown by the browser."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _locked(response)


def _locked(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
