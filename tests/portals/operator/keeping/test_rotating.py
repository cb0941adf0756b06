"""The master key is changed while people go on, and everybody finds again what is theirs."""

import secrets
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as installation

from modellkommune.foundation.identity.commands import add_staff
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import set_second_factor, use_code
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys import digests, rewrapping
from modellkommune.foundation.keys.commands import destroy, new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import keys
from modellkommune.portals.operator.installation.masterkeys import (
    MasterKeyNotHere,
    refuse_missing_master_key,
    standings,
)
from modellkommune.portals.operator.keeping import rotating
from modellkommune.portals.operator.keeping.bringing import bring_backup
from modellkommune.portals.operator.keeping.errors import ArchiveRefused
from modellkommune.portals.operator.keeping.rotating import rotate
from modellkommune.portals.operator.keeping.taking import take_backup
from tests.foundation.identity.one_time_codes import SECRET, code_now
from tests.portals.operator.keeping.belongings import Belongings, missing

EMAIL = "wechsel@musterstadt.example"


def _know(*masters: bytes) -> None:
    """The installation knows these from here on; the first is in force."""
    installation.MASTER_KEY, *former = masters
    installation.FORMER_MASTER_KEYS = tuple(former)
    digests.forget()


@pytest.fixture
def change(kept: Belongings) -> Iterator[tuple[bytes, bytes]]:
    """The key so far and a new one; afterwards the installation is back under the one it had."""
    old, new = installation.MASTER_KEY, secrets.token_bytes(32)
    set_second_factor(add_staff(EMAIL, "Wechsel", secrets.token_urlsafe(20)), SECRET)
    yield old, new
    _know(old, new)
    rotate()
    _know(old)
    Staff.objects.get(email=EMAIL).delete()
    refuse_missing_master_key()


def _entries(town: str) -> int:
    with municipality(town):
        return Entry.objects.filter(verb="keys_rewrapped").count()


def _second_factor_works(ahead: int) -> bool:
    return use_code(Staff.objects.get(email=EMAIL).pk, code_now(ahead))


def _keys(order: str) -> int:
    parser = ArgumentParser()
    keys.register(parser.add_subparsers())
    arguments = parser.parse_args(["keys", order])
    return int(arguments.run(arguments))


def test_everybody_finds_again_what_is_theirs_before_during_and_after(
    kept: Belongings, change: tuple[bytes, bytes]
) -> None:
    old, new = change
    before = _entries(kept.town)
    _know(new, old)
    assert missing(kept) == []
    assert _second_factor_works(-1)
    rotate()
    assert missing(kept) == []
    _know(new)
    refuse_missing_master_key()
    assert missing(kept) == []
    assert _second_factor_works(0)
    assert _entries(kept.town) == before + 1


def test_what_was_written_meanwhile_with_the_former_key_comes_with_the_next_round(
    kept: Belongings, change: tuple[bytes, bytes]
) -> None:
    old, new = change
    _know(new, old)
    rotate()
    entries = _entries(kept.town)
    assert all(each.done == 0 for each in rotate())
    assert _entries(kept.town) == entries
    _know(old, new)
    with municipality(kept.town):
        late = new_key()
    _know(new, old)
    assert sum(each.done for each in rotate()) == 1
    assert _entries(kept.town) == entries + 1
    _know(new)
    refuse_missing_master_key()
    with municipality(kept.town):
        destroy(late)


def test_many_keys_are_done_in_batches(
    kept: Belongings, change: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = change
    for module in (rotating, rewrapping):
        monkeypatch.setattr(module, "BATCH", 2)
    _know(new, old)
    with municipality(kept.town):
        waiting = DataKey.objects.filter(destroyed_at=None).count()
    assert waiting > 4
    [mine] = [each for each in rotate() if each.town == kept.town]
    assert (mine.done, mine.broken) == (waiting, 0)
    _know(new)
    assert missing(kept) == []


def test_without_the_former_key_nothing_is_changed_and_the_portal_does_not_open(
    kept: Belongings, change: tuple[bytes, bytes]
) -> None:
    old, new = change
    _know(new, secrets.token_bytes(32))
    with pytest.raises(MasterKeyNotHere, match="MODELLKOMMUNE_FORMER_MASTER_KEYS") as refusal:
        rotate()
    assert f"{kept.town} " in str(refusal.value)
    assert "second factors of staff 1" in str(refusal.value)
    with pytest.raises(MasterKeyNotHere):
        refuse_missing_master_key()
    _know(old)
    assert missing(kept) == []


def test_the_command_says_what_is_left_to_do(
    kept: Belongings, change: tuple[bytes, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = change
    assert _keys("status") == 0
    assert "Everything lies under the key in force." in capsys.readouterr().out
    _know(new, old)
    assert _keys("status") == 1
    assert "still needed: modellkommune keys rotate" in capsys.readouterr().out
    assert _keys("rotate") == 0
    assert "take MODELLKOMMUNE_FORMER_MASTER_KEYS away" in capsys.readouterr().out
    _know(secrets.token_bytes(32))
    assert _keys("status") == 1
    assert "under one that is not known here (mark" in capsys.readouterr().out


def test_a_backup_from_the_middle_of_a_change_needs_both_keys(
    kept: Belongings, change: tuple[bytes, bytes], tmp_path: Path
) -> None:
    old, new = change
    archive = tmp_path / "all.zip"
    _know(new, old)
    take_backup(archive)
    _know(new)
    with pytest.raises(ArchiveRefused, match="MODELLKOMMUNE_FORMER_MASTER_KEYS"):
        bring_backup(archive, replace=True)
    _know(old)
    with pytest.raises(ArchiveRefused, match="MODELLKOMMUNE_MASTER_KEY"):
        bring_backup(archive, replace=True)


def test_an_older_backup_opens_after_the_change_with_the_former_key_beside(
    kept: Belongings, change: tuple[bytes, bytes], tmp_path: Path, lose_everything: Callable[[], None]
) -> None:
    old, new = change
    archive = tmp_path / "all.zip"
    take_backup(archive)
    _know(new, old)
    lose_everything()
    bring_backup(archive)
    assert sum(standing.former for standing in standings()) > 0
    assert missing(kept) == []
    rotate()
    _know(new)
    assert missing(kept) == []
