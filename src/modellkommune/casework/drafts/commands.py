"""Starting, writing, handing on and deleting drafts."""

import datetime
import uuid
from dataclasses import dataclass

from modellkommune.casework.drafts.content import PURPOSE, Content
from modellkommune.casework.drafts.errors import DraftAlreadySubmitted
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.files.commands import remove_all
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert, update

DAYS_KEPT = 30
"""Days without a change after which a draft is deleted (OZG section 8a(3) by analogy)."""


@dataclass(frozen=True)
class Holder:
    """Whose draft it is: the browser session's holder id and, after a log-in, the person's digest."""

    id: uuid.UUID
    subject_digest: str = ""


@dataclass(frozen=True)
class Pin:
    """What an application is started with: release, overlay, its kind, and the permit it is about, if any."""

    service_id: str
    release_hash: str
    overlay_hash: str
    kind: str = ""
    of_permit: str = ""


def start_draft(pin: Pin, holder: Holder, content: Content, language: str) -> Draft:
    """Start an application under the release in force now."""
    now, key = clock.now(), new_key()
    draft = Draft(
        key=key,
        holder=holder.id,
        subject_digest=holder.subject_digest,
        language=language,
        created_at=now,
        updated_at=now,
        expires_at=_expiry(now),
        **vars(pin),
    )
    draft.content = seal_json(key, content.as_json(), PURPOSE)
    insert(draft)
    record("draft_started", f"draft:{draft.pk}", _actor(draft))
    return draft


def save_content(draft: Draft, content: Content) -> None:
    """Write what the resident answered. The draft was read with `locked_draft`.

    Raises `DraftAlreadySubmitted`.
    """
    _refuse_submitted(draft)
    now = clock.now()
    draft.content = seal_json(draft.key, content.as_json(), PURPOSE)
    draft.updated_at, draft.expires_at, draft.version = now, _expiry(now), draft.version + 1
    update(draft, "content", "updated_at", "expires_at", "version")
    record("draft_saved", f"draft:{draft.pk}", _actor(draft))


def set_language(draft: Draft, language: str) -> None:
    """Remember the language in which the resident goes on, for mails and documents."""
    if draft.language == language:
        return
    draft.language = language
    update(draft, "language")
    record("draft_language_set", f"draft:{draft.pk}", _actor(draft))


def hand_over(draft: Draft, holder: Holder) -> None:
    """Give the draft to another session of the same person (log-in on the way, or resume code)."""
    draft.holder = holder.id
    draft.subject_digest = holder.subject_digest or draft.subject_digest
    update(draft, "holder", "subject_digest")
    record("draft_handed_over", f"draft:{draft.pk}", _actor(draft))


def mark_submitted(draft: Draft) -> None:
    """Close the draft: its answers lie in the application now and are emptied here.

    Raises `DraftAlreadySubmitted`.
    """
    _refuse_submitted(draft)
    draft.submitted, draft.content = True, b""
    update(draft, "submitted", "content")
    record("draft_submitted", f"draft:{draft.pk}", _actor(draft))


def delete_expired_drafts() -> int:
    """Delete drafts past their last day; the count. Their keys go first, so backups cannot be read."""
    expired = list(
        Draft.objects.select_related("key").filter(expires_at__lt=clock.now(), submitted=False)[:500]
    )
    for draft in expired:
        record("draft_expired", f"draft:{draft.pk}", Actor("system", "retention"))
        _delete(draft)
    return len(expired)


def delete_draft(draft: Draft) -> None:
    """Delete an application that its holder does not want to hand in. The draft was read with `locked_draft`.

    Raises `DraftAlreadySubmitted`.
    """
    _refuse_submitted(draft)
    record("draft_deleted", f"draft:{draft.pk}", _actor(draft))
    _delete(draft)


def delete_submitted_draft(draft_id: uuid.UUID) -> None:
    """Delete the empty draft that became a case which has been emptied. Safe to repeat."""
    if Draft.objects.filter(pk=draft_id, submitted=True).delete()[0]:
        record("draft_deleted", f"draft:{draft_id}", Actor("system", "retention"))


def _delete(draft: Draft) -> None:
    key = draft.key
    remove_all(f"draft:{draft.pk}")
    draft.delete()
    destroy(key)


def _refuse_submitted(draft: Draft) -> None:
    if draft.submitted:
        raise DraftAlreadySubmitted


def _expiry(now: datetime.datetime) -> datetime.datetime:
    return now + datetime.timedelta(days=DAYS_KEPT)


def _actor(draft: Draft) -> Actor:
    return Actor("resident", str(draft.holder))
