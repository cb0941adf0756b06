"""Who is at the door: a resident's session by its token, a member of staff by her memberships."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from modellkommune.foundation.identity.limits import limits_of
from modellkommune.foundation.identity.models import Membership, ResidentSession, Staff
from modellkommune.foundation.identity.rights import rights_of
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import RowReader

SESSIONS = RowReader(lambda digest: ResidentSession.objects.select_related("key").filter(token_digest=digest))
"""Sessions by the digest of their token, ended ones as well."""
ATTRIBUTES_PURPOSE = "identity.session"
"""Binds sealed attributes to this use, see keys.seal."""


def session_of(token: str) -> ResidentSession | None:
    """The session of a token in the current municipality; None if unknown, ended or past a limit."""
    return open_session(SESSIONS.read(digest_of(token)))


def open_session(found: ResidentSession | None) -> ResidentSession | None:
    """What `SESSIONS` found, if it has not ended."""
    return found if found is not None and clock.now() < ends_at(found) else None


def ended_session_of(token: str) -> ResidentSession | None:
    """The session of a token that is past a limit, as long as it is remembered; it opens nothing any more."""
    found = SESSIONS.read(digest_of(token))
    return found if found is not None and clock.now() >= ends_at(found) else None


def sessions_of_person(session: ResidentSession) -> tuple[ResidentSession, ...]:
    """The sessions of the person who is logged in in this one that have not ended, this one first."""
    if not session.subject_digest:
        return (session,)
    rows = ResidentSession.objects.filter(subject_digest=session.subject_digest).order_by("-last_seen")
    others = (row for row in rows if row.pk != session.pk and clock.now() < ends_at(row))
    return (session, *others)


def ends_for_good(session: ResidentSession) -> bool:
    """Whether staying longer is no longer possible: the limit of the whole session comes first."""
    return ends_at(session) == session.created + limits_of(session.level).total


def ends_at(session: ResidentSession) -> datetime.datetime:
    """When the session ends if nothing more is asked for: the earlier of its two limits."""
    limits = limits_of(session.level)
    return min(session.last_seen + limits.idle, session.created + limits.total)


def identity_of(session: ResidentSession) -> dict[str, Any] | None:
    """Who the resident has proved to be, None before a log-in.

    Keys: given_name, family_name, birth_date (ISO or ""), street, house_number, postcode, place (all "" below
    the level substantial), level, pseudonym.
    """
    if session.key is None or session.attributes is None:
        return None
    opened: Mapping[str, Any] = unseal_json(session.key, bytes(session.attributes), ATTRIBUTES_PURPOSE)
    return dict(opened)


def digest_of(token: str) -> bytes:
    """SHA-256 of a token. No salt: the token has 256 random bits, there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()


def roles_in_office(staff_id: int) -> frozenset[str]:
    """The roles of a member of staff in the current municipality."""
    return frozenset(Membership.objects.filter(staff_id=staff_id).values_list("role", flat=True))


def rights_in_office(staff_id: int) -> frozenset[str]:
    """What a member of staff may do in the current municipality; empty for a stranger."""
    return rights_of(roles_in_office(staff_id))


def members() -> tuple[tuple[Staff, tuple[str, ...]], ...]:
    """The staff of the current municipality by name, each with her roles."""
    found: dict[int, tuple[Staff, list[str]]] = {}
    for membership in Membership.objects.select_related("staff").order_by("staff__name", "role"):
        found.setdefault(membership.staff_id, (membership.staff, []))[1].append(membership.role)
    return tuple((staff, tuple(roles)) for staff, roles in found.values())


def staff_name(staff_id: str) -> str:
    """The name with which a member of staff signs; empty for an account that does not exist any more."""
    return Staff.objects.filter(pk=staff_id).values_list("name", flat=True).first() or ""
