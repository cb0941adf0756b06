"""Fee tables made from decision tables, for the shapes that tariffs have."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modellkommune.blueprint import Release, Service, compile_service, load_overlay, load_release
from tests.blueprint.test_overlay import AACHEN, FLAT, KOELN, town

REPOSITORY = Path(__file__).resolve().parents[2]
DAY = date(2026, 12, 3)
LATER = date(2027, 3, 1)


def _service(rows: list[dict[str, Any]] | None = None, key: str = "musterstadt") -> Service:
    shipped = load_release(REPOSITORY / "blueprints" / "resident-parking")
    overlay = load_overlay(REPOSITORY / "municipalities" / key / "resident-parking.yaml", shipped)
    document = dict(overlay.document)
    if rows is not None:
        document["tables"] = {**document["tables"], "tariff": {"rows": rows}}
    return compile_service(shipped.document, document)


def _row(name: str, amount: Any, **when: Any) -> dict[str, Any]:
    return {"id": name, "title": {"de": name, "en": name}, "when": when, "then": {"amount": amount}}


def test_steps_by_length_become_rows_and_durations_columns() -> None:
    (table,) = _service().fee_tables(DAY, "de")
    assert table.columns == ("Länge", "3 Monate", "6 Monate", "12 Monate", "24 Monate")
    assert table.rows[0] == ("bis 4109 mm Länge", "12,00 €", "24,00 €", "48,00 €", "96,00 €")


def test_it_speaks_english() -> None:
    (table,) = _service().fee_tables(DAY, "en")
    assert table.columns == ("Length", "3 months", "6 months", "12 months", "24 months")


def test_the_rows_in_force_on_the_day_are_shown() -> None:
    (table,) = _service().fee_tables(LATER, "de")
    assert table.rows[0][3] == "52,00 €"
    assert _service().cheapest(LATER) == 1100


def test_what_everybody_saves_is_a_line_of_the_table_and_part_of_the_least() -> None:
    service = _service()
    (table,) = service.fee_tables(DAY, "de")
    assert table.rows[-1] == ("Rabatt für den Antrag im Netz", *["−2,00 €"] * 4)
    assert service.cheapest(DAY) == 1200 - 200


def test_a_rebate_for_each_half_year_differs_by_duration(tmp_path: Path) -> None:
    shipped = load_release(REPOSITORY / "blueprints" / "resident-parking")
    parameters = {"online_rebate": "1.00", "online_rebate_per": "half_year", "durations": [6, 12]}
    service = compile_service(shipped.document, {"parameters": parameters})
    (table,) = service.fee_tables(DAY, "de")
    assert table.columns == ("Laufzeit", "Gebühr", "Rabatt für den Antrag im Netz")
    assert table.rows == (("6 Monate", "15,35 €", "−1,00 €"), ("12 Monate", "30,70 €", "−2,00 €"))
    assert service.cheapest(DAY) == 1435


def test_a_discount_that_has_to_be_asked_for_is_no_part_of_the_least() -> None:
    shipped = load_release(REPOSITORY / "blueprints" / "resident-parking")
    service = compile_service(shipped.document, {"parameters": {"social_discount": "10.00"}})
    assert service.cheapest(DAY) == 1535


def test_the_next_fees_are_known_with_their_day() -> None:
    coming = _service().coming_fees(DAY, "de")
    assert coming is not None
    day, (table,) = coming
    assert day == LATER
    assert table.rows[0][3] == "52,00 €"
    assert _service().coming_fees(LATER, "de") is None


def test_one_fee_for_all_becomes_a_list_of_durations(tmp_path: Path, release: Release) -> None:
    service = town(tmp_path, release, FLAT)
    (table,) = service.fee_tables(DAY, "de")
    assert table.columns == ("Laufzeit", "Gebühr")
    assert table.rows == (("6 Monate", "15,35 €"), ("12 Monate", "30,70 €"), ("24 Monate", "61,40 €"))
    assert service.cheapest(DAY) == 1535


def test_a_fee_by_area_names_the_least_and_how_it_is_calculated() -> None:
    rate = {"rate": "30.00", "of": "area_mm2", "per": 1000000}
    (table,) = _service([_row("area", {"base": "15.00", "plus": [rate]})]).fee_tables(DAY, "de")
    assert table.columns[:2] == ("Laufzeit", "Gebühr (15,00 € + 30,00 € je m²)")
    assert table.rows[0][:2] == ("3 Monate", "ab 45,00 €")


def test_a_share_says_for_how_long_its_formula_is_meant(tmp_path: Path, release: Release) -> None:
    (table,) = town(tmp_path, release, AACHEN.replace("[3, 6, 12]", "[6, 12]")).fee_tables(DAY, "de")
    assert table.columns[1] == "Gebühr (15,00 € + 30,00 € je m², für 12 Monate)"
    assert table.rows[0][1] < table.rows[1][1]


def test_rows_without_a_title_are_called_after_their_bands(tmp_path: Path, release: Release) -> None:
    service = town(tmp_path, release, KOELN)
    (table,) = service.fee_tables(DAY, "de")
    assert table.rows[0] == ("bis 4109 mm", "100,00 €", "170,00 €")
    assert table.rows[1][0] == "4110 mm bis 4709 mm"
    assert service.cheapest(DAY) == 10000


def test_a_duration_that_has_no_fee_is_a_dash() -> None:
    rows = [_row("short", "10.00", months=3), _row("long", "20.00", months=[6, 12, 24])]
    (table,) = _service(rows).fee_tables(DAY, "de")
    assert table.rows[:2] == (
        ("short", "10,00 €", "–", "–", "–"),
        ("long", "–", "20,00 €", "20,00 €", "20,00 €"),
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "key", sorted(path.parent.name for path in REPOSITORY.glob("municipalities/*/resident-parking.yaml"))
)
def test_every_town_of_the_repository_has_a_table(key: str, language: str) -> None:
    assert _service(key=key).fee_tables(DAY, language)
