"""What can be wrong with a message."""


class TemplateUnknown(LookupError):
    """There is no text of this name among the messages' templates."""

    def __init__(self, template: str) -> None:
        super().__init__(f"{self.__doc__} ({template})")
