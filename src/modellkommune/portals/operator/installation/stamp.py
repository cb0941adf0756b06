"""What is up to date is not done again: a stamp in the data folder names the state for which it was done."""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path


def fingerprint(folders: Iterable[Path], *words: str) -> str:
    """A digest of the names, sizes and times of all files, of the installed packages and of `words`."""
    digest = hashlib.sha256("\0".join(words).encode())
    packages = sorted(f"{item.name}=={item.version}" for item in metadata.distributions())
    digest.update("\n".join(packages).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state = path.stat()
                digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_current(stamp: Path, state: str) -> bool:
    """Whether the work was already done for this state."""
    return stamp.is_file() and stamp.read_text("ascii") == state


def set_current(stamp: Path, state: str) -> None:
    """Remember that the work is done for this state."""
    draft = stamp.with_suffix(".new")
    draft.write_text(state, "ascii")
    draft.replace(stamp)
