"""After a migration the application's role can use the installation's tables, and nothing more."""

import pytest
from django.db import ProgrammingError, connection, transaction

from modellkommune.foundation.tenants.installation import REASONS
from modellkommune.portals.operator.installation.grants import READ_ONLY, installation_tables


def _may(privilege: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s)", [table, privilege])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("table", sorted(set(REASONS) - {"django_migrations"}))
def test_the_role_reads_and_writes_what_it_has_to(db: None, table: str) -> None:
    assert _may("SELECT", table)
    assert _may("INSERT", table) is (table not in READ_ONLY)


def test_every_table_outside_municipalities_has_a_stated_reason(db: None) -> None:
    assert set(installation_tables()) <= set(REASONS)


def test_the_role_cannot_empty_or_change_tables(db: None) -> None:
    for statement in ("TRUNCATE django_session", "ALTER TABLE django_session ADD COLUMN x int"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
