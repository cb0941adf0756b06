"""The Django app of the room messages."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Makes the room known to Django under the label `mail`."""

    name = "modellkommune.foundation.messages"
    label = "mail"
