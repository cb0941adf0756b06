"""What can be wrong with a query."""


class LegalBasisMissing(ValueError):
    """No register is asked without a purpose and a cited legal basis."""

    def __init__(self, register: str) -> None:
        super().__init__(f"{self.__doc__} ({register})")


class RegisterUnknown(LookupError):
    """No provider is stated for this register: name it in MODELLKOMMUNE_REGISTERS."""

    def __init__(self, register: str) -> None:
        super().__init__(f"{self.__doc__} ({register})")


class RegisterSilent(Exception):
    """The register gave no usable answer; `reason`: none, unreachable, timeout, refused or wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{self.__doc__} ({reason})")
        self.reason = reason
