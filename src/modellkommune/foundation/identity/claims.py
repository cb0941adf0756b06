"""What a provider's claims say about a person, in the house's words."""

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final

from modellkommune.foundation.identity.errors import LogInFailed
from modellkommune.foundation.identity.limits import LEVELS, reaches
from modellkommune.values.latin import normalise

LEVEL_OF_ACR: Final[Mapping[str, str]] = {
    "STORK-QAA-Level-1": "low",
    "STORK-QAA-Level-2": "low",
    "STORK-QAA-Level-3": "substantial",
    "STORK-QAA-Level-4": "high",
    "http://eidas.europa.eu/LoA/low": "low",
    "http://eidas.europa.eu/LoA/substantial": "substantial",
    "http://eidas.europa.eu/LoA/high": "high",
}
"""Level 1, a user name that nobody has checked, counts as low, on which nothing may rest but prefilling.

Anything else proves nothing: level "none".
"""

ACR_OF_LEVEL: Final[Mapping[str, str]] = {
    "low": "STORK-QAA-Level-1",
    "substantial": "STORK-QAA-Level-3",
    "high": "STORK-QAA-Level-4",
}

_LEVEL_OF_NAME: Final[Mapping[str, str]] = {
    "UNTERGEORDNET": "low",
    "NORMAL": "low",
    "SUBSTANTIELL": "substantial",
    "HOCH": "high",
}
_HOUSE = re.compile(r"(?P<street>.*\S)\s+(?P<number>\d+\s*[^\W\d_]?(?:[-/]\d+\s*[^\W\d_]?)?)")


def level_of(claims: Mapping[str, Any]) -> str:
    """The trust level that the claims prove; where two claims differ, the lower one."""
    levels = [LEVEL_OF_ACR.get(str(claims.get("acr")), "none")]
    if "trust_level" in claims:
        levels.append(_LEVEL_OF_NAME.get(str(claims["trust_level"]), "none"))
    return min(levels, key=LEVELS.index)


def identity_from(claims: Mapping[str, Any]) -> dict[str, str]:
    """The identity as `queries.identity_of` describes it; an address is believed from "substantial" on.

    Spelling is the provider's: an identity card writes the address in capital letters. Raises LogInFailed.
    """
    level = level_of(claims)
    return {
        "given_name": _text(claims, "given_name"),
        "family_name": _text(claims, "family_name"),
        "birth_date": _birth_date(claims),
        **(_address(claims) if reaches(level, "substantial") else _no_address()),
        "level": level,
        "pseudonym": f"{claims['iss']}|{claims['sub']}",
    }


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return normalise(value) if isinstance(value, str) else ""


def _birth_date(claims: Mapping[str, Any]) -> str:
    text = _text(claims, "birthdate")
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise LogInFailed("birthdate") from None


def _address(claims: Mapping[str, Any]) -> dict[str, str]:
    address = claims.get("address")
    if not isinstance(address, Mapping):
        return _no_address()
    line = _text(address, "street_address")
    house = _HOUSE.fullmatch(line)
    return {
        "street": house["street"] if house else line,
        "house_number": house["number"] if house else "",
        "postcode": _text(address, "postal_code"),
        "place": _text(address, "locality"),
    }


def _no_address() -> dict[str, str]:
    return {"street": "", "house_number": "", "postcode": "", "place": ""}
