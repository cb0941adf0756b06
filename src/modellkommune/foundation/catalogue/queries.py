"""Services as they can be used: compiled, and kept in the process by their hashes."""

import json
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final

from django.db import connection
from django.db.models import Min

from modellkommune import blueprint
from modellkommune.foundation.catalogue.errors import ReleaseAltered, ReleaseUnknown, ServiceNotOffered
from modellkommune.foundation.catalogue.models import Adoption, Overlay, Release
from modellkommune.foundation.tenants.keeping import kept
from modellkommune.values.clock import legal_date

KEPT: Final = 512
"""Compiled services a process keeps; the least used one goes first."""

FRESH: Final = 30.0
"""Seconds after which a process looks for releases it has not seen."""


@kept(KEPT)
def service(release_hash: str, overlay_hash: str) -> blueprint.Service:
    """The service under a release and an overlay of the current municipality, also one adopted no longer.

    Hashes say all, so the process keeps it and asks the database once.
    Raises `ReleaseUnknown`, `ReleaseAltered`.
    """
    release = Release.objects.filter(pk=release_hash).first()
    overlay = Overlay.objects.filter(hash=overlay_hash).first()
    if release is None or overlay is None:
        raise ReleaseUnknown(overlay_hash if release else release_hash)
    return blueprint.compile_service(_document(release), _document(overlay))


def fields_of_text() -> frozenset[str]:
    """The ids of all fields in which some release asks for text, whichever municipality uses it."""
    return frozenset().union(*(_texts_in(found) for found in _releases()))


_seen: list[tuple[float, tuple[str, ...]]] = []


def _releases() -> tuple[str, ...]:
    """The hashes of all releases, asked for again after `FRESH`."""
    now = time.monotonic()
    if not _seen or now - _seen[0][0] > FRESH:
        _seen[:] = [(now, tuple(Release.objects.values_list("hash", flat=True)))]
    return _seen[0][1]


@kept(KEPT)
def _texts_in(release_hash: str) -> frozenset[str]:
    return frozenset(
        _text_ids(json.loads(Release.objects.values_list("document", flat=True).get(pk=release_hash)))
    )


def _text_ids(part: Any) -> Iterator[str]:
    """The ids of fields of text in a part of a release."""
    if isinstance(part, dict):
        if part.get("type") in ("text", "long-text") and "id" in part:
            yield str(part["id"])
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _text_ids(inner)


def offered() -> tuple[blueprint.Service, ...]:
    """The services that the current municipality offers, by id."""
    return tuple(service(*pins) for _, *pins in _running())


def current(service_id: str) -> blueprint.Service:
    """The service as the current municipality offers it now. Raises `ServiceNotOffered`."""
    for found, *pins in _running():
        if found == service_id:
            return service(*pins)
    raise ServiceNotOffered(service_id)


def adopted_on(release_hash: str) -> date | None:
    """The day from which the current municipality offered a service under a release; None if never."""
    first = Adoption.objects.filter(release_id=release_hash).aggregate(first=Min("adopted_at"))["first"]
    return None if first is None else legal_date(first)


def _running() -> list[tuple[str, str, str]]:
    """Service, release and overlay of all that runs. Compiled once: nearly every page of the portal asks."""
    with connection.cursor() as cursor:
        cursor.execute(_running_sql())
        return list(cursor.fetchall())


@cache
def _running_sql() -> str:
    running = Adoption.objects.filter(ended_at=None).exclude(release__withdrawn=True).order_by("service_id")
    pins = running.values_list("service_id", "release_id", "overlay__hash")
    sql, _no_parameters = pins.query.sql_with_params()
    return str(sql)


def _document(row: Release | Overlay) -> dict[str, Any]:
    if sha256(row.document.encode()).hexdigest() != row.hash:
        raise ReleaseAltered(str(row))
    document: dict[str, Any] = json.loads(row.document)
    return document
