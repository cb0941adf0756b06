"""What the blueprint's rules look at, gathered from the rooms."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from modellkommune.blueprint import SOME_PLATE, Known, Service, Situation
from modellkommune.casework.applications.queries import application_of, content_of
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.catalogue.queries import service as service_of
from modellkommune.foundation.places.queries import BookOnDemand
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import plate_code
from modellkommune.values.clock import legal_date
from modellkommune.values.plate import example_of

_opened: ContextVar[dict[int, dict[str, Any]] | None] = ContextVar("opened", default=None)


def pinned_service(case: Case) -> Service:
    """The service as it was when the case was started."""
    return service_of(case.release_hash, case.overlay_hash)


def known(identity: dict[str, Any] | None, language: str, kind: str = "") -> Known:
    """What is known beside the answers: identity, streets and zones, the day, the kind, the town's plates."""
    code = plate_code(current_municipality())
    return Known(
        identity=identity,
        places=BookOnDemand(),
        today=clock.today(),
        language=language,
        kind=kind,
        plate=example_of(code) if code else SOME_PLATE,
    )


def application_content(case: Case) -> dict[str, Any]:
    """What was handed in: {answers, identity, declaration, language}."""
    opened = _opened.get()
    if opened is None:
        return content_of(application_of(case), case)
    if case.pk not in opened:
        opened[case.pk] = content_of(application_of(case), case)
    return opened[case.pk]


@contextmanager
def opened_once() -> Iterator[None]:
    """Open an application at most once while the block runs: it never changes, and opening it is dear."""
    token = _opened.set({})
    try:
        yield
    finally:
        _opened.reset(token)


def situation(case: Case, content: dict[str, Any], replies: dict[str, dict[str, Any] | None]) -> Situation:
    """The situation that the rules assess."""
    return Situation(
        answers=content["answers"],
        identity=content["identity"],
        replies=replies,
        kind=case.kind,
        submitted=submission_day(case),
        today=clock.today(),
    )


def submission_day(case: Case) -> datetime.date:
    """The day of submission in legal time."""
    return legal_date(case.opened_at)
