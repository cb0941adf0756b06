"""Drafts for the doors that show them."""

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Count, Q

from modellkommune.casework.drafts.content import PURPOSE, Content, content_from
from modellkommune.casework.drafts.errors import DraftAlreadySubmitted, DraftNotFound
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import SESSIONS, digest_of, open_session
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import CHUNK, RowReader, RowsTogether

_WITH_KEY = Draft.objects.select_related("key")
_LOCKED = _WITH_KEY.select_for_update(of=("self",))
_DRAFTS = RowReader(lambda draft_id: _WITH_KEY.filter(pk=draft_id))
_LOCKED_DRAFTS = RowReader(lambda draft_id: _LOCKED.filter(pk=draft_id))
_VISITS = RowsTogether(SESSIONS, _DRAFTS)
_LOCKED_VISITS = RowsTogether(SESSIONS, _LOCKED_DRAFTS)


def locked_draft(draft_id: uuid.UUID) -> Draft:
    """The draft with its data key, held until the transaction ends.

    Raises `DraftNotFound`, also once it has expired.
    """
    return _alive(_LOCKED_DRAFTS.read(draft_id))


def visit(token: str, draft_id: uuid.UUID, *, locked: bool) -> tuple[ResidentSession | None, Draft]:
    """Who is there, None unless her session holds, and the draft, held if `locked`; in one statement.

    Raises `DraftNotFound`.
    """
    found, wanted = (_LOCKED_VISITS if locked else _VISITS).read(digest_of(token), draft_id)
    return open_session(found), _alive(wanted)


def content_of(draft: Draft) -> Content:
    """What the draft holds. Raises `DraftAlreadySubmitted`."""
    if draft.submitted:
        raise DraftAlreadySubmitted
    return content_from(unseal_json(draft.key, bytes(draft.content), PURPOSE))


def drafts_ending_until(day: datetime.date) -> Iterator[Draft]:
    """Unfinished applications that will be deleted by the end of a day, the first to go first."""
    rows = Draft.objects.filter(submitted=False, expires_at__gt=clock.now(), expires_at__date__lte=day)
    return rows.order_by("expires_at").iterator(CHUNK)


def open_drafts_of(subject_digest: str, holder: uuid.UUID | None) -> tuple[Draft, ...]:
    """Unfinished applications of a person who logged in, and those begun in this browser without a log-in."""
    mine = Q(subject_digest="", holder=holder)
    if subject_digest:
        mine |= Q(subject_digest=subject_digest)
    rows = Draft.objects.filter(mine, submitted=False, expires_at__gte=clock.now())
    return tuple(rows.order_by("-updated_at")[:20])


def open_draft_of_permit(number: str, subject_digest: str, holder: uuid.UUID) -> Draft | None:
    """The unfinished application about a permit that somebody has begun, the newest."""
    drafts = open_drafts_of(subject_digest, holder)
    return next((draft for draft in drafts if draft.of_permit == number), None)


def begun_between(begin: datetime.datetime, end: datetime.datetime) -> dict[str, int]:
    """How many applications that are still there were begun from `begin` until before `end`, by service."""
    rows = Draft.objects.filter(created_at__gte=begin, created_at__lt=end).values_list("service_id")
    return dict(rows.annotate(drafts=Count("id")).order_by("service_id"))


def _alive(found: Draft | None) -> Draft:
    if found is None or (not found.submitted and found.expires_at < clock.now()):
        raise DraftNotFound
    return found
