"""Two master keys at once: the one in force wraps, a former one still opens, and nothing is mixed up."""

import secrets
from collections.abc import Iterator

import pytest
from django.conf import settings

from modellkommune.foundation.keys import digests
from modellkommune.foundation.keys.cipher import derived_key, encrypt
from modellkommune.foundation.keys.codes import access_code, code_matches
from modellkommune.foundation.keys.commands import destroy, new_key, seal, unseal
from modellkommune.foundation.keys.digests import digest_key, keep_digest_key, rewrap_digest_key
from modellkommune.foundation.keys.errors import KeyDestroyed, MasterKeyUnknown, SealBroken
from modellkommune.foundation.keys.master import current_head, mark_needed, mark_of, unwrap, wrap
from modellkommune.foundation.keys.models import DataKey, DigestKey
from modellkommune.foundation.keys.rewrapping import data_keys_by_mark, rewrap_data_keys
from modellkommune.foundation.tenants.context import municipality

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


@pytest.fixture(autouse=True)
def _begun_under_the_old_key(two_towns: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "MASTER_KEY", OLD)
    monkeypatch.setattr(settings, "FORMER_MASTER_KEYS", ())
    digests.forget()
    with municipality("alpha"):
        yield
    digests.forget()


def _change(monkeypatch: pytest.MonkeyPatch, current: bytes = NEW, *former: bytes) -> None:
    monkeypatch.setattr(settings, "MASTER_KEY", current)
    monkeypatch.setattr(settings, "FORMER_MASTER_KEYS", former)
    digests.forget()


def _without_a_mark() -> DataKey:
    """A key as versions before wrapped it."""
    key = DataKey(municipality_id="alpha", created_at="2026-11-22T12:00Z")
    content = secrets.token_bytes(32)
    key.wrapped = encrypt(derived_key(OLD, "wrap alpha"), content, "data-key", "alpha", str(key.pk))
    key.save(force_insert=True)
    return key


def test_it_wraps_under_the_key_in_force_and_opens_under_former_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    before = wrap("use", b"content", "row 1")
    _change(monkeypatch, NEW, OLD)
    after = wrap("use", b"content", "row 1")
    assert unwrap("use", before, "row 1") == unwrap("use", after, "row 1") == b"content"
    assert (mark_needed("use", before), mark_needed("use", after)) == (mark_of(OLD), mark_of(NEW))
    _change(monkeypatch, NEW)
    assert unwrap("use", after, "row 1") == b"content"
    with pytest.raises(MasterKeyUnknown):
        unwrap("use", before, "row 1")


def test_a_mark_that_was_changed_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = wrap("use", b"content")
    _change(monkeypatch, NEW, OLD)
    with pytest.raises(SealBroken):
        unwrap("use", current_head() + before[len(current_head()) :])


def test_what_has_no_mark_yet_opens_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    key = _without_a_mark()
    sealed = seal(key, b"content", "draft")
    _change(monkeypatch, NEW, OTHER, OLD)
    assert unseal(key, sealed, "draft") == b"content"
    assert data_keys_by_mark() == {mark_of(OLD): 1}
    _change(monkeypatch, NEW, OTHER)
    assert data_keys_by_mark() == {b"": 1}


def test_after_rewrapping_the_former_key_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [new_key(), _without_a_mark()]
    sealed = [seal(key, b"content", "draft") for key in keys]
    _change(monkeypatch, NEW, OLD)
    assert rewrap_data_keys().done == 2
    assert rewrap_data_keys().found == 0
    _change(monkeypatch, NEW)
    for key, content in zip(keys, sealed, strict=True):
        assert unseal(DataKey.objects.get(pk=key.pk), content, "draft") == b"content"
    assert data_keys_by_mark() == {mark_of(NEW): 2}


def test_a_destroyed_key_is_not_brought_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = new_key()
    destroy(gone)
    _change(monkeypatch, NEW, OLD)
    assert rewrap_data_keys().found == 0
    with pytest.raises(KeyDestroyed):
        seal(DataKey.objects.get(pk=gone.pk), b"content", "draft")


def test_a_key_destroyed_while_it_is_rewrapped_stays_destroyed(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    _change(monkeypatch, NEW, OLD)

    def wrapped_late(row: DataKey, plain: bytes) -> bytes:
        destroy(DataKey.objects.get(pk=row.pk))
        return b"\x02late"

    monkeypatch.setattr("modellkommune.foundation.keys.rewrapping.wrapped", wrapped_late)
    rewrap_data_keys()
    assert bytes(DataKey.objects.get(pk=key.pk).wrapped) == b""


def test_a_damaged_key_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged, good = new_key(), new_key()
    DataKey.objects.filter(pk=damaged.pk).update(wrapped=bytes(damaged.wrapped)[:-1] + b"x")
    _change(monkeypatch, NEW, OLD)
    batch = rewrap_data_keys()
    assert (batch.found, batch.done) == (2, 1)
    assert bytes(DataKey.objects.get(pk=good.pk).wrapped).startswith(current_head())


def test_codes_and_digests_outlive_the_master_key_under_which_they_were_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, code = digest_key(), access_code("permit", "PA-1")
    _change(monkeypatch, NEW, OLD)
    assert code_matches("permit", "PA-1", code)
    keep_digest_key()
    keep_digest_key()
    assert not rewrap_digest_key()
    _change(monkeypatch, OTHER, NEW)
    assert rewrap_digest_key()
    assert not rewrap_digest_key()
    _change(monkeypatch, OTHER)
    assert code_matches("permit", "PA-1", code)
    assert digest_key() == key
    assert key not in bytes(DigestKey.objects.get().wrapped)


def test_a_digest_key_that_was_written_down_needs_no_former_key_for_the_next_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = access_code("permit", "PA-1")
    keep_digest_key()
    _change(monkeypatch, NEW, OLD)
    rewrap_digest_key()
    _change(monkeypatch, NEW)
    assert code_matches("permit", "PA-1", code)
