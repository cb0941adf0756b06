"""A list of networks from a file, or from an address that the operator names. Nothing is sent along."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from modellkommune.firewall.blocklist import LARGEST, read_list
from modellkommune.firewall.networks import Networks
from modellkommune.portals.operator.installation.errors import Refused

PATIENCE: Final = 30.0  # seconds in which the next part of a list has to arrive


def read_source(source: str) -> tuple[str, Networks]:
    """What the list is called from now on, and its networks. Raises `Refused`, `ListRefused`."""
    parts = urlsplit(source)
    if parts.scheme in ("http", "https") and parts.hostname:
        name, data = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}", _fetched(source)
    elif "://" in source:
        raise Refused(f"{parts.scheme}:// is not read: name a file, http:// or https://.")
    else:
        name, data = Path(source).name, _read(Path(source))
    return name, read_list(data, settings.TRUSTED_PROXIES)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror}.") from None


def _fetched(address: str) -> bytes:
    data = bytearray()
    try:
        with httpx.stream("GET", address, follow_redirects=True, timeout=PATIENCE) as answer:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                data += part
                if len(data) > LARGEST:
                    break
    except httpx.HTTPStatusError as fault:
        raise Refused(f"The list cannot be fetched: status {fault.response.status_code}.") from None
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise Refused(f"The list cannot be fetched: {type(fault).__name__}.") from None
    return bytes(data)
