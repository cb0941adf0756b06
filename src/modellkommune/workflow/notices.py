"""Mails at each turn of a case: they say that something happened and where to look, nothing else."""

import datetime
from functools import partial

from modellkommune.casework.cases.models import Case
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of
from modellkommune.foundation.messages import commands as messages
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import undelivered_about
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.values.period import date_text
from modellkommune.workflow import queue
from modellkommune.workflow.situation import application_content


def tell(case: Case, template: str) -> None:
    """Write the mail `template` to the person whose case it is, if she gave an address, and queue it."""
    message = write(case, template)
    if message is not None:
        queue.later(queue.DELIVER, current_municipality(), message_id=message.pk)


def write(case: Case, template: str, **more: str) -> Message | None:
    """Write the mail, with what it says besides, and leave it to the next job about the case to send it."""
    recipient = application_content(case)["answers"].get("email")
    if not recipient:
        return None
    town = current_municipality()
    return messages.compose(
        recipient=recipient,
        template=template,
        language=case.language,
        context={"number": case.number, "link": f"{public_address(town)}/vorgang/{case.public_id}/", **more},
        key=case.key,
        subject=f"case:{case.pk}",
    )


def remind(case: Case, template: str, ends: datetime.date) -> bool:
    """Write and queue a reminder that names a day; whether the person gave an address."""
    return _queued(write(case, template, day=date_text(ends, case.language)))


def remind_of_renewal(case: Case, template: str, ends: datetime.date, opens: datetime.date | None) -> bool:
    """The same of a permit that ends, whose link leads to its renewal; `opens`: not before that day."""
    way = f"{public_address(current_municipality())}/vorgang/{case.public_id}/verlaengern/"
    day, first = date_text(ends, case.language), date_text(opens, case.language) if opens else ""
    return _queued(write(case, template, day=day, renewal=way, opens=first))


def _queued(message: Message | None) -> bool:
    if message is not None:
        queue.later(queue.DELIVER, current_municipality(), message_id=message.pk)
    return message is not None


def remind_of_draft(draft: Draft, template: str, ends: datetime.date) -> bool:
    """The same of a draft, whose link leads to where the person takes it up again."""
    recipient = content_of(draft).answers.get("email")
    if not recipient:
        return False
    town = current_municipality()
    way = f"/antrag/{draft.pk}/" if draft.subject_digest else f"/antrag/fortsetzen/?antrag={draft.pk}"
    message = messages.compose(
        recipient=recipient,
        template=template,
        language=draft.language,
        context={"day": date_text(ends, draft.language), "link": f"{public_address(town)}{way}"},
        key=draft.key,
        subject=f"draft:{draft.pk}",
    )
    queue.later(queue.DELIVER, town, message_id=message.pk)
    return True


def send_written(case_id: int) -> None:
    """Queue what was written about the case and left unsent."""
    for message_id in undelivered_about(f"case:{case_id}"):
        queue.later(queue.DELIVER, current_municipality(), message_id=message_id)


def deliver(town: str, message_id: int) -> None:
    """Send one message."""
    messages.deliver(town, message_id, accepted=partial(reached, "mail_accepted"))
    reached("mail_sent")
