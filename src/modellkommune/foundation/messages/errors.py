"""What can be wrong with a message."""


class TemplateUnknown(LookupError):
    """There is no text of this name among the messages' templates."""

    def __init__(self, template: str) -> None:
        super().__init__(f"{self.__doc__} ({template})")


class MailNotSent(RuntimeError):
    """The mail server did not take the message; it stays queued and is tried again."""

    def __init__(self, message_id: int) -> None:
        super().__init__(f"{self.__doc__} (message {message_id})")
