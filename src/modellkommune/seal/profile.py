"""TR-03171 v0.9: seals of administrative documents. Which values a document carries is a profile, and data.

Tags 00-06 are the same in every profile: number of the profile, valid from, valid to, address of the profile,
address of the certificates, address and index of a status list. Tags 0A-FE are the profile's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from modellkommune.seal.errors import NotASeal, SealDoesNotFit
from modellkommune.seal.structure import LONGEST_VALUE, Message, Seal

FEATURE, CATEGORY = 0x01, 0xC9
_NUMBER, _FROM, _TO, _PROFILE_URI, _CERTIFICATE_URI = 0, 1, 2, 3, 4
_FIRST_OWN, _LAST_OWN = 0x0A, 0xFE


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a profile: its tag (10 to 254), its name, its greatest length in UTF-8 bytes."""

    tag: int
    name: str
    longest: int = LONGEST_VALUE
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of document: the profile's number and its entries, all of them UTF-8 texts."""

    number: UUID
    name: str
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Make a profile of data: {number, name, entries: [{tag, name, longest?, optional?}]}."""
        entries = tuple(Entry(**entry) for entry in data["entries"])
        tags = [entry.tag for entry in entries]
        if len(set(tags)) != len(tags) or not all(_FIRST_OWN <= tag <= _LAST_OWN for tag in tags):
            raise SealDoesNotFit("the tags of a profile are different numbers from 10 to 254")
        return cls(UUID(data["number"]), data["name"], entries)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a seal says: values by the names of the profile, first and last day, and two addresses."""

    values: Mapping[str, str]
    valid_from: date
    valid_to: date
    profile_uri: str
    certificate_uri: str


def encode_contents(profile: Profile, contents: Contents) -> tuple[Message, ...]:
    """The messages of a seal; raises SealDoesNotFit for a value that is missing, unknown or too long."""
    unknown = set(contents.values) - {entry.name for entry in profile.entries}
    if unknown:
        raise SealDoesNotFit(f"the profile has no {', '.join(sorted(unknown))}")
    own = (_encode_entry(entry, contents.values.get(entry.name, "")) for entry in profile.entries)
    return (
        Message(_NUMBER, profile.number.bytes),
        Message(_FROM, f"{contents.valid_from:%Y%m%d}".encode()),
        Message(_TO, f"{contents.valid_to:%Y%m%d}".encode()),
        Message(_PROFILE_URI, contents.profile_uri.encode()),
        Message(_CERTIFICATE_URI, contents.certificate_uri.encode()),
        *(message for message in own if message),
    )


def decode_contents(profile: Profile, seal: Seal) -> Contents:
    """What the seal says by this profile; raises NotASeal if it is of another kind or incomplete."""
    found = {message.tag: message.value for message in seal.messages}
    if (seal.header.feature, seal.header.category) != (FEATURE, CATEGORY) or len(found) != len(seal.messages):
        raise NotASeal("not a seal of an administrative document")
    if found.get(_NUMBER) != profile.number.bytes:
        raise NotASeal(f"not a seal of the profile {profile.name}")
    try:
        return Contents(
            {entry.name: found[entry.tag].decode() for entry in profile.entries if _present(entry, found)},
            _day(found[_FROM]),
            _day(found[_TO]),
            found[_PROFILE_URI].decode(),
            found[_CERTIFICATE_URI].decode(),
        )
    except (KeyError, ValueError) as error:
        raise NotASeal("the seal is incomplete") from error


def _encode_entry(entry: Entry, text: str) -> Message | None:
    value = text.encode()
    if not value and entry.optional:
        return None
    if not value:
        raise SealDoesNotFit(f"{entry.name} is missing")
    if len(value) > entry.longest:
        raise SealDoesNotFit(f"{entry.name} has more than {entry.longest} bytes")
    return Message(entry.tag, value)


def _present(entry: Entry, found: Mapping[int, bytes]) -> bool:
    return entry.tag in found or not entry.optional


def _day(value: bytes) -> date:
    text = value.decode()
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
