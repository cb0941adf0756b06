"""What lies under which master key, and whether the installation has all those that are needed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connections

from modellkommune.foundation.identity.second_factor import second_factors_by_mark
from modellkommune.foundation.keys.digests import digest_key_needs, keep_digest_key
from modellkommune.foundation.keys.master import known_marks, mark_of
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.keys.rewrapping import data_keys_by_mark
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.portals.operator.installation.errors import Refused

STAFF: Final = "second factors of staff"


@dataclass(frozen=True)
class Standing:
    """How many keys of one `owner` (a municipality, or `STAFF`) lie under which master key, by its mark."""

    owner: str
    marks: Mapping[bytes, int]

    @property
    def current(self) -> int:
        """So many lie under the key in force."""
        return self.marks.get(mark_of(settings.MASTER_KEY), 0)

    @property
    def former(self) -> int:
        """So many lie under a former key that is known."""
        return sum(count for mark, count in self.marks.items() if mark in known_marks()) - self.current

    @property
    def unknown(self) -> dict[bytes, int]:
        """Those that no known key opens."""
        return {mark: count for mark, count in self.marks.items() if mark not in known_marks()}


class MasterKeyNotHere(Refused):
    """Something lies under a master key that this installation does not have."""

    def __init__(self, standings: list[Standing]) -> None:
        parts = [
            f"{standing.owner} {count} (mark {mark.hex() or 'none'})"
            for standing in standings
            for mark, count in standing.unknown.items()
        ]
        super().__init__(
            f"Keys lie under a master key that this installation does not have: {', '.join(parts)}. Set "
            "MODELLKOMMUNE_MASTER_KEY to that key, or name it in MODELLKOMMUNE_FORMER_MASTER_KEYS."
        )


def standings() -> list[Standing]:
    """What lies under which key, for each municipality and for the second factors."""
    if DataKey._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [*map(_of_town, municipality_keys()), Standing(STAFF, second_factors_by_mark())]


def refuse_missing_master_key() -> None:
    """Raise MasterKeyNotHere when something needs a master key that is not known; asked at start-up."""
    missing = [standing for standing in standings() if standing.unknown]
    if missing:
        raise MasterKeyNotHere(missing)


def former_marks() -> list[str]:
    """The marks of the keys, besides the one in force, that are still needed to read what is stored."""
    marks = {mark for standing in standings() for mark in standing.marks}
    return sorted(mark.hex() for mark in marks - {mark_of(settings.MASTER_KEY)})


def keep_digest_keys() -> None:
    """Write down the digest keys of all municipalities, which do not change with the master key."""
    for town in municipality_keys():
        with municipality(town):
            keep_digest_key()


def _of_town(town: str) -> Standing:
    with municipality(town):
        marks = Counter(data_keys_by_mark())
        marks[digest_key_needs()] += 1
    return Standing(town, marks)
