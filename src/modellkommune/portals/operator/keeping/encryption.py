"""Archives for somebody else's eyes only: age (age-encryption.org/v1), with public keys, by way of pyrage.

The writer needs no secret: what a machine backs up for `age1...` it cannot read again itself.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage

from modellkommune.portals.operator.keeping.errors import IdentityMissing, IdentityWrong, KeyNotUnderstood

MARK: Final = b"age-encryption.org/"


def recipients_of(texts: Sequence[str]) -> list[Any]:
    """The public keys of these texts, or of the lines of files with these names. Raises KeyNotUnderstood."""
    found = []
    for text in texts:
        path = Path(text)
        lines = _lines(path) if len(text) < 200 and path.is_file() else [text]
        found += [_recipient(line) for line in lines]
    return found


def identities_of(paths: Sequence[Path]) -> list[Any]:
    """The secret keys in these files. Raises KeyNotUnderstood."""
    found = []
    for path in paths:
        if not path.is_file():
            raise KeyNotUnderstood(str(path))
        text = path.read_text("utf-8", "replace")
        if "PRIVATE KEY-----" in text:
            found.append(_ssh_identity(path, text))
        else:
            found += [_identity(path, line) for line in _lines(path)]
    return found


def make_identity(path: Path) -> str:
    """Write a new secret key into a new file, readable by its owner only; the public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


@contextmanager
def encrypted(target: BinaryIO, recipients: Sequence[Any]) -> Iterator[BinaryIO]:
    """A stream whose content arrives in `target` encrypted; without recipients `target` itself."""
    if not recipients:
        yield target
        return
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def encrypt() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                pyrage.encrypt_io(source, target, recipients)
            except BaseException as failure:
                failures.append(failure)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as stream:
            yield stream
    finally:
        thread.join()
    if failures:
        raise failures[0]


def is_encrypted(path: Path) -> bool:
    """Whether a file is one that `encrypted` wrote."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def decrypt(path: Path, target: Path, identities: Sequence[Any]) -> None:
    """Write the plain content of an encrypted file. Raises IdentityMissing, IdentityWrong."""
    if not identities:
        raise IdentityMissing(path)
    try:
        pyrage.decrypt_file(str(path), str(target), list(identities))
    except pyrage.DecryptError:
        raise IdentityWrong(path) from None


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _recipient(text: str) -> Any:
    kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise KeyNotUnderstood(text) from None


def _identity(path: Path, text: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise KeyNotUnderstood(f"A line of {path}") from None


def _ssh_identity(path: Path, text: str) -> Any:
    try:
        return pyrage.ssh.Identity.from_buffer(text.encode())
    except pyrage.IdentityError:
        raise KeyNotUnderstood(str(path)) from None
