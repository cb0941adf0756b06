import contextlib
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.migrations.state import ModelState, ProjectState

from modellkommune.foundation.journal.models import Detail
from modellkommune.foundation.tenants.operations import TenantGrant, TenantKey, TenantOperation, TenantTable
from modellkommune.foundation.tenants.roles import application_role

WALL = """
    SELECT relrowsecurity, array(SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid),
        array(SELECT conname::text FROM pg_constraint
              WHERE conrelid = pg_class.oid AND conname ~ '_tenant_(key|fk)$' ORDER BY conname)
    FROM pg_class WHERE relname = 'journal_detail'"""


def _wall() -> tuple[bool, list[str], list[str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(WALL)
        found: tuple[bool, list[str], list[str]] = cursor.fetchone()
        return found


class _Undo(Exception):
    """Takes everything back."""


def _take_down_and_build(operation: TenantOperation, tables: list[Any]) -> list[Any]:
    state = ProjectState()
    for table in tables:
        state.add_model(ModelState.from_model(table))
    found = [_wall()]
    with connections["owner"].schema_editor() as editor:
        operation.database_backwards("journal", editor, state, state)
        found.append(_wall())
        operation.database_forwards("journal", editor, state, state)
        found.append(_wall())
    return found


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize(
    ("operation", "left"),
    [
        (TenantTable("Detail", privileges=("SELECT", "INSERT")), (False, 0, 0)),
        (TenantKey("Detail", "key"), (True, 1, 2)),
    ],
    ids=["table", "key"],
)
def test_a_wall_can_be_taken_down_and_built_again(
    operation: TenantOperation, left: tuple[bool, int, int]
) -> None:
    others = {field.remote_field.model for field in Detail._meta.local_fields if field.remote_field}
    with contextlib.suppress(_Undo), transaction.atomic(using="owner"):
        before, between, after = _take_down_and_build(operation, [*others, Detail])
        raise _Undo
    assert before == after
    assert (before[0], before[1], len(before[2])) == (True, ["tenant"], 3)
    assert (between[0], len(between[1]), len(between[2])) == left


@pytest.mark.usefixtures("committed_db")
def test_a_privilege_is_given_later_and_taken_back() -> None:
    operation, state = TenantGrant("Detail", "TRUNCATE"), ProjectState()
    others = {field.remote_field.model for field in Detail._meta.local_fields if field.remote_field}
    for table in (*others, Detail):
        state.add_model(ModelState.from_model(table))
    held = []
    with contextlib.suppress(_Undo), transaction.atomic(using="owner"):
        with connections["owner"].schema_editor() as editor:
            held.append(_may("TRUNCATE"))
            operation.database_forwards("journal", editor, state, state)
            held.append(_may("TRUNCATE"))
            operation.database_backwards("journal", editor, state, state)
            held.append(_may("TRUNCATE"))
        raise _Undo
    assert held == [False, True, False]


def _may(privilege: str) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'journal_detail', %s)", [application_role(), privilege]
        )
        found: tuple[bool] = cursor.fetchone()
        return found[0]
