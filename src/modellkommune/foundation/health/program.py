"""Checks of the program itself: are its files those that were installed, its packages those that were locked?

The state after installing is written down by `make manifest` (which `make install` and `make assets` call
when they have changed something); a wheel brings such a list with it, its RECORD.
"""

import base64
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Final

from django.conf import settings
from packaging.markers import Marker

from modellkommune.environment import REPOSITORY
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, UNKNOWN, Finding

PACKAGE: Final = Path(__file__).resolve().parents[2]
MANIFEST: Final = Path(sys.prefix) / "modellkommune-files.json"
LOCK: Final = REPOSITORY / "requirements" / "run.txt"
_NAME: Final = "modellkommune"
_PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Differences:
    """Names of files that are not as they were installed, not there, and not from there."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Each with a sign: ~ changed, - missing, + foreign."""
        signs = (("~", self.changed), ("-", self.missing), ("+", self.foreign))
        return tuple(f"{sign} {name}" for sign, names in signs for name in names)


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> Differences:
    """Compare two states: name -> SHA-256."""
    changed = sorted(name for name in then.keys() & now.keys() if then[name] != now[name])
    return Differences(
        tuple(changed), tuple(sorted(then.keys() - now.keys())), tuple(sorted(now.keys() - then.keys()))
    )


def files(found: Differences | None, *, production: bool) -> Finding:
    """`found`: what differs from the installation; None where nobody has written that down."""
    if found is None:
        return Finding("files", UNKNOWN, "no_manifest")
    if found.all:
        counts = {name: len(getattr(found, name)) for name in ("changed", "missing", "foreign")}
        return Finding("files", BAD if production else LOOK, "different", counts, found.all)
    return Finding("files", GOOD, "good")


def packages(locked: Mapping[str, str] | None, installed: Mapping[str, str]) -> Finding:
    """Name -> version of what the lock asks for here, and of what is installed."""
    if locked is None:
        return Finding("packages", UNKNOWN, "no_lock")
    wrong = [
        f"{name} {installed.get(name, '–')} ({version})"
        for name, version in sorted(locked.items())
        if installed.get(name) != version
    ]
    if wrong:
        return Finding("packages", LOOK, "different", {"count": len(wrong)}, tuple(wrong))
    return Finding("packages", GOOD, "good", {"count": len(locked)})


def look_at_files(_town: str) -> Finding:
    """Has anybody changed the program?"""
    then = recorded()
    found = None if then is None else differences(then, state())
    return files(found, production=settings.PRODUCTION)


def look_at_packages(_town: str) -> Finding:
    """Do the packages run that the lock names?"""
    locked = pinned(LOCK.read_text("utf-8")) if LOCK.is_file() else None
    return packages(locked, _installed())


def state(folder: Path = PACKAGE) -> dict[str, str]:
    """The files of the program now: name -> SHA-256."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def recorded(manifest: Path = MANIFEST) -> dict[str, str] | None:
    """The files as they were installed: what `make manifest` wrote, else RECORD of the wheel, else None."""
    if manifest.is_file():
        found: dict[str, str] = json.loads(manifest.read_text("utf-8"))
        return found
    listed = metadata.distribution(_NAME).files or []
    own = {
        path.relative_to(_NAME).as_posix(): base64.urlsafe_b64decode(path.hash.value + "=").hex()
        for path in listed
        if path.parts[0] == _NAME and path.hash is not None
    }
    return own or None


def pinned(lock: str) -> dict[str, str]:
    """Name -> version of what a lock asks for on this machine; the rest is for others."""
    found = _PINNED.findall(lock)
    return {
        _plain(name): version for name, version, marker in found if not marker or Marker(marker).evaluate()
    }


def write_manifest(manifest: Path = MANIFEST) -> None:
    """Write down the files as they are now: whoever does it vouches for them."""
    draft = manifest.with_suffix(".new")
    draft.write_text(json.dumps(state(), indent=0, sort_keys=True) + "\n", "utf-8")
    draft.replace(manifest)


def _installed() -> dict[str, str]:
    return {_plain(each.name): each.version for each in metadata.distributions()}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    write_manifest()
