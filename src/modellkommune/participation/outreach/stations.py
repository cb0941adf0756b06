"""Stations and the visits at them: pairing, revoking, beginning a visit, wiping it.

The caller's `with municipality(...)` is the transaction, but for what works everywhere.
"""

import datetime
import secrets
from typing import Any, Final

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.codes import ALPHABET
from modellkommune.foundation.keys.commands import destroy, new_key, seal_json, unseal_json
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.foundation.tenants.writing import RowGone, insert, update
from modellkommune.participation.outreach.errors import PairingRefused
from modellkommune.participation.outreach.models import Event, KioskSession, Station

PAIRING: Final = "pairing"
TOKEN: Final = "station"  # noqa: S105 the purpose of a digest
VISIT: Final = "kiosk-visit"
PAIRING_LASTS: Final = datetime.timedelta(minutes=15)
CODE_LETTERS: Final = 8
IDLE: Final = datetime.timedelta(seconds=90)
"""So long a visit stays without a touch; the last 30 seconds are counted down on the screen."""
SLACK: Final = datetime.timedelta(seconds=10)
"""How much later the server itself ends a visit whose tablet said nothing any more."""


def add_station(event: Event, name: str, actor: Actor) -> Station:
    """Register a tablet; it works when it was paired."""
    station = Station(event=event, name=name)
    insert(station)
    record("station_added", f"station:{station.pk}", actor)
    return station


def give_code(station: Station, actor: Actor) -> str:
    """A one-time code to type at the tablet: `K7MX-2PQR`. Its token of before is worth nothing now."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    station.pairing_digest = keyed_digest(PAIRING, letters)
    station.pairing_until = clock.now() + PAIRING_LASTS
    station.token_digest, station.paired_at, station.revoked_at = "", None, None
    update(station, "pairing_digest", "pairing_until", "token_digest", "paired_at", "revoked_at")
    _wipe_all(station)
    record("pairing_code_given", f"station:{station.pk}", actor)
    return f"{letters[:4]}-{letters[4:]}"


def pair(typed: str) -> tuple[Station, str]:
    """The station of a code and the token for its cookie, stored nowhere. Raises `PairingRefused`."""
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    rows = Station.objects.select_for_update().filter(
        pairing_digest=keyed_digest(PAIRING, letters), pairing_until__gt=clock.now(), revoked_at=None
    )
    station = rows.first() if len(letters) == CODE_LETTERS else None
    if station is None:
        raise PairingRefused
    token = secrets.token_urlsafe(32)
    station.pairing_digest, station.pairing_until = "", None
    station.token_digest, station.paired_at = keyed_digest(TOKEN, token), clock.now()
    update(station, "pairing_digest", "pairing_until", "token_digest", "paired_at")
    record("station_paired", f"station:{station.pk}", Actor("station", str(station.pk)))
    return station, token


def revoke(station: Station, actor: Actor) -> None:
    """Take a station out of use: its token opens nothing any more, a visit at it is wiped. Safe to repeat."""
    if station.revoked_at is not None:
        return
    station.revoked_at = clock.now()
    station.token_digest, station.pairing_digest, station.pairing_until = "", "", None
    update(station, "revoked_at", "token_digest", "pairing_digest", "pairing_until")
    _wipe_all(station)
    record("station_revoked", f"station:{station.pk}", actor)


def station_with(token: str) -> Station | None:
    """The station that brings this token."""
    rows = Station.objects.select_related("event").filter(revoked_at=None)
    return rows.filter(token_digest=keyed_digest(TOKEN, token)).first() if token else None


def begin_visit(station: Station) -> tuple[KioskSession, str]:
    """Somebody touches the tablet: the visit and its token. Whatever was left there before is wiped first."""
    _wipe_all(station)
    token, now, key = secrets.token_urlsafe(32), clock.now(), new_key()
    visit = KioskSession(
        station=station, token_digest=keyed_digest(VISIT, token), key=key, started_at=now, seen_at=now
    )
    visit.content = seal_json(key, {}, VISIT)
    insert(visit)
    return visit, token


def visit_with(station: Station, token: str) -> KioskSession | None:
    """The visit under way at a station, kept alive; None, and wiped, after too long a silence."""
    rows = KioskSession.objects.select_related("key").filter(station=station)
    visit = rows.filter(token_digest=keyed_digest(VISIT, token)).first() if token else None
    if visit is None:
        return None
    now = clock.now()
    if now - visit.seen_at > IDLE + SLACK:
        wipe(visit)
        return None
    visit.seen_at = now
    try:
        update(visit, "seen_at")
    except RowGone:  # wiped in this moment: by the button, and by the clock of the page
        return None
    return visit


def content_of(visit: KioskSession) -> dict[str, Any]:
    """What the visit holds."""
    content: dict[str, Any] = unseal_json(visit.key, visit.content, VISIT)
    return content


def keep(visit: KioskSession, **changed: Any) -> None:
    """Write parts of what the visit holds."""
    visit.content = seal_json(visit.key, {**content_of(visit), **changed}, VISIT)
    update(visit, "content")


def wipe(visit: KioskSession) -> None:
    """The visit is over: its row goes and the key that opens its content. Safe to repeat.

    No entry in the journal: it would count people at the stand.
    """
    key = visit.key
    KioskSession.objects.filter(pk=visit.pk).delete()
    destroy(key)


def wipe_left_visits() -> int:
    """Wipe the visits whose tablet went dark before they ended; how many. Safe to repeat."""
    rows = KioskSession.objects.select_related("key")
    left = list(rows.filter(seen_at__lt=clock.now() - IDLE - SLACK))
    for visit in left:
        wipe(visit)
    return len(left)


def wipe_left_visits_everywhere() -> int:
    """The same for all municipalities, each in its own transaction."""
    wiped = 0
    for town in municipality_keys():
        with municipality(town):
            wiped += wipe_left_visits()
    return wiped


def _wipe_all(station: Station) -> None:
    for visit in KioskSession.objects.select_related("key").filter(station=station):
        wipe(visit)
