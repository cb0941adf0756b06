"""What can be wrong with a key or with what it sealed."""


class MasterKeyMissing(RuntimeError):
    """The installation has no master key of 32 bytes: set MODELLKOMMUNE_MASTER_KEY."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class KeyDestroyed(RuntimeError):
    """The key was destroyed: what it sealed is unreadable for ever, and it seals nothing any more."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class SealBroken(ValueError):
    """The sealed content was altered, or it belongs to another key, purpose or municipality."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class MasterKeyUnknown(SealBroken):
    """It lies under a master key that is not known here: name it in MODELLKOMMUNE_FORMER_MASTER_KEYS."""
