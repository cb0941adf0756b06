"""Who is shut out, which rules are only tested, which are forgiven where: asked by the firewall each time.

What holds is kept in the process; at most once in `FRESH` seconds one number is read, and everything again
only when that has changed. Without a database what was known last goes on holding.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from threading import Lock, Thread
from typing import Any, Final
from weakref import WeakValueDictionary

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve

from modellkommune.firewall.networks import Network, Networks
from modellkommune.firewall.policy import BLOCKED, PARDONED, TESTED, Environ, Incident
from modellkommune.foundation.guarding import queries
from modellkommune.foundation.guarding.models import PROVABLE, Ban, Blocklist
from modellkommune.foundation.identity.queries import session_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.cookies import name_of
from modellkommune.pages.looking import count
from modellkommune.pages.town import Town, towns
from modellkommune.pages.visitors import address_of, network_of_address

FRESH: Final = 0.5  # seconds
PATIENCE: Final = 5.0  # seconds after which a silent database is asked again
WAIT: Final = 0.5  # seconds that a request waits for the number
ALWAYS_OPEN: Final = ("/static/", "/marke.css", "/nachweis.json", "/sperre/", "/amt/konto/")
"""What a page about a ban needs, and the log-in with which staff behind the same address can lift it."""
_COOKIE: Final = re.compile(r"[\w.:-]{8,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shut:
    """A running ban as it is compared: `visitor` is a digest, "" for all without a valid session."""

    reference: str
    network: Network
    visitor: str
    until: datetime
    way_back: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The networks of a list."""

    networks: Networks
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds in one town, read at one moment."""

    shut: tuple[Shut, ...] = ()
    pardons: Mapping[tuple[int, str], tuple[tuple[str, datetime], ...]] = field(default_factory=dict)
    """(rule, page) -> (field or "", until)."""
    tested: Mapping[int, datetime] = field(default_factory=dict)
    robots: Mapping[str, bool] = field(default_factory=dict)
    """Token of a program -> whether it is barred, where the town has decided."""
    lists: tuple[Listed, ...] = ()
    guests: Mapping[str, datetime] = field(default_factory=dict)
    """Digest of a sender -> until when no rule about who comes turns her away."""


class Standings:
    """What holds in each town; asks the database at most once in `FRESH` seconds, whoever asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._next = float("-inf")
        self._number = -1
        self._away = False
        self._towns: dict[str, tuple[int, Standing]] = {}

    def of(self, town: str) -> Standing:
        """What holds in a town now."""
        if time.monotonic() >= self._next and self._lock.acquire(blocking=False):
            self._away = not in_time(self._look) or self._away
        number, found = self._towns.get(town, (-1, Standing()))
        return found if number == self._number >= 0 or self._away else self._read(town)

    def forget(self) -> None:
        """Read everything again at the next question."""
        self._next, self._number = float("-inf"), -1
        self._towns.clear()

    def _look(self) -> None:
        """Read the number, and let the next one look."""
        try:
            self._number = queries.change_number()
            self._away, self._next = False, time.monotonic() + FRESH
        except DatabaseError:
            self._away, self._next = True, time.monotonic() + PATIENCE
        finally:
            _give_back()
            self._lock.release()

    def _read(self, town: str) -> Standing:
        number = self._number  # before the rows: what changes meanwhile is read again
        try:
            with municipality(town):
                found = _standing()
        except DatabaseError:
            return Standing()
        finally:
            _give_back()
        self._towns[town] = number, found
        return found


def in_time(work: Callable[[], None]) -> bool:
    """Do something in a thread of its own; whether it was done in `WAIT`: nobody waits longer."""
    thread = Thread(target=work, name="standings", daemon=True)
    thread.start()
    thread.join(WAIT)
    return not thread.is_alive()


standings: Final = Standings()


def admit(environ: Environ) -> Incident | None:
    """The incident of somebody who is shut out; None for everybody else."""
    town, path = town_of(environ), str(environ.get("PATH_INFO", "/"))
    if town is not None:
        count(town.key, environ)
    if town is None or path.startswith(ALWAYS_OPEN):
        return None
    shut = standings.of(town.key).shut
    address = address_of(environ) if shut else None
    if address is None:
        return None
    now = clock.now()
    near = [ban for ban in shut if ban.until > now and address in ban.network]
    if not near:
        return None
    hit = _hit(town.key, near, _cookies(environ))
    if hit is None:
        return None
    return Incident(
        hit.reference,
        str(environ["REQUEST_METHOD"]),
        path,
        0,
        "",
        403,
        until=hit.until,
        way_back=hit.way_back,
    )


def ruling(environ: Environ, incident: Incident) -> str:
    """Whether a rule that has found something turns this request away here and now."""
    town = town_of(environ)
    if town is None:
        return BLOCKED
    standing, now = standings.of(town.key), clock.now()
    for name, until in standing.pardons.get((incident.rule, route_of(incident.path)), ()):
        if until > now and name in ("", incident.field):
            return PARDONED
    tested = (standing.tested.get(rule) for rule in (0, incident.rule))
    return TESTED if any(until is not None and until > now for until in tested) else BLOCKED


def route_of(path: str) -> str:
    """The pattern of an address, without ids; "" for one that no page has."""
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return ""


def sender_of(environ: Environ) -> tuple[str, str, dict[str, str]]:
    """Town, network and cookies with which a request came; "" for an unknown host and for nobody."""
    town, address = town_of(environ), address_of(environ)
    network = str(network_of_address(address)) if address is not None else ""
    return town.key if town else "", network, _cookies(environ)


def visitor_of(town: str, cookies: Mapping[str, str]) -> str:
    """The token of the valid session that these cookies name; "" without one. Opens a unit of work."""
    resident = cookies.get(name_of("resident"), "")
    if resident:
        with municipality(town):
            if session_of(resident) is not None:
                return resident
    staff = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return staff if staff and SessionStore(staff).get("_auth_user_id") else ""


def _hit(town: str, near: list[Shut], cookies: dict[str, str]) -> Shut | None:
    with municipality(town):
        brought = {queries.visitor_digest(token) for token in cookies.values()}
    personal = next((ban for ban in near if ban.visitor and ban.visitor in brought), None)
    everybody = next((ban for ban in near if not ban.visitor), None)
    if personal is not None or everybody is None:
        return personal
    return None if visitor_of(town, cookies) else everybody


def _standing() -> Standing:
    used = queries.clients_with_proof()
    shut = (_shut(ban, used) for ban in queries.bans())
    pardons: dict[tuple[int, str], tuple[tuple[str, datetime], ...]] = {}
    guests: dict[str, datetime] = {}
    for each in queries.exemptions():
        if each.client:
            guests[each.client] = max(each.until, guests.get(each.client, each.until))
            continue
        place = each.rule, each.route
        pardons[place] = (*pardons.get(place, ()), (each.field, each.until))
    tested = {each.rule: each.until for each in queries.test_modes()}
    lists = tuple(Listed(_networks(each), each.until) for each in queries.blocklists())
    return Standing(tuple(shut), pardons, tested, queries.robot_rules(), lists, guests)


def _shut(ban: Ban, used: frozenset[str]) -> Shut:
    way_back = ban.reason in PROVABLE and ban.client not in used
    return Shut(ban.reference, queries.network_of(ban), ban.visitor, ban.until, way_back)


_opened: Final[WeakValueDictionary[str, Networks]] = WeakValueDictionary()
"""Digest -> the networks of a list, as long as it holds: towns share what they have in common."""


def _networks(listed: Blocklist) -> Networks:
    found = _opened.get(listed.digest)
    if found is None:
        found = _opened[listed.digest] = queries.networks_of(listed)
    return found


def town_of(environ: Environ) -> Town | None:
    """The municipality whose portal is asked; None for another host, and without a database."""
    host, _port = split_domain_port(str(environ.get("HTTP_HOST", "")).lower())
    try:
        return towns.of_host(host)
    except DatabaseError:
        return None


def _cookies(environ: Environ) -> dict[str, str]:
    try:
        found: SimpleCookie = SimpleCookie(str(environ.get("HTTP_COOKIE", "")))
    except CookieError:
        return {}
    names = (name_of("resident"), settings.SESSION_COOKIE_NAME)
    return {
        name: found[name].value for name in names if name in found and _COOKIE.fullmatch(found[name].value)
    }


def _give_back() -> None:
    """The connection, to the pool: here no request has begun that would end and do so."""
    pooled: Any = connection
    if not pooled.in_atomic_block and "pool" in pooled.settings_dict["OPTIONS"]:
        pooled.close()
