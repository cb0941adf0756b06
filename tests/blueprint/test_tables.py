"""Decision tables: rows, editions, domains, exact amounts, and the proof of no gap and no overlap."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modellkommune.blueprint.amounts import cents_of
from modellkommune.blueprint.cells import CellInvalid, read_cell
from modellkommune.blueprint.checking.proofs import refutations, undeclared, unreached
from modellkommune.blueprint.schema.rules import Amount, TableSpec
from modellkommune.blueprint.tables import ResultInvalid, Table, compile_table, result_of

TITLE = {"de": "x", "en": "x"}
DOMAINS = {"length": "1..20000", "months": [1, 12], "electric": None, "keeper": ["self", "family"]}
TYPES = {"length": "integer", "months": "integer", "electric": "boolean", "keeper": "choice"}


def table(*rows: dict[str, Any], hit: str = "unique", domains: dict[str, Any] = DOMAINS) -> Table:
    inputs = [{"id": name, "value": "1", "type": kind, "title": TITLE} for name, kind in TYPES.items()]
    outputs = [{"id": "fee", "type": "money", "title": TITLE}]
    named = [{"id": f"r{number}", **row} for number, row in enumerate(rows, 1)]
    spec = {"id": "t", "title": TITLE, "hit": hit, "inputs": inputs, "outputs": outputs, "rows": named}
    return compile_table(TableSpec.model_validate(spec), domains)


def row(fee: Any = "1.00", since: str | None = None, **when: Any) -> dict[str, Any]:
    return {"when": when, "then": {"fee": fee}, "valid_from": since}


KOELN = (row("100.00", length="<= 4109"), row("110.00", length="4110..4709"), row("120.00", length=">= 4710"))


@pytest.mark.parametrize(("length", "cents"), [(4109, 10000), (4110, 11000), (4709, 11000), (4710, 12000)])
def test_bands_include_their_ends(length: int, cents: int) -> None:
    hit = table(*KOELN).decide({"length": length}, "2026-12-03")
    assert hit is not None
    assert hit.outputs == {"fee": cents}


def test_outside_the_domain_nothing_is_decided() -> None:
    assert (
        table(*KOELN, domains={**DOMAINS, "length": "1000..5600"}).decide({"length": 5601}, "2026-12-03")
        is None
    )


def test_an_absent_value_fits_only_rows_that_do_not_mention_it() -> None:
    assert table(*KOELN).decide({"length": None}, "2026-12-03") is None
    assert table(row()).decide({"length": None}, "2026-12-03") is not None


def test_the_edition_in_force_decides() -> None:
    dated = table(row("1.00"), row("2.00", "2027-01-01"), row("3.00", "2028-01-01"))
    fees = [dated.decide({}, day) for day in ("2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01")]
    assert [hit.outputs["fee"] for hit in fees if hit] == [100, 200, 200, 300]


def test_before_the_first_edition_nothing_is_decided() -> None:
    assert table(row("2.00", "2027-01-01")).decide({}, "2026-12-31") is None


def test_unique_refuses_two_rows_and_first_takes_the_first() -> None:
    rows = (row("1.00", months=12), row("2.00"))
    assert table(*rows).decide({"months": 12}, "2026-12-03") is None
    hit = table(*rows, hit="first").decide({"months": 12}, "2026-12-03")
    assert hit is not None
    assert hit.outputs["fee"] == 100


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ((row(length="<= 4109"), row(length=">= 4111")), "gap: no row fits length = 4110"),
        ((row(length="<= 4110"), row(length=">= 4110")), "overlap: rows r1 and r2 both fit length = 4110"),
        ((row(length="< 4110"), row(length="> 4109")), None),
        ((row(length="<= 100"),), "gap: no row fits length = 101"),
        ((row(months=1), row(months=12, electric=True)), "gap: no row fits months = 12, electric = false"),
        (
            (row(keeper="self"), row(keeper=["family", "self"])),
            "overlap: rows r1 and r2 both fit keeper = self",
        ),
        ((row(keeper="self"), row(keeper="family")), None),
        (
            (row(), row("2.00", "2027-01-01", months=1)),
            "gap: no row fits months = 12 (edition of 2027-01-01)",
        ),
        ((row(months=[1, 12]),), None),
    ],
)
def test_it_proves_or_names_a_counterexample(rows: tuple[Any, ...], text: str | None) -> None:
    assert [found.text for found in refutations(table(*rows))] == ([text] if text else [])


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(0, 12), st.sampled_from([1, 12, None])),
        min_size=1,
        max_size=5,
    )
)
def test_the_proof_agrees_with_trying_every_value(bands: list[tuple[int, int, int | None]]) -> None:
    rows = [row(length=f"{low}..{low + width}", months=months or [1, 12]) for low, width, months in bands]
    tried = table(*rows, domains={**DOMAINS, "length": "1..42"})
    hits = [
        sum(one.fits({"length": length, "months": months}) for one in tried.edition("2026-12-03"))
        for length in range(1, 43)
        for months in (1, 12)
    ]
    found = {refutation.kind for refutation in refutations(tried)}
    assert ("gap" in found) == (0 in hits)
    assert ("overlap" in found) == (max(hits) > 1)


def test_decimal_bands_meet_without_gap() -> None:
    cells = [read_cell("< 4.5", "number"), read_cell(">= 4.5", "number")]
    assert [cell.fits(4.5) for cell in cells] == [False, True]
    assert [cell.fits(4.4999999) for cell in cells] == [True, False]


def test_it_names_inputs_without_domain_and_rows_never_reached() -> None:
    assert list(undeclared(table(*KOELN, domains={}))) == ["length"]
    assert list(unreached(table(row(months=1), row(months=12), row(months=24)))) == [("r3", "")]
    assert list(unreached(table(row(), row(months=1), hit="first"))) == [("r2", "")]


@pytest.mark.parametrize("raw", ["about 12", "12..", "24..12", True, [], "1.5"])
def test_unreadable_cells_are_refused(raw: Any) -> None:
    with pytest.raises(CellInvalid):
        read_cell(raw, "integer")


@pytest.mark.parametrize(
    ("raw", "kind"), [(True, "integer"), ("x", "integer"), (1, "boolean"), (Amount(), "text")]
)
def test_results_of_another_type_are_refused(raw: Any, kind: str) -> None:
    with pytest.raises(ResultInvalid):
        result_of(raw, kind)


AACHEN = {
    "base": "15.00",
    "plus": [{"rate": "30.00", "of": "area", "per": 1_000_000}],
    "share": {"of": "months", "per": 12},
}


def test_aachen_is_calculated_exactly() -> None:
    amount = Amount.model_validate(AACHEN)
    assert cents_of(amount, {"area": 4284 * 1789, "months": 12}) == 24492
    assert cents_of(amount, {"area": 4284 * 1789, "months": 3}) == 6123
    assert cents_of(amount, {"area": None, "months": 12}) is None
    assert (
        cents_of(Amount.model_validate({**AACHEN, "round": "1.00"}), {"area": 4284 * 1789, "months": 12})
        == 24500
    )


@pytest.mark.parametrize(("rounding", "cents"), [("half_up", 1024), ("up", 1024), ("down", 1023)])
def test_it_rounds_once_at_the_end(rounding: str, cents: int) -> None:
    amount = Amount.model_validate(
        {"base": "30.70", "share": {"of": "months", "per": 12}, "rounding": rounding}
    )
    assert cents_of(amount, {"months": 4}) == (1023 if rounding != "up" else 1024)
    half = Amount.model_validate({"base": "20.47", "share": {"of": "months", "per": 2}, "rounding": rounding})
    assert cents_of(half, {"months": 1}) == cents


def test_a_deduction_rounds_like_its_amount() -> None:
    amount = Amount.model_validate({"base": "-20.47", "share": {"of": "months", "per": 2}})
    assert cents_of(amount, {"months": 1}) == -1024
