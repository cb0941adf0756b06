"""Tables: foreign keys point down, every table of municipalities is walled in, migrations are complete."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey, ManyToManyField, Model

from modellkommune.foundation.tenants.installation import REASONS, tables_without_wall
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

# Lowest first, as in the layers of pyproject.toml; a room may name itself and what stands before it.
ROOMS = [
    *("foundation.tenants", "foundation.keys", "foundation.journal", "foundation.catalogue"),
    *("foundation.places", "foundation.registers", "foundation.files", "foundation.messages"),
    *("foundation.documents", "foundation.identity", "foundation.alerting", "foundation.guarding"),
    "foundation.health",
    *("casework.cases", "casework.drafts", "casework.applications", "casework.checks", "casework.fees"),
    *("casework.decisions", "casework.payments", "casework.permits"),
    *("participation.surveys", "participation.ideas", "participation.outreach"),
]


def _room(model: type[Model]) -> str:
    return model.__module__.removeprefix("modellkommune.").removesuffix(".models")


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("modellkommune.")]


def test_only_rooms_have_tables() -> None:
    assert {_room(model) for model in _models()} <= set(ROOMS)


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in _models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model.__module__.startswith("modellk")
        if ROOMS.index(_room(field.related_model)) > ROOMS.index(_room(model))
    ]
    assert upward == []


def test_keys_between_tables_of_municipalities_cannot_cross_municipalities() -> None:
    crossing = [
        f"{model.__name__}.{field.name}"
        for model in _models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField) and issubclass(field.related_model, TenantModel)
        if not isinstance(field, TenantForeignKey)
    ]
    assert crossing == []


@pytest.mark.django_db
def test_every_table_is_walled_in_or_a_stated_exception(db: None) -> None:
    assert set(tables_without_wall()) <= set(REASONS)


@pytest.mark.django_db
def test_models_and_migrations_agree(db: None) -> None:
    output = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())
