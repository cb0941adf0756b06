"""Everything comes under the master key in force: data keys in batches, digest keys, second factors."""

from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.identity.second_factor import rewrap_second_factors
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.digests import keep_digest_key, rewrap_digest_key
from modellkommune.foundation.keys.rewrapping import BATCH, START, rewrap_data_keys
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.portals.operator.installation.masterkeys import refuse_missing_master_key
from modellkommune.portals.operator.keeping.progress import Progress

OPERATOR: Final = Actor("operator")


@dataclass(frozen=True)
class Rotated:
    """What became of one municipality's data keys: brought under the key in force, and opened by none."""

    town: str
    done: int
    broken: int


def rotate() -> list[Rotated]:
    """Bring everything under the key in force, while the portal runs. Safe to repeat, however it ended.

    Raises MasterKeyNotHere before anything is changed.
    """
    refuse_missing_master_key()
    done = [_rotate_town(town) for town in municipality_keys()]
    rewrap_second_factors()
    return done


def _rotate_town(town: str) -> Rotated:
    progress, found, done, last = Progress(f"keys of {town}"), 0, 0, START
    ended = False
    while not ended:
        with municipality(town):
            batch = rewrap_data_keys(last)
            found, done, last = found + batch.found, done + batch.done, batch.last
            ended = batch.found < BATCH
            if ended:
                _finish(town, done)
        reached("keys_rewrapped")
        progress.step(batch.found)
    return Rotated(town, done, found - done)


def _finish(town: str, done: int) -> None:
    """With the last data keys comes the digest key: while it is under a former key, this is not finished."""
    keep_digest_key()
    if rewrap_digest_key() or done:
        record("keys_rewrapped", f"municipality:{town}", OPERATOR)
