"""Who serves a register. One module is one provider; a new one copies `nobody.py` and is entered below."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings

from modellkommune.foundation.registers.errors import RegisterUnknown
from modellkommune.foundation.registers.port import Register
from modellkommune.foundation.registers.providers.http import HttpRegister
from modellkommune.foundation.registers.providers.nobody import Nobody

PROVIDERS: Final[Mapping[str, Callable[[str], Register]]] = {"none": Nobody, "http": HttpRegister}
"""Provider by name; each is made with the address from the settings."""


def register_named(name: str) -> Register:
    """The register that the installation's settings state under a name. Raises `RegisterUnknown`."""
    if name not in settings.REGISTERS:
        raise RegisterUnknown(name)
    provider, address = settings.REGISTERS[name]
    return _made(provider, address)


@lru_cache(maxsize=32)
def _made(provider: str, address: str) -> Register:
    return PROVIDERS[provider](address)
