"""Starting, raising and ending residents' sessions; giving staff accounts and roles.

The caller's `with municipality(...)` is the transaction.
"""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.password_validation import validate_password

from modellkommune.foundation.identity.errors import AccountExists, NotAnIdentity, StaffNotFound
from modellkommune.foundation.identity.limits import LEVELS, limits_of
from modellkommune.foundation.identity.models import Membership, ResidentSession, Staff
from modellkommune.foundation.identity.queries import ATTRIBUTES_PURPOSE, digest_of
from modellkommune.foundation.identity.rights import ROLES, UnknownRole
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, keyed_digest, new_key, seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.writing import insert, update

SYSTEM = Actor("system", "identity")


def start_session(level: str, identity: Mapping[str, Any] | None = None) -> tuple[ResidentSession, str]:
    """Start a visit: the session and the token for the browser, which is stored nowhere.

    `identity` as `queries.identity_of` returns it; needed above the level "none". Raises UnknownLevel,
    NotAnIdentity.
    """
    return _new_session(uuid.uuid4(), level, identity)


def raise_level(session: ResidentSession, identity: Mapping[str, Any]) -> tuple[ResidentSession, str]:
    """Log in on the way: a new row and a new token, so that a token planted before is worth nothing after.

    The holder goes over, and with it the drafts, unless another person was logged in before.
    """
    digest = _subject_digest(identity)
    same_person = session.subject_digest in ("", digest)
    holder = session.holder if same_person else uuid.uuid4()
    _delete(session)
    return _new_session(holder, str(identity["level"]), identity)


def keep_alive(session: ResidentSession) -> bool:
    """Note that the resident is still there; at most ten writes per idle limit. Whether it was written."""
    now = clock.now()
    if now - session.last_seen < limits_of(session.level).idle / 10:
        return False
    session.last_seen = now
    update(session, "last_seen")
    return True


def end_session(session: ResidentSession) -> None:
    """Log out: the row goes, and the key that opens its attributes. Safe to repeat."""
    if _delete(session):
        _note("resident_logged_out", session)


def delete_ended_sessions() -> int:
    """Delete the sessions of the current municipality that are past a limit; how many."""
    oldest = clock.now() - max(limits_of(level).idle for level in LEVELS)
    ended = list(ResidentSession.objects.select_related("key").filter(last_seen__lt=oldest)[:1000])
    return sum(_delete(session) for session in ended)


def _new_session(
    holder: uuid.UUID, level: str, identity: Mapping[str, Any] | None
) -> tuple[ResidentSession, str]:
    limits_of(level)
    if identity is None and level != "none":
        raise NotAnIdentity
    now, token = clock.now(), secrets.token_urlsafe(32)
    session = ResidentSession(token_digest=digest_of(token), holder=holder, level=level)
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
    staff = Staff(email=email.strip().lower(), name=" ".join(name.split()), created=clock.now())
    validate_password(password, staff)
    if Staff.objects.filter(email=staff.email).exists():
        raise AccountExists
    staff.set_password(password)
    staff.save(force_insert=True)
    return staff


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
