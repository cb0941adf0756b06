"""What a permit's seal says: number, authority, AGS, zone, plates, first and last day. No person."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from modellkommune.seal.profile import Contents, Profile

# Where the seal says that certificates and profile are; the machine portal serves them.
CERTIFICATES_PATH = "/.well-known/siegel.pem"
PROFILE_PATH = "/.well-known/siegel.xml"
PLATES_BETWEEN = ";"
_NUMBER, _AUTHORITY, _AGS, _ZONE, _PLATES = (
    "AUSWEISNUMMER",
    "AUSSTELLENDE_BEHOERDE",
    "AGS",
    "PARKZONE",
    "KENNZEICHEN",
)


@cache
def profile() -> Profile:
    """The profile of the permit (TR-03171 v0.9), from profiles/permit.json."""
    return Profile.of(json.loads((Path(__file__).parent / "profiles" / "permit.json").read_text("utf-8")))


def permit_contents(fields: Mapping[str, Any], authority: str, ags: str, host: str) -> Contents:
    """The contents for {number, zone, plates: list, valid_from, valid_to: dates or ISO texts}.

    `host` is name and port of the municipality's portal. The authority's name is cut to what the seal holds.
    """
    longest = next(entry.longest for entry in profile().entries if entry.name == _AUTHORITY)
    values = {
        _NUMBER: str(fields["number"]),
        _AUTHORITY: authority.encode()[:longest].decode(errors="ignore"),
        _AGS: ags,
        _ZONE: str(fields["zone"]),
        _PLATES: PLATES_BETWEEN.join(fields["plates"]),
    }
    first, last = _day(fields["valid_from"]), _day(fields["valid_to"])
    return Contents(values, first, last, host + PROFILE_PATH, host + CERTIFICATES_PATH)


def permit_fields(contents: Contents) -> dict[str, Any]:
    """What a seal says, by the names that `permit_contents` takes; dates as ISO texts."""
    return {
        "number": contents.values[_NUMBER],
        "authority": contents.values[_AUTHORITY],
        "ags": contents.values[_AGS],
        "zone": contents.values[_ZONE],
        "plates": contents.values[_PLATES].split(PLATES_BETWEEN),
        "valid_from": contents.valid_from.isoformat(),
        "valid_to": contents.valid_to.isoformat(),
    }


def profile_xml() -> str:
    """The profile as the XML file that TR-03171 describes."""
    described = profile()
    entries = "".join(
        f'  <entry tag="{entry.tag}"><name>{entry.name}</name><description>{entry.name}</description>'
        f"<length>{entry.longest}</length><type>UTF8String</type></entry>\n"
        for entry in described.entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<profile>\n'
        f"  <profileNumber>{described.number.hex.upper()}</profileNumber>\n  <versionTR>0.9</versionTR>\n"
        f"  <profileName>{described.name}</profileName>\n  <validFromPresent>true</validFromPresent>\n"
        f"  <validToPresent>true</validToPresent>\n{entries}</profile>\n"
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
