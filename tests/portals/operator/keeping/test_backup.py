"""The drill: back up, lose everything, restore, and everybody finds again what is theirs."""

import argparse
import base64
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings as installation
from django.db import connections

from modellkommune.foundation.documents.commands import trust_file
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.portals.operator.backup import register as register_backup
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.keeping import bringing
from modellkommune.portals.operator.keeping.bringing import bring_backup
from modellkommune.portals.operator.keeping.encryption import identities_of, make_identity, recipients_of
from modellkommune.portals.operator.keeping.errors import (
    ArchiveDamaged,
    ArchiveRefused,
    FileInTheWay,
    IdentityMissing,
    IdentityWrong,
    KeyNotUnderstood,
    NotAnArchive,
    ProgramFailed,
)
from modellkommune.portals.operator.keeping.taking import take_backup
from tests.portals.operator.keeping.belongings import Belongings, missing
from tests.workflow.conftest import REPOSITORY, TOWNS


@pytest.fixture
def archive(kept: Belongings, tmp_path: Path) -> Path:
    """A backup of the installation."""
    path = tmp_path / "all.zip"
    take_backup(path)
    return path


def _rewritten(archive: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
    """The archive with one member changed, or without it."""
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(target, "w") as after:
        for member in before.namelist():
            content = before.read(member)
            changed = change(content) if member == name else content
            if changed is not None:
                after.writestr(member, changed)
    return target


def _with_manifest(archive: Path, **stated: Any) -> Path:
    return _rewritten(archive, "manifest.json", lambda text: json.dumps(json.loads(text) | stated).encode())


def test_after_the_drill_everybody_finds_again_what_is_theirs(
    kept: Belongings, archive: Path, lose_everything: Callable[[], None]
) -> None:
    assert missing(kept) == []
    lose_everything()
    brought = bring_backup(archive)
    assert [report.intact for report in brought.journals] == [True, True]
    assert brought.files >= 3
    assert missing(kept) == []


def test_after_a_restore_the_seals_can_be_checked_offline(
    kept: Belongings, archive: Path, lose_everything: Callable[[], None]
) -> None:
    file = trust_file(kept.town)
    before = file.read_text()
    lose_everything()
    file.unlink()
    bring_backup(archive)
    assert file.read_text() == before


def test_a_worker_that_starts_writes_the_trust_files_that_are_missing(
    kept: Belongings, database_urls: tuple[str, str]
) -> None:
    files = {town: trust_file(town).read_text() for town in TOWNS}
    assert all(files.values())
    for town in files:
        trust_file(town).unlink()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MODELLKOMMUNE_")}
    environment |= {
        "DATABASE_URL": database_urls[0],
        "MODELLKOMMUNE_HOME": str(installation.MODELLKOMMUNE_HOME),
        "MODELLKOMMUNE_MASTER_KEY": base64.b64encode(installation.MASTER_KEY).decode(),
        "MODELLKOMMUNE_SECRET_KEY": installation.SECRET_KEY,
    }
    words = [sys.executable, "-m", "modellkommune", "worker", "--once"]
    subprocess.run(words, env=environment, cwd=REPOSITORY, timeout=60, check=True)
    assert {town: trust_file(town).read_text() for town in files} == files


def test_row_level_security_holds_after_a_restore(
    kept: Belongings, archive: Path, lose_everything: Callable[[], None]
) -> None:
    lose_everything()
    bring_backup(archive)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)
    with municipality(kept.town), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (2,)
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("UPDATE journal_entry SET verb = 'x'")


def test_the_archive_holds_neither_the_master_key_nor_what_it_sealed(kept: Belongings, archive: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    key: bytes = installation.MASTER_KEY
    assert key not in everything
    assert key.hex().encode() not in everything
    assert b"Kanarienvogel" not in everything
    assert kept.draft_code.encode() not in everything


def test_an_encrypted_archive_opens_with_its_secret_key_only(
    kept: Belongings, tmp_path: Path, lose_everything: Callable[[], None]
) -> None:
    mine, other, path = (tmp_path / name for name in ("mine", "other", "all.age"))
    public = make_identity(mine)
    make_identity(other)
    take_backup(path, recipients_of([public]))
    assert path.read_bytes().startswith(b"age-encryption.org/")
    with pytest.raises(IdentityMissing):
        bring_backup(path, replace=True)
    with pytest.raises(IdentityWrong):
        bring_backup(path, identities_of([other]), replace=True)
    lose_everything()
    bring_backup(path, identities_of([mine]))
    assert missing(kept) == []
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def test_it_refuses_an_installation_that_holds_municipalities(kept: Belongings, archive: Path) -> None:
    with pytest.raises(Refused, match="--replace"):
        bring_backup(archive)
    assert missing(kept) == []


def test_it_replaces_what_is_there_when_told(kept: Belongings, archive: Path) -> None:
    Municipality.objects.create(key="later", name="Later", ags="99000009", hosts=["later.localhost"])
    bring_backup(archive, replace=True)
    assert not Municipality.objects.filter(key="later").exists()
    assert missing(kept) == []


def _somebody_else() -> psycopg.Connection[Any]:
    settings = connections["default"].settings_dict
    address = {"host": settings["HOST"], "user": settings["USER"], "dbname": settings["NAME"]}
    port, password = settings["PORT"] or None, settings["PASSWORD"] or None
    return psycopg.connect(**address, port=port, password=password)


def test_it_refuses_while_the_portal_runs(kept: Belongings, archive: Path) -> None:
    with _somebody_else(), pytest.raises(Refused, match="end its web servers and workers"):
        bring_backup(archive, replace=True)
    assert missing(kept) == []


def test_it_waits_for_a_session_that_is_about_to_end(
    kept: Belongings, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _somebody_else()
    waiting = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: other.close())
    monkeypatch.setattr(bringing, "time", waiting)
    bring_backup(archive, replace=True)
    assert other.closed
    assert missing(kept) == []


def test_a_damaged_part_is_found_before_anything_changes(kept: Belongings, archive: Path) -> None:
    changed = _rewritten(archive, "database.sql", lambda text: text + b"-- one more line\n")
    with pytest.raises(ArchiveDamaged, match=r"database\.sql"):
        bring_backup(changed, replace=True)
    assert missing(kept) == []


@pytest.mark.parametrize("name", ["database.sql", "manifest.json"])
def test_a_missing_part_is_found(kept: Belongings, archive: Path, name: str) -> None:
    with pytest.raises((ArchiveDamaged, NotAnArchive)):
        bring_backup(_rewritten(archive, name, lambda _: None), replace=True)


def test_a_part_that_the_manifest_does_not_name_is_refused(kept: Belongings, archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as package:
        package.writestr("files/../../etc/passwd", b"x")
    with pytest.raises(ArchiveDamaged, match="passwd"):
        bring_backup(archive, replace=True)


def test_a_file_cut_off_is_no_archive(kept: Belongings, archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(NotAnArchive):
        bring_backup(archive, replace=True)


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({"master_key": "0" * 16}, "MODELLKOMMUNE_MASTER_KEY"),
        ({"postgresql": 99}, "PostgreSQL 99"),
        ({"kind": "municipality"}, "municipality import"),
        ({"migrations": ["journal.0999_later"], "version": "9.9.9"}, r"9\.9\.9.*newer"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_remedy(
    kept: Belongings, archive: Path, stated: dict[str, Any], says: str
) -> None:
    with pytest.raises(ArchiveRefused, match=says):
        bring_backup(_with_manifest(archive, **stated), replace=True)
    assert missing(kept) == []


def test_a_dump_that_fails_halfway_changes_nothing(
    kept: Belongings, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "modellkommune.portals.operator.keeping.bringing._granting", lambda grants: ["SELECT nonsense;"]
    )
    with pytest.raises(ProgramFailed, match="nonsense"):
        bring_backup(archive, replace=True)
    assert missing(kept) == []


def test_it_writes_over_no_file_and_leaves_none_half_written(kept: Belongings, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_text("mine")
    with pytest.raises(FileInTheWay):
        take_backup(path)
    assert path.read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["all.zip"]


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(KeyNotUnderstood, match="age1"):
        recipients_of(["age1nonsense"])


def test_the_help_says_that_the_master_key_is_not_in_the_archive(capsys: pytest.CaptureFixture[str]) -> None:
    parser = _parser()
    with pytest.raises(SystemExit):
        parser.parse_args(["backup", "--help"])
    assert "master key is NOT in the archive" in capsys.readouterr().out


def _parser() -> Any:
    parser = argparse.ArgumentParser(prog="modellkommune")
    register_backup(parser.add_subparsers())
    return parser
