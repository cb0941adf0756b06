"""Digests find the same text again, in one municipality of one installation only."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from modellkommune.foundation.keys import digests
from modellkommune.foundation.keys.codes import access_code, code_matches
from modellkommune.foundation.keys.digests import bring_digest_key, digest_key, keyed_digest
from modellkommune.foundation.keys.models import DigestKey
from modellkommune.foundation.tenants.context import municipality


@pytest.fixture(autouse=True)
def _nothing_remembered(two_towns: tuple[str, str]) -> Iterator[None]:
    digests.forget()
    yield
    digests.forget()


def test_they_tell_purposes_apart() -> None:
    with municipality("alpha"):
        digest = keyed_digest("subject", "sub-1")
        assert digest == keyed_digest("subject", "sub-1")
        assert digest != keyed_digest("token", "sub-1")
        assert keyed_digest("ab", "c") != keyed_digest("a", "bc")


def test_they_tell_municipalities_and_installations_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with municipality("alpha"):
        digest = keyed_digest("plate", "K-XY 1")
    with municipality("beta"):
        assert keyed_digest("plate", "K-XY 1") != digest
    monkeypatch.setattr(settings, "MASTER_KEY", b"x" * 32)
    with municipality("alpha"):
        assert keyed_digest("plate", "K-XY 1") != digest


def test_a_key_that_was_brought_along_keeps_codes_and_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    with municipality("alpha"):
        key, code, digest = digest_key(), access_code("permit", "PA-1"), keyed_digest("plate", "K-XY 1")
    monkeypatch.setattr(settings, "MASTER_KEY", b"x" * 32)
    with municipality("alpha"):
        assert not code_matches("permit", "PA-1", code)
        bring_digest_key(key)
        assert code_matches("permit", "PA-1", code)
        assert keyed_digest("plate", "K-XY 1") == digest
        assert key not in bytes(DigestKey.objects.get().wrapped)
    with municipality("beta"):
        assert not code_matches("permit", "PA-1", code)


def test_the_key_is_not_read_for_every_digest(django_assert_num_queries: object) -> None:
    with municipality("alpha"):
        keyed_digest("plate", "K-XY 1")
        with django_assert_num_queries(0):  # type: ignore[operator]
            keyed_digest("plate", "K-XY 2")
