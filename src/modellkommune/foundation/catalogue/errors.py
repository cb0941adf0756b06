"""What the catalogue refuses."""


class ServiceNotOffered(LookupError):
    """The municipality does not offer this service."""

    def __init__(self, service_id: str) -> None:
        super().__init__(f"{self.__doc__} ({service_id})")


class ReleaseUnknown(LookupError):
    """This release, or this overlay of the municipality, was never published here."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{self.__doc__} ({name})")


class ReleaseAltered(RuntimeError):
    """The stored content does not have the hash under which it was published."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{self.__doc__} ({name})")


class VersionAlreadyPublished(ValueError):
    """Another content was published under this version; a release never changes: use a new version."""

    def __init__(self, service_id: str, version: str) -> None:
        super().__init__(f"{self.__doc__} ({service_id} {version})")
