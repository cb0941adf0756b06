"""Why an archive is not written or not taken; each text names the remedy."""

from pathlib import Path

from modellkommune.portals.operator.installation.errors import Refused


class ArchiveRefused(Refused):
    """The archive cannot be used."""


class FileInTheWay(Refused):
    """A file of this name exists already."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already: name another file, or move it away first.")


class NotAnArchive(ArchiveRefused):
    """The file is no archive of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is no archive of Modellkommune, or its end is missing: take another copy.")


class ArchiveDamaged(ArchiveRefused):
    """A part of the archive is not what its manifest says."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The archive is damaged at {name}: take another copy of it. Nothing was changed.")


class IdentityMissing(ArchiveRefused):
    """The archive is encrypted."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is encrypted: name the file with the secret key by --identity.")


class IdentityWrong(ArchiveRefused):
    """None of the secret keys opens the archive."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"None of the keys named by --identity opens {path}: it was encrypted for others.")


class KeyNotUnderstood(Refused):
    """A public or secret key is none."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is no key: recipients begin with age1 or ssh-, secret keys with AGE-SECRET-KEY-1; "
            "`modellkommune backup --new-key <file>` makes a pair."
        )


class ProgramFailed(Refused):
    """A program of PostgreSQL ended with an error."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(f"{name} failed, nothing was changed: {said.strip() or 'it said nothing'}")
