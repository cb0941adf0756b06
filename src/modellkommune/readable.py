"""How the text of a setting is read: each function gives the value or says what is wanted instead."""

import base64
import binascii
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit


class NotReadable(ValueError):
    """The text of one setting cannot be read; the argument says what is wanted instead."""


def choice(*allowed: str) -> Callable[[str], str]:
    """One of the words that are allowed."""

    def read(text: str) -> str:
        if text not in allowed:
            raise NotReadable(f"write one of: {', '.join(allowed)}")
        return text

    return read


def number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two others, both included."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise NotReadable(f"write a whole number from {lowest} to {highest}")
        return int(text)

    return read


def yes_no(text: str) -> bool:
    """`yes` or `no`."""
    if text not in ("yes", "no"):
        raise NotReadable("write yes or no")
    return text == "yes"


def folder(text: str) -> Path:
    """The absolute path of a folder, which need not exist yet."""
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise NotReadable("name a folder, this is a file")
    return path.resolve()


def database(text: str) -> str:
    """An address `postgresql://user@host/name`."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise NotReadable(
            "write postgresql://role:password@host:port/database; PostgreSQL is the only database"
        )
    return text


def mail(text: str) -> str:
    """An address `smtp://host:port`, with user and password where they are needed."""
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise NotReadable("write smtp://user:password@host:587 or smtps://user:password@host:465")
    return text


def web_address(text: str) -> str:
    """An address by http or https, without query."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise NotReadable("write an address like https://host:port, without ? and #")
    return text.rstrip("/")


def origins(text: str) -> tuple[str, ...]:
    """Addresses apart by blanks."""
    return tuple(web_address(part) for part in text.split())


def tiles(text: str) -> str:
    """An address with places for zoom, column and row; empty for none."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "{z}" not in text or "{x}" not in text:
        raise NotReadable("write an address like https://host/{z}/{x}/{y}.png")
    return text


def registers(text: str) -> dict[str, tuple[str, str]]:
    """`name=provider:address` for each register, apart by blanks."""
    stated = [part.partition("=") for part in text.split()]
    if not all(name and separator for name, separator, _ in stated):
        raise NotReadable("write population-register=https://address vehicle-register=none")
    return {name: _provider(address) for name, _, address in stated}


def _provider(address: str) -> tuple[str, str]:
    """The name of a provider and its address."""
    return ("none", "") if address == "none" else ("http", web_address(address))


def master_key(text: str) -> bytes:
    """32 bytes in base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise NotReadable("write 32 random bytes in base64, for example from: openssl rand -base64 32")
    return key


def master_keys(text: str) -> tuple[bytes, ...]:
    """Such keys apart by blanks."""
    return tuple(map(master_key, text.split()))


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks apart by blanks, IPv4 and IPv6."""
    try:
        return tuple(ip_network(part) for part in text.split())
    except ValueError:
        raise NotReadable("write networks like 10.0.0.0/8 192.0.2.7/32, apart by blanks") from None


def daemon(text: str) -> str | tuple[str, int]:
    """The path of a socket, or host and port."""
    if text.startswith("/"):
        return text
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme != "tcp" or not parts.hostname or not port or parts.path:
        raise NotReadable("write /run/clamav/clamd.ctl or tcp://host:3310")
    return parts.hostname, port


def long_secret(text: str) -> str:
    """A secret that nobody guesses."""
    if len(text) < 40 or len(set(text)) < 12:
        raise NotReadable("write at least 40 random characters, for example from: openssl rand -base64 48")
    return text


def minutes_pair(text: str) -> tuple[int, int]:
    """Minutes idle and minutes in all, `60/600`."""
    idle, _, total = text.partition("/")
    if not (idle.isdecimal() and total.isdecimal() and 0 < int(idle) <= int(total) <= 1440):
        raise NotReadable("write minutes idle/minutes in all, for example 30/120")
    return int(idle), int(total)


def session_limits(text: str) -> dict[str, tuple[int, int]]:
    """Such a pair for each level of trust."""
    parts = dict(part.partition("=")[::2] for part in text.split())
    if set(parts) != {"none", "low", "substantial", "high"}:
        raise NotReadable("write all of none=…/… low=…/… substantial=…/… high=…/… (minutes idle/in all)")
    return {level: minutes_pair(minutes) for level, minutes in parts.items()}


def text(stated: str) -> str:
    """As it stands."""
    return stated


def words(text: str) -> tuple[str, ...]:
    """Up to 20 words or groups of words, apart by commas."""
    found = tuple(" ".join(part.split()) for part in text.split(",") if part.strip())
    if len(found) > 20 or not all(4 <= len(word) <= 60 for word in found):
        raise NotReadable("write up to 20 words or groups of words of 4 to 60 letters, apart by commas")
    return found
