"""Starting, raising and ending residents' sessions; giving staff accounts and roles.

The caller's `with municipality(...)` is the transaction.
"""

import datetime
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from modellkommune.foundation.identity.errors import AccountExists, NotAnIdentity, StaffNotFound
from modellkommune.foundation.identity.limits import LEVELS, limits_of
from modellkommune.foundation.identity.models import Membership, ResidentSession, Staff
from modellkommune.foundation.identity.queries import ATTRIBUTES_PURPOSE, digest_of
from modellkommune.foundation.identity.rights import ROLES, UnknownRole
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal_json
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.writing import insert, update

SYSTEM = Actor("system", "identity")
REMEMBERED = datetime.timedelta(days=1)
"""So long after its last sign of life a session that has ended is still known as somebody's."""


def start_session(
    level: str, identity: Mapping[str, Any] | None = None, device: str = ""
) -> tuple[ResidentSession, str]:
    """Start a visit: the session and the token for the browser, which is stored nowhere.

    `identity` as `queries.identity_of` returns it; needed above the level "none". `device` is the family of
    the browser. Raises UnknownLevel, NotAnIdentity.
    """
    return _new_session(uuid.uuid4(), level, identity, device)


def raise_level(
    session: ResidentSession, identity: Mapping[str, Any], device: str = ""
) -> tuple[ResidentSession, str]:
    """Log in on the way: a new row and a new token, so that a token planted before is worth nothing after.

    The holder goes over, and with it the drafts, unless another person was logged in before.
    """
    digest = _subject_digest(identity)
    same_person = session.subject_digest in ("", digest)
    holder = session.holder if same_person else uuid.uuid4()
    _delete(session)
    return _new_session(holder, str(identity["level"]), identity, device or session.device)


def keep_alive(session: ResidentSession) -> bool:
    """Note that the resident is still there; at most ten writes per idle limit. Whether it was written."""
    now = clock.now()
    if now - session.last_seen < limits_of(session.level).idle / 10:
        return False
    session.last_seen = now
    update(session, "last_seen")
    return True


def stay(session: ResidentSession) -> None:
    """She says that she is still there: noted at once, so that the idle limit begins anew."""
    session.last_seen = clock.now()
    update(session, "last_seen")


def end_session(session: ResidentSession) -> None:
    """Log out: the row goes, and the key that opens its attributes. Safe to repeat."""
    _end(session)


def end_sessions_of(session: ResidentSession) -> int:
    """Log out everywhere: all sessions of the person logged in in this one; how many. Safe to repeat."""
    mine = ResidentSession.objects.filter(pk=session.pk)
    if session.subject_digest:
        mine |= ResidentSession.objects.filter(subject_digest=session.subject_digest)
    return sum(_end(each) for each in mine.select_related("key"))


def end_other_session(session: ResidentSession, number: int) -> bool:
    """End one of her sessions by its number; whether it was hers and there was one. Safe to repeat."""
    if not session.subject_digest:
        return False
    mine = ResidentSession.objects.filter(pk=number, subject_digest=session.subject_digest)
    other = mine.select_related("key").first()
    return other is not None and _end(other)


def _end(session: ResidentSession) -> bool:
    gone = _delete(session)
    if gone:
        _note("resident_logged_out", session)
    return gone


def delete_ended_sessions() -> int:
    """Let go of the sessions of the current municipality that are past a limit; how many.

    What a log-in told goes at once. The row stays a day, so that who sends a form too late loses nothing.
    """
    now, rows = clock.now(), ResidentSession.objects.select_related("key")
    oldest = now - max(limits_of(level).idle for level in LEVELS)
    closed = list(rows.filter(last_seen__lt=oldest, key__isnull=False)[:1000])
    for session in closed:
        _close(session)
    gone = [_delete(each) for each in rows.filter(last_seen__lt=now - REMEMBERED)[:1000]]
    return len(closed) + sum(gone)


def _close(session: ResidentSession) -> None:
    key = session.key
    session.key, session.attributes = None, None
    update(session, "key", "attributes")
    if key is not None:
        destroy(key)


def _new_session(
    holder: uuid.UUID, level: str, identity: Mapping[str, Any] | None, device: str
) -> tuple[ResidentSession, str]:
    limits_of(level)
    if identity is None and level != "none":
        raise NotAnIdentity
    now, token = clock.now(), secrets.token_urlsafe(32)
    session = ResidentSession(token_digest=digest_of(token), holder=holder, level=level, device=device)
    session.created = session.last_seen = now
    if identity is not None:
        session.subject_digest = _subject_digest(identity)
        session.key = new_key()
        session.attributes = seal_json(session.key, dict(identity), ATTRIBUTES_PURPOSE)
    insert(session)
    if identity is not None:
        _note("resident_logged_in", session)
    return session, token


def _delete(session: ResidentSession) -> bool:
    key = session.key
    gone, _ = ResidentSession.objects.filter(pk=session.pk).delete()
    if gone and key is not None:
        destroy(key)
    return bool(gone)


def _subject_digest(identity: Mapping[str, Any]) -> str:
    pseudonym = str(identity.get("pseudonym") or "")
    if not pseudonym:
        raise NotAnIdentity
    return keyed_digest("resident", f"{current_municipality()}\n{pseudonym}")


def _note(verb: str, session: ResidentSession) -> None:
    holder = str(session.holder)
    record(verb, f"resident:{holder}", Actor("resident", holder))


def add_staff(email: str, name: str, password: str) -> Staff:
    """Open an account; it has no rights before `add_member`.

    Raises AccountExists, and Django's ValidationError for a password that is too weak.
    """
    staff = _new_staff(email, name)
    validate_password(password, staff)
    return _opened(staff, make_password(password))


def add_demonstration_staff(email: str, name: str, stored: str) -> Staff:
    """Open an account whose password everybody knows; `stored` is what `make_password` makes of it.

    Raises AccountExists.
    """
    return _opened(_new_staff(email, name), stored)


def _new_staff(email: str, name: str) -> Staff:
    return Staff(email=email.strip().lower(), name=" ".join(name.split()), created=clock.now())


def _opened(staff: Staff, stored: str) -> Staff:
    if Staff.objects.filter(email=staff.email).exists():
        raise AccountExists
    staff.password = stored
    staff.save(force_insert=True)
    return staff


def reset_password(staff: Staff, password: str) -> None:
    """Give an account another password, which ends its sessions. Raises Django's ValidationError."""
    validate_password(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])


def add_member(staff: Staff, role: str) -> Membership:
    """Give a role in the current municipality. Safe to repeat. Raises UnknownRole."""
    if role not in ROLES:
        raise UnknownRole(role)
    membership, new = Membership.objects.get_or_create(
        staff=staff, role=role, defaults={"created": clock.now()}
    )
    if new:
        record("staff_role_given", f"staff:{staff.pk}.{role}", SYSTEM)
    return membership


def remove_member(staff: Staff, role: str) -> bool:
    """Take a role in the current municipality away; whether she had it."""
    gone, _ = Membership.objects.filter(staff=staff, role=role).delete()
    if gone:
        record("staff_role_taken", f"staff:{staff.pk}.{role}", SYSTEM)
    return bool(gone)


def staff_by_email(email: str) -> Staff:
    """The account with this address. Raises StaffNotFound."""
    found = Staff.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise StaffNotFound
    return found


def note_staff_entry(verb: str, staff_id: int) -> None:
    """Write a log-in, log-out or change of credentials into the current municipality's journal."""
    record(verb, f"staff:{staff_id}", Actor("staff", str(staff_id)))


def set_active(staff: Staff, *, active: bool) -> None:
    """Block an account, which ends its sessions at the next request, or let it in again."""
    staff.is_active = active
    staff.save(update_fields=["is_active"])
