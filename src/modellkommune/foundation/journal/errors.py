"""What the journal refuses."""


class EntryRefused(ValueError):
    """A journal entry holds ids and a verb only: no blanks, no mail addresses, no free text."""

    def __init__(self, part: str, value: str) -> None:
        super().__init__(f"{self.__doc__} ({part}: {value!r})")


class DetailsWithoutKey(ValueError):
    """Details of a journal entry are sealed under the key of their case: name the key."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
