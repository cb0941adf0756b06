"""Mails at each turn of a case: they say that something happened and where to look, nothing else."""

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.messages import commands as messages
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.workflow import queue
from modellkommune.workflow.moments import reached
from modellkommune.workflow.situation import application_content


def tell(case: Case, template: str) -> None:
    """Queue the mail `template` to the person whose case it is, if she gave an address."""
    recipient = application_content(case)["answers"].get("email")
    if not recipient:
        return
    town = current_municipality()
    message = messages.compose(
        recipient=recipient,
        template=template,
        language=case.language,
        context={"number": case.number, "link": f"{public_address(town)}/vorgang/{case.public_id}/"},
        key=case.key,
        subject=f"case:{case.pk}",
    )
    queue.later(queue.DELIVER, town, message_id=message.pk)


def deliver(town: str, message_id: int) -> None:
    """Send one message."""
    messages.deliver(town, message_id)
    reached("mail_sent")
