"""Composing messages in the transaction of what they tell, and delivering them afterwards."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.utils import formataddr
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.messages.models import FAILED, HELD, QUEUED, Message
from modellkommune.foundation.messages.queries import PURPOSE, Letter, letter_of
from modellkommune.foundation.messages.wording import refuse_unknown
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality, refuse_open_unit
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.foundation.tenants.reading import RowReader
from modellkommune.foundation.tenants.writing import insert, update

SYSTEM: Final = Actor("system", "messages")
PATIENCE: Final = timedelta(days=4)
"""A message that was refused for so long has failed (RFC 5321, 4.5.4.1: at least four to five days)."""
LONGEST_PAUSE: Final = timedelta(minutes=30)
"""Between two tries; they begin with a minute and double (the same section)."""
DAYS_KEPT: Final = 30
"""So long a message without a case is kept: whom it was for has it in her own mail by then."""
PERMANENT: Final = 500
"""SMTP replies from here on are final (RFC 5321)."""
_MESSAGES = RowReader(lambda pk: Message.objects.select_related("key", "municipality").filter(pk=pk))
_SENT: Final = """
    UPDATE mail_message SET attempts = attempts + 1, state = 'sent', sent_at = %s
    WHERE id = %s AND state = 'queued'"""


def compose(
    recipient: str,
    template: str,
    language: str,
    context: dict[str, Any],
    key: DataKey | None = None,
    *,
    subject: str,
) -> Message:
    """Queue a mail in the caller's transaction. `subject` is what it is about, such as "case:12".

    Recipient and context are sealed under `key`; without one the message gets its own.
    Raises `TemplateUnknown`.
    """
    refuse_unknown(template)
    lock = key or new_key()
    message = Message(
        template=template,
        language=language,
        about=subject,
        key=lock,
        own_key=key is None,
        content=seal_json(lock, {"recipient": recipient, "context": context}, PURPOSE),
        created_at=clock.now(),
    )
    insert(message)
    record("message_composed", f"message:{message.pk}", SYSTEM)
    return message


def hold(message: Message) -> None:
    """Keep a message that was just composed until somebody has looked at it."""
    message.state = HELD
    update(message, "state")
    record("message_held", f"message:{message.pk}", SYSTEM)


def release(message_id: int, actor: Actor) -> bool:
    """Let a held message go out; False if it is not held any more. Inside `with municipality(...)`."""
    if not Message.objects.filter(pk=message_id, state=HELD).update(state=QUEUED):
        return False
    record("message_released", f"message:{message_id}", actor)
    return True


def discard(message_id: int, actor: Actor) -> bool:
    """Delete a held message for good; False if it is not held any more. Inside `with municipality(...)`."""
    message = Message.objects.select_related("key").filter(pk=message_id, state=HELD).first()
    if message is None:
        return False
    key = message.key
    message.delete()
    if message.own_key:
        destroy(key)
    record("message_discarded", f"message:{message_id}", actor)
    return True


def deliver(town: str, message_id: int, accepted: Callable[[], None] = lambda: None) -> None:
    """Hand a message to the mail server, outside of any transaction, and note that.

    A message that is sent already is left alone. If the process dies between the two (where `accepted` is
    called), the mail goes out again: at least once, with the same Message-ID, by which mail servers and
    programs know the second one for the first. What the server does not take waits for `undelivered`.
    Raises `UnitOfWorkOpen`.
    """
    refuse_open_unit()
    with municipality(town):
        message = _waiting(message_id)
        letter = letter_of(message) if message else None
    if message is None or letter is None:
        return
    try:
        _mail(town, message, letter).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        _note_refusal(town, message_id, lasting=_lasting(refusal))
    except ValueError:  # an address that no mail can carry
        _note_refusal(town, message_id, lasting=True)
    except (OSError, smtplib.SMTPException):
        _note_refusal(town, message_id, lasting=False)
    else:
        accepted()
        _note_sent(town, message)


def delete_old_messages() -> int:
    """Delete messages without a case, with their keys, `DAYS_KEPT` after they were written; the count.

    The others go with their case. Safe to repeat.
    """
    before = clock.now() - timedelta(days=DAYS_KEPT)
    rows = Message.objects.select_related("key").filter(own_key=True, created_at__lt=before)
    old = list(rows.order_by("pk")[:500])
    for message in old:
        key = message.key
        record("message_deleted", f"message:{message.pk}", SYSTEM)
        message.delete()
        destroy(key)
    return len(old)


def _waiting(message_id: int) -> Message | None:
    message = _MESSAGES.read(message_id)
    return message if message is not None and message.state == QUEUED else None


def _mail(town: str, message: Message, letter: Letter) -> EmailMessage:
    host = urlsplit(public_address(town)).hostname
    return EmailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((letter.sender, settings.MAIL_FROM)),
        to=[letter.recipient],
        headers={
            "Message-ID": f"<{message.mail_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )


def _lasting(refusal: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= PERMANENT for code, _ in refusal.recipients.values())


def _note_refusal(town: str, message_id: int, *, lasting: bool) -> None:
    now = clock.now()
    with municipality(town):
        message = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
        if message.state != QUEUED:
            return
        pause = min(timedelta(minutes=2 ** min(message.attempts, 10)), LONGEST_PAUSE)
        message.attempts += 1
        message.next_try_at = now + pause
        if lasting or now - message.created_at >= PATIENCE:
            message.state = FAILED
            record("message_failed", f"message:{message.pk}", SYSTEM)
        message.save(update_fields=["attempts", "next_try_at", "state"])


def _note_sent(town: str, message: Message) -> None:
    now = clock.now()
    with municipality(town):
        with connection.cursor() as cursor:
            cursor.execute(_SENT, [now, message.pk])
            first = cursor.rowcount
        if first:
            record("message_sent", f"message:{message.pk}", SYSTEM)
        if message.attempts:
            # The server is back: nobody waits for the end of a pause any more.
            refused = Message.objects.filter(state=QUEUED, attempts__gt=0)
            refused.update(attempts=0, next_try_at=now)
