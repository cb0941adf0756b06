"""Migration operations that build the wall around a municipality's rows.

`TenantTable("Message")` after `CreateModel` gives the table row level security, the grants of the
application's role, UNIQUE (municipality_id, id) and one composite foreign key for every `TenantForeignKey`.
A `TenantForeignKey` added later needs `TenantKey("Message", "case")` after its `AddField`, a privilege that a
table gets later `TenantGrant("Message", "DELETE")`.

There is no FORCE ROW LEVEL SECURITY: the owner, who migrates and dumps, sees all rows.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import truncate_name
from django.db.migrations.operations.base import Operation
from django.db.models import Model

from modellkommune.foundation.tenants.context import SETTING
from modellkommune.foundation.tenants.models import TenantForeignKey
from modellkommune.foundation.tenants.roles import application_role

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
POLICY = "tenant"
_LONGEST_NAME = 63


class TenantOperation(Operation):
    """An operation on the table of one model that changes nothing in Django's view of it."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Build."""
        self._execute(self.building, app_label, schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Take down, in the opposite order."""
        self._execute(self.taking_down, app_label, schema_editor, to_state)

    def _execute(self, statements: Any, app_label: str, schema_editor: Any, state: Any) -> None:
        model = state.apps.get_model(app_label, self.model)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for statement in statements(model):
            schema_editor.execute(statement)

    def building(self, model: type[Model]) -> list[str]:
        """The statements that build."""
        raise NotImplementedError

    def taking_down(self, model: type[Model]) -> list[str]:
        """The statements that undo it."""
        raise NotImplementedError


class TenantTable(TenantOperation):
    """Make the table of a model one of municipalities. `privileges` are those of the application's role."""

    def __init__(self, model: str, privileges: tuple[str, ...] = ALL) -> None:
        super().__init__(model)
        self.privileges = privileges

    def building(self, model: type[Model]) -> list[str]:
        """The statements that build the wall."""
        table, role = _quoted(model._meta.db_table), _quoted(application_role())
        mine = f"municipality_id = nullif(current_setting('{SETTING}', true), '')"
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {POLICY} ON {table} USING ({mine}) WITH CHECK ({mine})",
            f"REVOKE ALL ON {table} FROM {role}, PUBLIC",
            f"GRANT {', '.join(self.privileges)} ON {table} TO {role}",
            f"ALTER TABLE {table} ADD CONSTRAINT {_unique_name(model)}"
            f" UNIQUE (municipality_id, {_quoted(_key_column(model))})",
            *(_composite_key(model, field) for field in tenant_keys(model)),
        ]

    def taking_down(self, model: type[Model]) -> list[str]:
        """The statements that take the wall down."""
        table = _quoted(model._meta.db_table)
        return [
            *(_without_composite_key(model, field) for field in reversed(tenant_keys(model))),
            f"ALTER TABLE {table} DROP CONSTRAINT {_unique_name(model)}",
            f"REVOKE ALL ON {table} FROM {_quoted(application_role())}",
            f"DROP POLICY {POLICY} ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]

    def describe(self) -> str:
        """One line for the migration log."""
        return f"Wall in the rows of {self.model} by municipality"


class TenantGrant(TenantOperation):
    """Give the application's role a further privilege on a table of municipalities ("DELETE")."""

    def __init__(self, model: str, privilege: str) -> None:
        super().__init__(model)
        self.privilege = privilege

    def building(self, model: type[Model]) -> list[str]:
        """The statement that gives it."""
        table, role = _quoted(model._meta.db_table), _quoted(application_role())
        return [f"GRANT {self.privilege} ON {table} TO {role}"]

    def taking_down(self, model: type[Model]) -> list[str]:
        """The statement that takes it back."""
        table, role = _quoted(model._meta.db_table), _quoted(application_role())
        return [f"REVOKE {self.privilege} ON {table} FROM {role}"]

    def describe(self) -> str:
        """One line for the migration log."""
        return f"Let the application {self.privilege} rows of {self.model}"


class TenantKey(TenantOperation):
    """Build the composite foreign key of a `TenantForeignKey` that was added to an existing table."""

    def __init__(self, model: str, field: str) -> None:
        super().__init__(model)
        self.field = field

    def building(self, model: type[Model]) -> list[str]:
        """The statement that builds the constraint."""
        return [_composite_key(model, model._meta.get_field(self.field))]

    def taking_down(self, model: type[Model]) -> list[str]:
        """The statement that drops the constraint."""
        return [_without_composite_key(model, model._meta.get_field(self.field))]

    def describe(self) -> str:
        """One line for the migration log."""
        return f"Keep {self.model}.{self.field} inside the municipality"


def tenant_keys(model: type[Model]) -> list[Any]:
    """The foreign keys of a model that stay inside a municipality."""
    return [field for field in model._meta.local_fields if isinstance(field, TenantForeignKey)]


def composite_name(model: type[Model], field: Any) -> str:
    """Name of the composite foreign key of a field."""
    return truncate_name(f"{model._meta.db_table}_{field.column}_tenant_fk", _LONGEST_NAME)


def _composite_key(model: type[Model], field: Any) -> str:
    other = field.remote_field.model
    return (
        f"ALTER TABLE {_quoted(model._meta.db_table)} ADD CONSTRAINT {_quoted(composite_name(model, field))}"
        f" FOREIGN KEY (municipality_id, {_quoted(field.column)})"
        f" REFERENCES {_quoted(other._meta.db_table)} (municipality_id, {_quoted(_key_column(other))})"
        " DEFERRABLE INITIALLY DEFERRED"
    )


def _without_composite_key(model: type[Model], field: Any) -> str:
    table, name = _quoted(model._meta.db_table), _quoted(composite_name(model, field))
    return f"ALTER TABLE {table} DROP CONSTRAINT {name}"


def _unique_name(model: type[Model]) -> str:
    return _quoted(truncate_name(f"{model._meta.db_table}_tenant_key", _LONGEST_NAME))


def _key_column(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
