"""The carrier of the demonstration: the outbox itself, read at /demo/post. Nothing leaves the house."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Takes every mail and lets it lie in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take the mails; how many."""
        return len(email_messages)
