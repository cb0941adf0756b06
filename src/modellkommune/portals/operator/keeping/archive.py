"""An archive: one ZIP file of members, with a manifest that names each of them with size and SHA-256.

The manifest is written last, so that a file without one is known to be cut off. It tells what the archive is
and which versions made it; it holds no secret.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol, Self

from modellkommune.portals.operator.keeping.encryption import decrypt, encrypted, is_encrypted
from modellkommune.portals.operator.keeping.errors import ArchiveDamaged, FileInTheWay, NotAnArchive

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PIECE: Final = 1024 * 1024  # bytes read at once


class Source(Protocol):
    """Something that content is read from, piece by piece."""

    def read(self, size: int = ..., /) -> bytes:
        """Up to `size` bytes; none at the end."""


class Writing:
    """An archive being written; `members` are those so far: name -> {"size", "sha256"}."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: Source, *, packed: bool = False) -> None:
        """Copy a stream into the member `name`; `packed` where compressing is worth the time."""
        about = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
        about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = sha256(), 0
        with self._package.open(about, "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the manifest: `about` and the members."""
        manifest = {"format": FORMAT, **about, "members": self.members}
        self._package.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


@contextmanager
def writing(path: Path, recipients: Sequence[Any] = ()) -> Iterator[Writing]:
    """Write an archive; it carries the name `path` only when it is whole. Raises FileInTheWay."""
    if path.exists():
        raise FileInTheWay(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with encrypted(file, recipients) as stream, zipfile.ZipFile(stream, "w") as package:
                yield Writing(package)
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)  # unlike a renaming, it replaces nobody's file
    except FileExistsError:
        raise FileInTheWay(path) from None
    except OSError:  # a file system without links
        draft.rename(path)


class Reading:
    """An archive that is read; `manifest` is what it says of itself."""

    def __init__(self, package: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self._package = package
        self.manifest = manifest

    @classmethod
    def of(cls, path: Path, plain: Path) -> Self:
        """The archive in `plain`, which `path` names to the person."""
        try:
            package = zipfile.ZipFile(plain)
            manifest = json.loads(package.read(MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError, OSError):
            raise NotAnArchive(path) from None
        if manifest.get("format") != FORMAT or not isinstance(manifest.get("members"), dict):
            raise NotAnArchive(path)
        return cls(package, manifest)

    def names(self, folder: str) -> list[str]:
        """The members below `folder`, such as "files/"."""
        return sorted(name for name in self.manifest["members"] if name.startswith(folder))

    @contextmanager
    def member(self, name: str) -> Iterator[Source]:
        """The content of a member as a stream."""
        with self._package.open(name) as stream:
            yield stream

    def check(self) -> None:
        """Compare every member with the manifest, and find none too many. Raises ArchiveDamaged."""
        members: dict[str, dict[str, Any]] = self.manifest["members"]
        surplus = set(self._package.namelist()) - set(members) - {MANIFEST}
        if surplus:
            raise ArchiveDamaged(min(surplus))
        for name, stated in members.items():
            if self._measured(name) != (stated["size"], stated["sha256"]):
                raise ArchiveDamaged(name)

    def _measured(self, name: str) -> tuple[int, str]:
        digest, size = sha256(), 0
        with suppress(KeyError, zipfile.BadZipFile, OSError), self._package.open(name) as member:
            while piece := member.read(PIECE):
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self._package.close()


@contextmanager
def reading(path: Path, identities: Sequence[Any] = ()) -> Iterator[Reading]:
    """Open an archive and check it whole.

    An encrypted one is decrypted into a temporary folder of its owner alone. Raises an ArchiveRefused.
    """
    if not path.is_file():
        raise NotAnArchive(path)
    with tempfile.TemporaryDirectory(prefix=".archive-", dir=path.resolve().parent) as folder:
        plain = path
        if is_encrypted(path):
            plain = Path(folder) / "plain"
            plain.touch(mode=0o600)
            decrypt(path, plain, identities)
        archive = Reading.of(path, plain)
        try:
            archive.check()
            yield archive
        finally:
            archive.close()
