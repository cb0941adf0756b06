"""What the firewall and the last look at answers found goes into the database behind the requests.

They never wait for it.

Each process has one thread for that and a bounded queue. What does not fit any more under an attack is only
in the log, as is what comes while the database is away.
"""

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, Full, Queue
from threading import Thread
from typing import Final

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

from modellkommune.firewall.leaks import Leak
from modellkommune.firewall.policy import Environ, Incident
from modellkommune.foundation.alerting.commands import LEAK, alert
from modellkommune.foundation.guarding.commands import Found, note_incident
from modellkommune.foundation.guarding.models import WITHHELD
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.logs import lines_about
from modellkommune.pages.doorkeeping import route_of, sender_of, visitor_of
from modellkommune.pages.looking import write_counts

MOST: Final = 2000
ATTACK: Final = 403
PAUSE: Final = 60.0  # seconds after which the requests that were looked at are written
HOUR: Final = 3600  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One incident, and what tells whose it was."""

    town: str
    found: Found
    cookies: Mapping[str, str]


_waiting: Final[Queue[Waiting]] = Queue(MOST)


def note(environ: Environ, incident: Incident) -> None:
    """One line in the log, and a place in the queue; nothing that was typed. Raises nothing."""
    said = {
        "rule": incident.rule,
        "reference": incident.reference,
        "status": 200 if incident.passes else incident.status,
        "verdict": incident.verdict,
    }
    _log.warning("firewall", extra=said)
    town, network, cookies = sender_of(environ)
    if not town:
        return
    # Slow lines and forms that are too long shut nobody out: only what a rule has found counts.
    network = network if incident.status == ATTACK else ""
    place = incident.reference, incident.method, route_of(incident.path)
    found = Found(*place, incident.rule, incident.looks_for, incident.verdict, incident.field, network)
    _queue(Waiting(town, found, cookies))


def note_withheld(request: HttpRequest, reference: str, leak: Leak) -> None:
    """A page was not sent because of what it held, which is written nowhere; its reader is not to blame."""
    _log.error("withheld", extra={"rule": leak.rule, "reference": reference, "status": 500})
    town = getattr(request, "municipality", None)
    if town is not None:
        place = reference, str(request.method), route_of(request.path)
        _queue(Waiting(town.key, Found(*place, leak.rule, leak.looks_for, WITHHELD), {}))


def tell_security(town: str, found: Found) -> bool:
    """Tell security staff by mail and in the log that a page was withheld; whether the log was told now.

    Once an hour in a municipality, from whichever process: what comes meanwhile is on the page of security.
    """
    with municipality(town):
        alert(LEAK, found.reference)
    due = bool(cache.add(f"withheld:{town}", 1, HOUR))
    if due:
        with lines_about(municipality=town):
            said = {"rule": found.rule, "reference": found.reference, "route": found.route}
            _log.critical("A page was withheld: see /amt/sicherheit/", extra=said)
    return due


def begin_writing() -> Thread:
    """Start the thread that writes, once in each web process."""
    thread = Thread(target=_write_on, name="incidents", daemon=True)
    thread.start()
    return thread


def write_waiting() -> int:
    """Write what waits now; how many incidents."""
    written = 0
    while True:
        try:
            _write(_waiting.get_nowait())
        except Empty:
            return written
        written += 1


def _queue(one: Waiting) -> None:
    try:
        _waiting.put_nowait(one)
    except Full:
        _log.warning("More incidents than can be kept: this one is in the log only.")


def _write_on() -> None:
    counted = time.monotonic()
    while True:
        try:
            with suppress(Empty):
                _write(_waiting.get(timeout=PAUSE))
                write_waiting()
            if time.monotonic() - counted >= PAUSE:
                counted = time.monotonic()
                write_counts()
        except Exception:
            _log.exception("Incidents could not be written")
        finally:
            connection.close()


def _write(one: Waiting) -> None:
    visitor = visitor_of(one.town, one.cookies)
    with municipality(one.town):
        note_incident(replace(one.found, visitor=visitor))
    if one.found.verdict == WITHHELD:
        tell_security(one.town, one.found)
