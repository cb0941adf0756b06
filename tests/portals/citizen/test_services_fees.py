"""Fee tables made from decision tables, for the shapes that tariffs have."""

from datetime import date
from typing import Any

import pytest

from modellkommune.blueprint import Service, compile_service, load_overlay, load_release
from modellkommune.portals.citizen.services_fees import cheapest, fee_tables
from tests.portals.citizen.conftest import BLUEPRINTS, REPOSITORY

DAY = date(2026, 12, 3)
LATER = date(2027, 3, 1)


def _service(rows: list[dict[str, Any]] | None = None, town: str = "musterstadt") -> Service:
    release = load_release(BLUEPRINTS / "resident-parking")
    overlay = load_overlay(REPOSITORY / "municipalities" / town / "resident-parking.yaml", release)
    document = dict(overlay.document)
    if rows is not None:
        document["tables"] = {**document["tables"], "tariff": {"rows": rows}}
    return compile_service(release.document, document)


def _row(name: str, amount: Any, **when: Any) -> dict[str, Any]:
    return {"id": name, "title": {"de": name, "en": name}, "when": when, "then": {"amount": amount}}


def test_steps_by_length_become_rows_and_durations_columns() -> None:
    (table,) = fee_tables(_service(), DAY, "de")
    assert table.columns == ("Fahrzeug", "3 Monate", "6 Monate", "12 Monate", "24 Monate")
    assert table.rows[0] == ("bis 4109 mm Länge", "12,00 €", "24,00 €", "48,00 €", "96,00 €")


def test_the_rows_in_force_on_the_day_are_shown() -> None:
    (table,) = fee_tables(_service(), LATER, "de")
    assert table.rows[0][3] == "52,00 €"
    assert cheapest(_service(), LATER) == 1300


def test_one_fee_for_all_becomes_a_list_of_durations() -> None:
    (table,) = fee_tables(
        _service([_row("flat", {"base": "30.70", "share": {"of": "months", "per": 12}})]), DAY, "de"
    )
    assert table.columns == ("Laufzeit", "Gebühr")
    assert ("12 Monate", "30,70 €") in table.rows


def test_a_fee_by_area_says_from_when() -> None:
    rate = {"rate": "30.00", "of": "area_mm2", "per": 1000000}
    (table,) = fee_tables(_service([_row("area", {"base": "15.00", "plus": [rate]})]), DAY, "de")
    assert table.rows[0] == ("3 Monate", "ab 45,00 €")


def test_a_duration_that_has_no_fee_is_a_dash() -> None:
    rows = [_row("short", "10.00", months=3), _row("long", "20.00", months=[6, 12, 24])]
    (table,) = fee_tables(_service(rows), DAY, "de")
    assert table.rows == (("short", "10,00 €", "–", "–", "–"), ("long", "–", "20,00 €", "20,00 €", "20,00 €"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_town_of_the_repository_has_a_table(language: str) -> None:
    for town in ("musterstadt", "dueren"):
        assert fee_tables(_service(town=town), DAY, language)
