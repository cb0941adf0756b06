"""Permits from before plates were found by their core are found by it after the migration."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.commands import Terms, plate_digest, prepare_permit
from modellkommune.casework.permits.models import PermitPlate
from modellkommune.casework.permits.queries import permits_of_plates
from modellkommune.foundation.keys.commands import destroy
from modellkommune.foundation.keys.digests import bring_digest_key, keyed_digest

MIGRATION = import_module("modellkommune.casework.permits.migrations.0002_core_of_plates")
DAY = datetime.date(2026, 12, 3)
PRINTED = ("MST-KH 81 E", "DN-A 1", "Y-123 04-10")


def found(*plates: str) -> list[int]:
    """How many permits are found for each plate."""
    return [permits_of_plates((plate_digest(plate),), "b" * 64, DAY) for plate in plates]


def as_before(case: Case) -> None:
    """A permit whose plates are found by all that is printed, as in the first version."""
    prepare_permit(case, "PA-1", Terms("a" * 64, "G", PRINTED, DAY, DAY), {})
    for plate in PRINTED:
        digests = {"digest": keyed_digest("plate", plate)}
        PermitPlate.objects.filter(digest=plate_digest(plate)).update(**digests)
    assert found("MST-KH 81", "DN-A 1", "Y-123") == [0, 1, 0]


def migrate() -> None:
    """What the migration does to rows, twice: it is safe to repeat."""
    for _ in range(2):
        MIGRATION.plates_by_core(apps, SimpleNamespace(connection=connection))


@pytest.mark.parametrize("moved", [False, True])
def test_plates_are_found_by_their_core_after_the_migration(case: Case, *, moved: bool) -> None:
    if moved:
        bring_digest_key(b"k" * 32)
    as_before(case)
    migrate()
    assert found("MST-KH 81", "DN-A 1", "Y-123", "M-KH 81") == [1, 1, 1, 0]


def test_what_nobody_can_read_any_more_holds_up_no_migration(case: Case) -> None:
    as_before(case)
    destroy(case.key)
    migrate()
    assert found("MST-KH 81", "DN-A 1") == [0, 1]
