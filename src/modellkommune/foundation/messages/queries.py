"""Reading the outbox."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Max

from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.messages.models import HELD, QUEUED, Message
from modellkommune.foundation.messages.wording import worded
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import legal_date

PURPOSE: Final = "message"
_WAITING: Final = "SELECT id FROM mail_message WHERE state = 'queued' AND about = %s ORDER BY id"


@dataclass(frozen=True)
class Letter:
    """A message as it is read; `sent_at` is None while it waits, `state` is queued, sent, failed or held."""

    id: int
    sender: str
    recipient: str
    subject: str
    text: str
    language: str
    state: str
    composed_at: datetime
    sent_at: datetime | None


def letter_of(message: Message) -> Letter:
    """The message with its text. Raises `KeyDestroyed`."""
    sealed = unseal_json(message.key, message.content, PURPOSE)
    town = message.municipality
    wording = worded(message.template, message.language, {**sealed["context"], "town": town.name})
    return Letter(
        id=message.pk,
        sender=town.name,
        recipient=sealed["recipient"],
        subject=wording.subject,
        text=wording.body,
        language=message.language,
        state=message.state,
        composed_at=message.created_at,
        sent_at=message.sent_at,
    )


def outbox(limit: int = 50) -> list[Letter]:
    """The newest messages of the municipality that can still be read, for the demonstration's mail page."""
    rows = Message.objects.select_related("key", "municipality").filter(key__destroyed_at=None)
    return [letter_of(message) for message in rows.order_by("-pk")[:limit]]


def held(limit: int = 50) -> list[Letter]:
    """The messages that wait for somebody to look at them, oldest first."""
    rows = Message.objects.select_related("key", "municipality").filter(state=HELD)
    return [letter_of(message) for message in rows.order_by("pk")[:limit]]


def count_held() -> int:
    """How many messages wait for somebody to look at them."""
    return Message.objects.filter(state=HELD).count()


def last_told(template: str, since: date) -> dict[str, date]:
    """The last day on which a mail was written from a template, by what it is about, since a day."""
    rows = Message.objects.filter(template=template, created_at__date__gte=since)
    found = rows.values("about").annotate(last=Max("created_at")).values_list("about", "last")
    return {about: legal_date(last) for about, last in found}


def undelivered(limit: int = 500) -> list[int]:
    """Ids of the messages to try now, oldest first: whoever lost its job is found here.

    Of those that the server refused only the one whose turn has come first: it tries whether the server is
    back, and one that is down is not asked for each message.
    """
    waiting = Message.objects.filter(state=QUEUED).order_by("pk").values_list("pk", flat=True)
    refused = waiting.filter(attempts__gt=0, next_try_at__lte=clock.now()).order_by("next_try_at", "pk")
    return [*refused[:1], *waiting.filter(attempts=0)[:limit]]


def undelivered_about(subject: str) -> list[int]:
    """Ids of the messages about a subject such as "case:12" that wait, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [subject])
        return [message_id for (message_id,) in cursor.fetchall()]
