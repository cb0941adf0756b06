"""The log-ins of staff: which are open, on what kind of device, and ending them."""

import datetime
import uuid

from django.conf import settings

from modellkommune.foundation.identity.commands import note_staff_entry
from modellkommune.foundation.identity.models import Membership, StaffSession
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock


def open_staff_session(staff_id: int, device: str) -> uuid.UUID:
    """Note a log-in; the id that the browser's session carries."""
    now = clock.now()
    return StaffSession.objects.create(staff_id=staff_id, device=device, started=now, seen=now).pk


def is_open(session_id: str, staff_id: int) -> bool:
    """Whether this log-in of this account has not been ended."""
    return StaffSession.objects.filter(pk=session_id, staff_id=staff_id).exists()


def note_seen(session_id: str) -> None:
    """She is still there."""
    StaffSession.objects.filter(pk=session_id).update(seen=clock.now())


def close_staff_session(session_id: str) -> None:
    """She has logged out. Safe to repeat."""
    StaffSession.objects.filter(pk=session_id).delete()


def staff_sessions_of(staff_id: int, idle: datetime.timedelta) -> tuple[StaffSession, ...]:
    """The open log-ins of an account that were used within the idle limit, the newest first."""
    used = StaffSession.objects.filter(staff_id=staff_id, seen__gt=clock.now() - idle)
    return tuple(used.order_by("-seen"))


def end_own_session(staff_id: int, session_id: uuid.UUID) -> bool:
    """End one of one's own log-ins, on another device; whether there was one. The journal notes it."""
    gone, _ = StaffSession.objects.filter(pk=session_id, staff_id=staff_id).delete()
    if gone:
        note_staff_entry("staff_session_ended", staff_id)
    return bool(gone)


def end_sessions_of_staff(staff_id: int, by: int) -> int:
    """An administrator ends all log-ins of a colleague of the current municipality (ASVS 7.4.5); how many.

    0 for an account that has no role here.
    """
    if not Membership.objects.filter(staff_id=staff_id).exists():
        return 0
    gone, _ = StaffSession.objects.filter(staff_id=staff_id).delete()
    if gone:
        record("staff_session_ended", f"staff:{staff_id}", Actor("staff", str(by)))
    return gone


def delete_old_staff_sessions() -> int:
    """Delete the log-ins that are past the limit of the whole session; the count."""
    total = datetime.timedelta(minutes=settings.STAFF_SESSION_LIMITS[1])
    return StaffSession.objects.filter(started__lt=clock.now() - total).delete()[0]
