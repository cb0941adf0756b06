"""The secrets of a demonstration: made once, kept in the data folder, readable by its owner only."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Final

# The name of the superuser is the one that `initdb` is told; the other two are the roles of the application.
SUPERUSER: Final = "postgres"
OWNER_ROLE: Final = "modellkommune_owner"
APPLICATION_ROLE: Final = "modellkommune"
TOTP_FILE: Final = "demonstration-totp"


def _write_once(path: Path, text: str) -> None:
    if path.exists():
        return
    # Written beside and linked into place: no half-written secret carries the name, none replaces another.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def ensure_secrets(home: Path) -> None:
    """Make the secrets that do not exist yet in `home`/secrets, folder 0700 and files 0600."""
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(folder / "master-key", base64.b64encode(secrets.token_bytes(32)).decode())
    _write_once(folder / "django-secret", secrets.token_urlsafe(48))
    _write_once(folder / TOTP_FILE, base64.b32encode(secrets.token_bytes(20)).decode())
    passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER_ROLE, APPLICATION_ROLE)}
    _write_once(folder / "database", json.dumps(passwords))


def database_passwords(home: Path) -> dict[str, str]:
    """The passwords of the embedded server by role; empty before `ensure_secrets`."""
    path = home / "secrets" / "database"
    if not path.is_file():
        return {}
    passwords: dict[str, str] = json.loads(path.read_text("ascii"))
    return passwords
