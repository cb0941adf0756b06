"""A process that dies while it brings data keys under a new master key."""

import base64
import secrets
from dataclasses import replace

from django.conf import settings as installation

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.commands import new_key, seal, unseal
from modellkommune.foundation.keys.master import mark_of
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.keys.rewrapping import BATCH, data_keys_by_mark
from modellkommune.foundation.tenants.context import municipality
from tests.workflow.house import KILLED, House

FIRST_TOWN = "dueren"
LEFT = 5


def die_when_keys_are_rewrapped(house: House) -> None:
    """One batch is done, the rest opens as before; whoever repeats it does the rest, then nothing more."""
    former = secrets.token_bytes(32)
    sealed = _sealed_under(former, BATCH + LEFT)
    stated = {"MODELLKOMMUNE_FORMER_MASTER_KEYS": base64.b64encode(former).decode()}
    changing = replace(house, environment=house.environment | stated)
    assert _keys(changing, "rotate", kill_at="keys_rewrapped") == KILLED
    assert (_waiting(former), _entries()) == (LEFT, 0)
    assert _keys(changing, "status") == 1
    assert [_keys(changing, "rotate") for _ in range(2)] == [0, 0]
    assert (_waiting(former), _entries()) == (0, 1)
    assert _keys(house, "status") == 0
    with municipality(FIRST_TOWN):
        keys = DataKey.objects.in_bulk(list(sealed))
        assert {unseal(keys[key], content, "test") for key, content in sealed.items()} == {b"content"}


def _keys(house: House, order: str, kill_at: str = "") -> int:
    return house.run("-m", "modellkommune", "keys", order, kill_at=kill_at)


def _sealed_under(former: bytes, count: int) -> dict[object, bytes]:
    current, installation.MASTER_KEY = installation.MASTER_KEY, former
    try:
        with municipality(FIRST_TOWN):
            return {key.pk: seal(key, b"content", "test") for key in (new_key() for _ in range(count))}
    finally:
        installation.MASTER_KEY = current


def _waiting(former: bytes) -> int:
    with municipality(FIRST_TOWN):
        return data_keys_by_mark().get(mark_of(former), 0)


def _entries() -> int:
    with municipality(FIRST_TOWN):
        return Entry.objects.filter(verb="keys_rewrapped").count()
