"""Two towns in every table of municipalities: neither reads, changes or refers to the other's rows.

The tables are found by looking at the models, so a new table is covered without a line here.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, connection, connections, models, transaction

from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.installation import REASONS, tables_without_wall
from modellkommune.foundation.tenants.models import Municipality, TenantForeignKey, TenantModel
from modellkommune.foundation.tenants.operations import composite_name, tenant_keys

TABLES = sorted(
    (model for model in apps.get_models() if issubclass(model, TenantModel)),
    key=lambda model: model._meta.label,
)
EACH_TABLE = pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)

_numbers = count(1)
_VALUES: dict[type[Any], Callable[[Any], Any]] = {
    models.UUIDField: lambda field: uuid.uuid4(),
    models.BooleanField: lambda field: False,
    models.DateTimeField: lambda field: datetime(2026, 11, 22, 8, tzinfo=UTC),
    models.DateField: lambda field: date(2026, 11, 1) + timedelta(days=next(_numbers)),
    models.JSONField: lambda field: {},
    models.BinaryField: lambda field: uuid.uuid4().bytes,
    models.DecimalField: lambda field: Decimal(next(_numbers)),
    models.IntegerField: lambda field: next(_numbers),
    models.CharField: lambda field: uuid.uuid4().hex[: field.max_length],
    models.TextField: lambda field: uuid.uuid4().hex,
    models.FloatField: lambda field: 1.0,
}


def _value(field: Any) -> Any:
    if isinstance(field, TenantForeignKey):
        return _seeded(field.remote_field.model)
    if isinstance(field, models.ForeignKey):
        return _installation_row(field.remote_field.model)
    if field.choices:
        return field.choices[0][0]
    kind = next(kind for kind in type(field).__mro__ if kind in _VALUES)
    return _VALUES[kind](field)


def _needs_value(field: Any) -> bool:
    if field.auto_created or field.name == "municipality" or isinstance(field, models.AutoField):
        return False
    if field.null and field.remote_field is not None and field.remote_field.model is field.model:
        return False
    return isinstance(field, TenantForeignKey) or not field.has_default() or _is_unique(field)


def _is_unique(field: Any) -> bool:
    return field.unique or any(
        isinstance(rule, models.UniqueConstraint) and field.name in rule.fields
        for rule in field.model._meta.constraints
    )


def _seeded(model: type[Any]) -> Any:
    values = {field.name: _value(field) for field in model._meta.local_fields if _needs_value(field)}
    return model.objects.create(**values)


def _installation_row(model: type[Any]) -> Any:
    fields = [field for field in model._meta.local_concrete_fields if not field.null and _needs_value(field)]
    return model.objects.create(**{field.name: _value(field) for field in fields})


@pytest.fixture
def rows(two_towns: tuple[str, str]) -> Callable[[type[Any]], tuple[Any, Any]]:
    def seed(model: type[Any]) -> tuple[Any, Any]:
        made = []
        for town in two_towns:
            with municipality(town):
                made.append(_seeded(model))
        return made[0], made[1]

    return seed


def _may(model: type[Any], privilege: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s)", [model._meta.db_table, privilege])
        return bool(cursor.fetchone()[0])


@EACH_TABLE
def test_a_town_reads_its_own_rows_only(model: type[Any], rows: Any) -> None:
    alpha, beta = rows(model)
    with municipality("alpha"):
        assert model.objects.filter(pk=alpha.pk).exists()
        assert not model.objects.filter(pk=beta.pk).exists()


@EACH_TABLE
def test_without_a_municipality_there_is_nothing(model: type[Any], rows: Any) -> None:
    rows(model)
    assert not model.objects.exists()


@EACH_TABLE
def test_a_town_changes_and_deletes_its_own_rows_only(model: type[Any], rows: Any) -> None:
    _, beta = rows(model)
    with municipality("alpha"):
        if _may(model, "UPDATE"):
            assert model.objects.filter(pk=beta.pk).update(municipality_id="alpha") == 0
        if _may(model, "DELETE"):
            assert model.objects.filter(pk=beta.pk)._raw_delete("default") == 0
    with municipality("beta"):
        assert model.objects.filter(pk=beta.pk).exists()


@EACH_TABLE
def test_a_town_gives_no_row_to_another(model: type[Any], rows: Any) -> None:
    alpha, _ = rows(model)
    alpha.municipality_id = "beta"
    alpha.pk = None if model._meta.auto_field else uuid.uuid4()
    with municipality("alpha"), pytest.raises(Error, match="row-level security"), transaction.atomic():
        alpha.save(force_insert=True)


@EACH_TABLE
def test_no_foreign_key_crosses(model: type[Any], rows: Any) -> None:
    alpha, _ = rows(model)
    for field in tenant_keys(model):
        _, foreign = rows(field.remote_field.model)
        with municipality("alpha"), pytest.raises(IntegrityError, match=composite_name(model, field)):
            _point_across(model, alpha, field, foreign)


@transaction.atomic
def _point_across(model: type[Any], row: Any, field: Any, foreign: Any) -> None:
    if _may(model, "UPDATE"):
        model.objects.filter(pk=row.pk).update(**{field.attname: foreign.pk})
    else:
        values = {
            other.name: _copied(other, row) for other in model._meta.local_fields if not other.primary_key
        }
        model.objects.create(**values | {field.name: foreign})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _copied(field: Any, row: Any) -> Any:
    # Other unique rules must not be what refuses the row.
    if not _is_unique(field):
        return getattr(row, field.name)
    return row.municipality if field.name == "municipality" else _value(field)


@EACH_TABLE
def test_every_key_to_a_walled_table_is_a_tenant_key(model: type[Any], rows: Any) -> None:
    for field in model._meta.local_fields:
        if field.remote_field and issubclass(field.remote_field.model, TenantModel):
            assert isinstance(field, TenantForeignKey), f"{model._meta.label}.{field.name}"


@EACH_TABLE
def test_nobody_comes_in_by_the_role_but_as_a_town(model: type[Any], rows: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) <> current_user"
            " FROM pg_class WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, False, True)


@pytest.mark.usefixtures("two_towns")
def test_every_table_without_a_wall_is_a_stated_exception() -> None:
    assert set(tables_without_wall()) <= set(REASONS)


@pytest.mark.usefixtures("two_towns")
def test_no_stated_exception_is_out_of_date() -> None:
    with connections["default"].cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    assert set(REASONS) <= existing


def test_municipalities_themselves_are_no_tenant_table() -> None:
    assert not issubclass(Municipality, TenantModel)
