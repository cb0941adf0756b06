"""A municipality moves to another installation and finds everything there; nobody else's comes along."""

import json
import secrets
import uuid
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.apps import apps
from django.conf import settings as installation
from django.db import connections
from psycopg import sql

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.documents.commands import trust_file
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys import digests
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality, TenantModel
from modellkommune.participation.ideas.queries import idea_of_code
from modellkommune.participation.outreach.commands import (
    locked_run,
    move_wheel,
    note_shown,
    reveal_seed,
    turn,
)
from modellkommune.participation.outreach.models import Station
from modellkommune.participation.outreach.queries import protocol_of
from modellkommune.participation.outreach.states import CLOSED
from modellkommune.participation.outreach.stations import give_code, pair, station_with
from modellkommune.portals.operator.installation.numbers import count_from_own_number
from modellkommune.portals.operator.keeping import state
from modellkommune.portals.operator.keeping.arriving import import_town
from modellkommune.portals.operator.keeping.bringing import bring_backup
from modellkommune.portals.operator.keeping.encryption import identities_of, make_identity, recipients_of
from modellkommune.portals.operator.keeping.errors import ArchiveRefused
from modellkommune.portals.operator.keeping.leaving import export_town
from modellkommune.portals.operator.keeping.places import stored
from modellkommune.portals.operator.keeping.removing import remove_town
from modellkommune.portals.operator.keeping.taking import take_backup
from modellkommune.portals.operator.keeping.towntables import DIGEST_KEYS, town_tables
from modellkommune.portals.operator.migrate import migrate
from modellkommune.portals.operator.municipality import load_folder
from modellkommune.values.wheel import recompute
from tests.portals.operator.keeping.belongings import Belongings, missing
from tests.workflow.conftest import REPOSITORY

OTHER = "dueren"
REPLY_CODE = "HRZN-7K4M-QWX2"
"""Opens an idea of the demonstration's market."""


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secret key of the receiving installation."""
    path = tmp_path_factory.mktemp("keys") / "receiver"
    make_identity(path)
    return path


@pytest.fixture(scope="module")
def archives(belongings: Belongings, identity: Path, django_db_blocker: Any) -> tuple[Path, Path]:
    """A backup of the installation and the archive of the town."""
    before, path = (identity.with_name(name) for name in ("before.zip", "town.age"))
    with django_db_blocker.unblock():
        take_backup(before)
        export_town(belongings.town, path, recipients_of([str(_public(identity))]))
        connections.close_all()
    return before, path


@pytest.fixture
def exported(kept: Belongings, archives: tuple[Path, Path], tmp_path: Path) -> Iterator[Path]:
    """The archive of the town; afterwards its installation is as it was."""
    path = tmp_path / "town.age"
    path.write_bytes(archives[1].read_bytes())
    master = installation.MASTER_KEY
    yield path
    if master != installation.MASTER_KEY or not Municipality.objects.filter(pk=kept.town).exists():
        installation.MASTER_KEY = master
        digests.forget()
        connections.close_all()
        bring_backup(archives[0], replace=True)


def _public(identity: Path) -> Any:
    return identities_of([identity])[0].to_public()


@pytest.fixture
def elsewhere(exported: Path, lose_everything: Callable[[], None]) -> Callable[[], None]:
    """Makes this another installation: another master key, numbers of its own, another town in it."""

    def arrive() -> None:
        lose_everything()
        installation.MASTER_KEY = secrets.token_bytes(32)
        digests.forget()
        _count_anew()
        load_folder(REPOSITORY / "municipalities" / OTHER, REPOSITORY)

    return arrive


def _count_anew() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE start_value > 1")
        for (name,) in cursor.fetchall():
            query = sql.SQL("ALTER SEQUENCE {} START WITH 1 RESTART WITH 1")
            cursor.execute(query.format(sql.Identifier(name)))
    count_from_own_number()


def _changed(exported: Path, identity: Path, name: str, change: Callable[[str], str]) -> Path:
    """The archive with one member rewritten and its manifest made to fit: what a careful forger would do."""
    plain, forged, target = (exported.with_name(part) for part in ("plain", "forged", "forged.age"))
    pyrage.decrypt_file(str(exported), str(plain), identities_of([identity]))
    with zipfile.ZipFile(plain) as before:
        members = {member: before.read(member) for member in before.namelist()}
    members[name] = change(members[name].decode()).encode()
    manifest = json.loads(members["manifest.json"])
    if name != "manifest.json":
        digest = sha256(members[name]).hexdigest()
        manifest["members"][name] = {"size": len(members[name]), "sha256": digest}
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(forged, "w") as after:
        for member, content in members.items():
            after.writestr(member, content)
    pyrage.encrypt_file(str(forged), str(target), [_public(identity)])
    return target


def test_in_the_new_installation_everybody_finds_again_what_is_theirs(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    with municipality(kept.town):
        case_id, emails = Case.objects.get(public_id=kept.case).pk, [person.email for person, _ in members()]
        oldest = Entry.objects.order_by("pk").values_list("pk", flat=True)[0]
    elsewhere()
    assert import_town(exported, identities_of([identity])).intact
    with municipality(kept.town):
        assert Case.objects.get(public_id=kept.case).pk == case_id
        assert Entry.objects.order_by("pk").values_list("pk", flat=True)[0] == oldest
        assert [person.email for person, _ in members()] == emails
        assert idea_of_code(REPLY_CODE).pseudonym == "Blauer Reiher"
        highest = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        record("case_looked_at", f"case:{case_id}", Actor("system"))
        assert Entry.objects.order_by("-pk").values_list("pk", flat=True)[0] > highest
    assert missing(kept) == []


def _emails(town: str) -> list[str]:
    return sorted(f"{name}@{town}.example" for name in ("sachbearbeitung", "schutz", "verwaltung"))


def test_in_the_new_installation_the_wheel_goes_on_where_it_stood(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None], tmp_path: Path
) -> None:
    staff, archive = Actor("staff", "1"), tmp_path / "stand.age"
    with municipality(kept.town):
        station, token = pair(give_code(Station.objects.get(), staff))
        run = locked_run(station.event_id)
        note_shown(turn(run, "red", uuid.uuid4(), station, staff))
    export_town(kept.town, archive, recipients_of([str(_public(identity))]))
    elsewhere()
    import_town(archive, identities_of([identity]))
    with municipality(kept.town):
        again = station_with(token)
        assert again is not None
        run = locked_run(again.event_id)
        note_shown(turn(run, "blue", uuid.uuid4(), again, staff))
        move_wheel(run, CLOSED, staff)
        reveal_seed(run, staff)
        assert recompute(protocol_of(run)).fits
        assert len(protocol_of(run)["lines"]) == 2


def test_after_the_import_the_seals_of_the_municipality_can_be_checked_offline(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    file = trust_file(kept.town)
    before = file.read_text()
    elsewhere()
    file.unlink()
    import_town(exported, identities_of([identity]))
    assert file.read_text() == before
    remove_town(kept.town)
    assert not file.exists()


def test_an_installation_without_tables_says_what_to_do(
    kept: Belongings, exported: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "applied", list)
    with pytest.raises(ArchiveRefused, match="no tables yet: make them first \\(modellkommune migrate\\)"):
        import_town(exported, identities_of([identity]))


def test_nothing_of_another_municipality_comes_along(
    kept: Belongings, exported: Path, identity: Path
) -> None:
    plain = exported.with_name("plain")
    pyrage.decrypt_file(str(exported), str(plain), identities_of([identity]))
    with zipfile.ZipFile(plain) as package:
        names = [name for name in package.namelist() if name.startswith("tables/")]
        towns = {
            json.loads(line)["municipality_id"]
            for name in names
            for line in package.read(name).decode().splitlines()
        }
        assert towns == {kept.town}
        assert installation.MASTER_KEY not in b"".join(map(package.read, package.namelist()))
        assert not [name for name in package.namelist() if name.startswith("files/dueren")]


def test_no_table_of_municipalities_is_forgotten(kept: Belongings) -> None:
    models = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)}
    assert {table.name for table in town_tables()} == models - {DIGEST_KEYS}


def test_a_table_that_comes_later_is_found(kept: Belongings) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE later (municipality_id varchar(40), words text)")
        cursor.execute("ALTER TABLE later ENABLE ROW LEVEL SECURITY")
        try:
            assert "later" in {table.name for table in town_tables()}
        finally:
            cursor.execute("DROP TABLE later")


def test_only_these_parts_know_the_master_key() -> None:
    """Whatever else it wraps would have to travel with a municipality, and be wrapped anew with a new key."""
    source = REPOSITORY / "src" / "modellkommune"
    knowing = {
        str(path.relative_to(source)) for path in source.rglob("*.py") if "MASTER_KEY" in path.read_text()
    }
    assert knowing == {
        "environment.py",
        "settings.py",
        "foundation/keys/errors.py",
        "foundation/keys/master.py",  # wraps data keys, digest keys and second factors of staff
        "pages/bots.py",  # signs riddles that are good for minutes
        "portals/operator/backup.py",
        "portals/operator/keys.py",
        "portals/operator/restore.py",
        "portals/operator/installation/masterkeys.py",
        "portals/operator/keeping/bringing.py",
        "portals/operator/keeping/state.py",
    }


def test_a_municipality_that_is_here_already_is_refused(
    kept: Belongings, exported: Path, identity: Path
) -> None:
    with pytest.raises(ArchiveRefused, match=f"municipality remove {kept.town}"):
        import_town(exported, identities_of([identity]))
    assert missing(kept) == []


def test_a_host_name_in_use_is_refused(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    elsewhere()
    Municipality.objects.create(key="other", name="O", ags="99000009", hosts=[f"{kept.town}.localhost"])
    with pytest.raises(ArchiveRefused, match="belongs to other here"):
        import_town(exported, identities_of([identity]))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tables/cases_case", lambda text: text.replace("musterstadt", OTHER)),
        ("tables/journal_link", lambda text: ""),
        ("tables/cases_case", lambda text: ""),
    ],
    ids=["somebody else's row", "a chain cut off", "a case left out"],
)
def test_it_is_all_or_nothing(
    kept: Belongings,
    exported: Path,
    identity: Path,
    elsewhere: Callable[[], None],
    name: str,
    change: Callable[[str], str],
) -> None:
    forged = _changed(exported, identity, name, change)
    elsewhere()
    with pytest.raises(ArchiveRefused, match="othing was changed"):
        import_town(forged, identities_of([identity]))
    assert not Municipality.objects.filter(key=kept.town).exists()
    assert list(stored(kept.town)) == []


def test_other_versions_are_refused_with_the_remedy(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    forged = _changed(
        exported, identity, "manifest.json", lambda text: text.replace("0001_initial", "0099_x")
    )
    elsewhere()
    with pytest.raises(ArchiveRefused, match="same version"):
        import_town(forged, identities_of([identity]))


def test_numbers_that_are_taken_are_refused(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    elsewhere()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT min(id) FROM journal_entry")
        (mine,) = cursor.fetchone()
    forged = _changed(exported, identity, "tables/journal_entry", lambda text: _first_id(text, mine))
    with pytest.raises(ArchiveRefused, match="nothing was changed"):
        import_town(forged, identities_of([identity]))


def _first_id(text: str, number: int) -> str:
    first, *rest = text.splitlines()
    return "\n".join([json.dumps(json.loads(first) | {"id": number}), *rest, ""])


def test_somebody_who_works_here_already_keeps_her_account_and_her_deeds_their_author(
    kept: Belongings, exported: Path, identity: Path, elsewhere: Callable[[], None]
) -> None:
    email = _emails(kept.town)[0]
    there = Staff.objects.get(email=email)
    elsewhere()
    here = Staff.objects.create(email=email, name="Hier", created=there.created)
    import_town(exported, identities_of([identity]))
    with municipality(kept.town):
        assert here.pk in {person.pk for person, _ in members()}
    moved = Staff.objects.get(pk=there.pk)
    assert (moved.name, moved.is_active) == (there.name, False)


def test_a_removed_municipality_leaves_nothing_and_others_everything(
    kept: Belongings, exported: Path
) -> None:
    with municipality(OTHER):
        entries = Entry.objects.count()
    assert remove_town(kept.town) > 50
    assert list(stored(kept.town)) == []
    assert not Municipality.objects.filter(key=kept.town).exists()
    with connections["owner"].cursor() as cursor:
        for table in [*(table.name for table in town_tables()), DIGEST_KEYS]:
            query = sql.SQL("SELECT count(*) FROM {} WHERE municipality_id = %s")
            cursor.execute(query.format(sql.Identifier(table)), [kept.town])
            assert cursor.fetchone() == (0,), table
    with municipality(OTHER):
        assert Entry.objects.count() == entries


def test_two_installations_count_from_different_numbers(kept: Belongings) -> None:
    def starts() -> set[int]:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT DISTINCT start_value FROM pg_sequences WHERE start_value > 1")
            return {start for (start,) in cursor.fetchall()}

    before = starts()
    migrate()
    assert starts() == before
    assert len(before) == 1
    assert 2**32 < min(before) < 2**53
