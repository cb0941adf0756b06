"""Mails at each turn of a case: they say that something happened and where to look, nothing else."""

from functools import partial

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.messages import commands as messages
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import undelivered_about
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.workflow import queue
from modellkommune.workflow.moments import reached
from modellkommune.workflow.situation import application_content


def tell(case: Case, template: str) -> None:
    """Write the mail `template` to the person whose case it is, if she gave an address, and queue it."""
    message = write(case, template)
    if message is not None:
        queue.later(queue.DELIVER, current_municipality(), message_id=message.pk)


def write(case: Case, template: str) -> Message | None:
    """Write the mail and leave it to the next job about the case to send it."""
    recipient = application_content(case)["answers"].get("email")
    if not recipient:
        return None
    town = current_municipality()
    return messages.compose(
        recipient=recipient,
        template=template,
        language=case.language,
        context={"number": case.number, "link": f"{public_address(town)}/vorgang/{case.public_id}/"},
        key=case.key,
        subject=f"case:{case.pk}",
    )


def send_written(case_id: int) -> None:
    """Queue what was written about the case and left unsent."""
    for message_id in undelivered_about(f"case:{case_id}"):
        queue.later(queue.DELIVER, current_municipality(), message_id=message_id)


def deliver(town: str, message_id: int) -> None:
    """Send one message."""
    messages.deliver(town, message_id, accepted=partial(reached, "mail_accepted"))
    reached("mail_sent")
