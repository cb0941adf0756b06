"""A municipality arrives: all of its archive in one transaction, or nothing of it.

Rows are written by the application's role, so that row level security refuses what belongs to anybody else.
Ids stay what they were, for the journal is chained over them. Keys are wrapped anew by this installation's
master key. What stands in the way is named before or by the database, and then nothing is changed.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, connections
from psycopg import sql

from modellkommune.blueprint.documents import document_hash
from modellkommune.foundation.catalogue.models import Release
from modellkommune.foundation.documents.commands import publish_trust
from modellkommune.foundation.files.queries import STORAGE
from modellkommune.foundation.identity.models import Membership, Staff
from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.keys.commands import wrapped
from modellkommune.foundation.keys.digests import bring_digest_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.portals.operator.installation.numbers import count_above
from modellkommune.portals.operator.keeping import places, state
from modellkommune.portals.operator.keeping.archive import Reading, reading
from modellkommune.portals.operator.keeping.errors import ArchiveRefused
from modellkommune.portals.operator.keeping.leaving import AT_ONCE, RELEASES, STAFF, TABLES, TOWN
from modellkommune.portals.operator.keeping.progress import Progress
from modellkommune.portals.operator.keeping.towntables import DATA_KEYS, TownTable, town_tables

MEMBERSHIPS: Final = Membership._meta.db_table


def import_town(path: Path, identities: Sequence[Any]) -> VerifyReport:
    """Take a municipality in; the state of its journal afterwards. Raises ArchiveRefused."""
    with reading(path, identities) as archive:
        state.refuse_other_kind(archive.manifest, state.MUNICIPALITY)
        _refuse_other_version(archive)
        town = json.loads(_text(archive, TOWN))
        _refuse_present(town)
        new = [name for name in archive.names(places.FILES) if not _lies_here(name)]
        count_above(archive.manifest["highest"])
        try:
            places.bring_files(archive, Progress("files", len(new)))
            _write(archive, town)
        except BaseException:
            _take_back(new)
            raise
        places.bring_heads(archive)
    publish_trust()
    return verify(town["key"])


def _refuse_other_version(archive: Reading) -> None:
    there, here = set(archive.manifest["migrations"]), set(state.applied())
    if not here:
        raise ArchiveRefused(
            "This installation has no tables yet: make them first (modellkommune migrate), then import again."
        )
    if there != here:
        raise ArchiveRefused(
            f"The archive comes from version {archive.manifest['version']} with other tables than these "
            f"(version {state.version()}): bring both installations to the same version and export again."
        )
    tables = {table.name for table in town_tables()}
    if set(archive.manifest["tables"]) != tables:
        raise ArchiveRefused("The archive holds other tables than this installation: export again.")


def _refuse_present(town: dict[str, Any]) -> None:
    if Municipality.objects.filter(pk=town["key"]).exists():
        raise ArchiveRefused(
            f"The municipality {town['key']} is here already: remove it first "
            f"(modellkommune municipality remove {town['key']})."
        )
    for other in Municipality.objects.all():
        taken = set(other.hosts) & set(town["hosts"])
        if taken:
            raise ArchiveRefused(
                f"The host name {min(taken)} belongs to {other.key} here: change it there first."
            )


def _write(archive: Reading, town: dict[str, Any]) -> None:
    key = bytes.fromhex(town.pop("digest_key"))
    table = ""
    try:
        with municipality(town["key"]):
            Municipality.objects.create(**town)
            bring_digest_key(key)
            _bring_releases(archive)
            accounts = _bring_staff(archive)
            progress = Progress("rows", sum(archive.manifest["tables"].values()))
            for each in town_tables():
                table = each.name
                _bring_rows(archive, each, accounts, progress)
            table = "the connections between tables"
            _check_connections()
    except IntegrityError as refusal:
        raise _conflict(table, refusal) from None
    except DatabaseError as refusal:
        raise ArchiveRefused(f"The database refused {table}, nothing was changed: {refusal}") from None


def _conflict(table: str, refusal: IntegrityError) -> ArchiveRefused:
    cause: Any = refusal.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or "a rule"
    return ArchiveRefused(
        f"Something of the same number is here already, in {table} ({name}), nothing was changed: take the "
        "municipality into another installation. This happens to records from before version 0.2 only."
    )


def _bring_rows(archive: Reading, table: TownTable, accounts: dict[int, int], progress: Progress) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    name = sql.Identifier(table.name)
    statement = sql.SQL(
        "INSERT INTO {} ({}) SELECT {} FROM jsonb_populate_recordset(NULL::{}, %s::jsonb)"
    ).format(name, columns, columns, name)
    lines = _lines(archive, TABLES + table.name)
    before = progress.done
    with connections["default"].cursor() as cursor:
        while batch := list(islice(lines, AT_ONCE)):
            if table.name == DATA_KEYS:
                batch = [_wrapped(line) for line in batch]
            elif table.name == MEMBERSHIPS:
                batch = [_of_account(line, accounts) for line in batch]
            cursor.execute(statement, ["[" + ",".join(batch) + "]"])
            progress.step(len(batch))
    if progress.done - before != archive.manifest["tables"][table.name]:
        raise ArchiveRefused(f"Rows of {table.name} are missing, nothing was changed: export again.")


def _wrapped(line: str) -> str:
    row = json.loads(line)
    if row["wrapped"]:
        key = DataKey(pk=row["id"], municipality_id=row["municipality_id"])
        row["wrapped"] = "\\x" + wrapped(key, bytes.fromhex(row["wrapped"])).hex()
    else:
        row["wrapped"] = "\\x"
    return json.dumps(row)


def _of_account(line: str, accounts: dict[int, int]) -> str:
    row = json.loads(line)
    return json.dumps(row | {"staff_id": accounts[row["staff_id"]]})


def _bring_releases(archive: Reading) -> None:
    for line in _lines(archive, RELEASES):
        row = json.loads(line)
        if document_hash(json.loads(row["document"])) != row["hash"]:
            raise ArchiveRefused(f"A release of {row['service_id']} is not what its hash says: export again.")
        row["published_at"] = datetime.fromisoformat(row["published_at"])
        Release.objects.get_or_create(hash=row.pop("hash"), defaults=row)


def _bring_staff(archive: Reading) -> dict[int, int]:
    """Let the members of staff be known here; number there -> account with which they log in here."""
    accounts = {}
    for line in _lines(archive, STAFF):
        row = json.loads(line)
        accounts[row["id"]] = _bring_account(row | {"created": datetime.fromisoformat(row["created"])})
    return accounts


def _bring_account(row: dict[str, Any]) -> int:
    own = Staff.objects.filter(email=row["email"]).exclude(pk=row["id"]).first()
    if own is not None:
        # She works here already and keeps her account; under the other number her deeds keep their author.
        row |= {"email": f"{row['id']}@moved.invalid", "is_active": False}
    known = Staff.objects.filter(pk=row["id"]).first()
    if known is None:
        person = Staff(**row)
        person.set_unusable_password()
        person.save(force_insert=True)
    elif known.email != row["email"]:
        raise ArchiveRefused(
            f"The number of the account {row['email']} is another person's here: take the municipality "
            "into another installation. This happens to accounts from before version 0.2 only."
        )
    return int(row["id"] if own is None else own.pk)


def _check_connections() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _lines(archive: Reading, name: str) -> Iterator[str]:
    with archive.member(name) as source:
        rest = b""
        while piece := source.read(1024 * 1024):
            *whole, rest = (rest + piece).split(b"\n")
            yield from (line.decode() for line in whole)


def _text(archive: Reading, name: str) -> str:
    with archive.member(name) as source:
        return source.read().decode()


def _lies_here(name: str) -> bool:
    return bool(storages[STORAGE].exists(name.removeprefix(places.FILES)))


def _take_back(names: list[str]) -> None:
    for name in names:
        storages[STORAGE].delete(name.removeprefix(places.FILES))
