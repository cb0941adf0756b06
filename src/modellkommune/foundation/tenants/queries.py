"""Reading the list of municipalities. Addresses and plates are kept in the process for a short time."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings

from modellkommune.foundation.tenants.models import Municipality
from modellkommune.foundation.tenants.reading import RowReader

LIFETIME: Final = 30.0  # seconds
_STANDARD_PORTS: Final = {"http": 80, "https": 443}

_kept: dict[tuple[str, str], tuple[float, str]] = {}
_MUNICIPALITIES: Final = RowReader(lambda key: Municipality.objects.filter(pk=key))


def municipality_keys() -> tuple[str, ...]:
    """The keys of all municipalities of the installation."""
    return tuple(Municipality.objects.order_by("key").values_list("key", flat=True))


def profile(key: str) -> dict[str, Any]:
    """The description of a municipality, with `name`, `ags` and `demonstration` beside it.

    Raises `Municipality.DoesNotExist`.
    """
    found = _municipality(key)
    own = {"name": found.name, "ags": found.ags, "demonstration": found.demonstration}
    return {**found.profile, **own}


def public_address(key: str) -> str:
    """Where browsers find a municipality's portal, without a slash: "http://neustadt.localhost:8000".

    Raises `Municipality.DoesNotExist`.
    """
    return _fresh("address", key, lambda town: _address(town.hosts[0]))


def plate_code(key: str) -> str:
    """The letters with which most plates of a municipality begin: "K"; "" where it does not say.

    Raises `Municipality.DoesNotExist`.
    """
    return _fresh("plate", key, lambda town: next(iter(town.profile.get("plate_codes", ())), ""))


def _fresh(what: str, key: str, read: Callable[[Municipality], str]) -> str:
    read_at, value = _kept.get((what, key), (float("-inf"), ""))
    if time.monotonic() - read_at > LIFETIME:
        value = read(_municipality(key))
        _kept[what, key] = time.monotonic(), value
    return value


def _municipality(key: str) -> Municipality:
    found = _MUNICIPALITIES.read(key)
    if found is None:
        raise Municipality.DoesNotExist
    return found


def _address(host: str) -> str:
    scheme, port = settings.PUBLIC_SCHEME, settings.PUBLIC_PORT
    return f"{scheme}://{host}" if port == _STANDARD_PORTS[scheme] else f"{scheme}://{host}:{port}"
