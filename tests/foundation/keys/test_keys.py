from collections.abc import Iterator

import pytest
from django.conf import settings

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import (
    delete_unused_keys,
    destroy,
    new_key,
    seal,
    seal_json,
    unseal,
    unseal_json,
)
from modellkommune.foundation.keys.errors import KeyDestroyed, MasterKeyMissing, SealBroken
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality


@pytest.fixture
def key(two_towns: tuple[str, str]) -> Iterator[DataKey]:
    with municipality("alpha"):
        yield new_key()


def test_what_was_sealed_opens_again(key: DataKey) -> None:
    answers = {"family_name": "Țepeș", "plates": ["DN-AB 123"], "months": 12}
    stored = DataKey.objects.get(pk=key.pk)
    assert unseal_json(stored, seal_json(key, answers, "draft"), "draft") == answers


def test_sealed_content_shows_nothing_and_never_looks_the_same(key: DataKey) -> None:
    one, other = seal(key, b"Lena Sommer", "draft"), seal(key, b"Lena Sommer", "draft")
    assert b"Lena" not in one
    assert one != other


def test_it_opens_only_for_its_purpose(key: DataKey) -> None:
    with pytest.raises(SealBroken):
        unseal(key, seal(key, b"content", "draft"), "decision")


def test_it_opens_only_with_its_key(key: DataKey) -> None:
    sealed, other = seal(key, b"content", "draft"), new_key()
    with pytest.raises(SealBroken):
        unseal(other, sealed, "draft")


def test_a_wrapped_key_put_into_another_row_opens_nothing(key: DataKey) -> None:
    sealed, other = seal(key, b"content", "draft"), new_key()
    other.wrapped = key.wrapped
    with pytest.raises(SealBroken):
        unseal(other, sealed, "draft")
    with pytest.raises(SealBroken):
        seal(other, b"content", "draft")


def test_a_wrapped_key_given_to_another_town_opens_nothing(key: DataKey) -> None:
    sealed = seal(key, b"content", "draft")
    key.municipality_id = "beta"
    with pytest.raises(SealBroken):
        unseal(key, sealed, "draft")


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_byte_breaks_the_seal(key: DataKey, place: int) -> None:
    sealed = bytearray(seal(key, b"content", "draft"))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        unseal(key, bytes(sealed), "draft")


def test_a_destroyed_key_opens_nothing_ever(key: DataKey) -> None:
    sealed = seal(key, b"content", "draft")
    destroy(key)
    destroy(key)
    stored = DataKey.objects.get(pk=key.pk)
    assert bytes(stored.wrapped) == b""
    for destroyed in (key, stored):
        with pytest.raises(KeyDestroyed):
            unseal(destroyed, sealed, "draft")


def test_a_destroyed_key_seals_nothing(key: DataKey) -> None:
    destroy(key)
    with pytest.raises(KeyDestroyed):
        seal(key, b"content", "draft")


def test_destroyed_keys_go_when_nothing_refers_to_them(key: DataKey) -> None:
    unused, referred = new_key(), new_key()
    record("something_done", "case:1", Actor("system", "test"), {"cents": 1}, referred)
    destroy(unused)
    destroy(referred)
    assert delete_unused_keys() == 1
    assert set(DataKey.objects.all()) == {key, referred}


def test_the_master_key_is_needed(key: DataKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MASTER_KEY", b"")
    with pytest.raises(MasterKeyMissing):
        seal(key, b"content", "draft")
