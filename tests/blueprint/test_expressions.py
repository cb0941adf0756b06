"""One expression language, one rule for absent values."""

from typing import Any

import pytest

from modellkommune.blueprint.expressions import ExpressionInvalid, Scope
from modellkommune.blueprint.shapes import Shapes

FORM = {
    "keeper": "choice",
    "months": "integer",
    "address": "address",
    "tags": "texts",
    "born": "date",
    "yes": "boolean",
}
HOME = {"street": "Bahnhofstr.", "number": 12, "addition": "a", "postcode": "52349", "place": "Düren"}


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(Shapes({"answers": FORM}), {"answers": "answers", "kind": "text"})


def value(scope: Scope, source: str, **answers: Any) -> Any:
    return scope.compile(source).value({"answers": answers, "kind": "new"})


@pytest.mark.parametrize(
    "source",
    [
        "answers.keeper != 'self'",
        "!(answers.keeper == 'self')",
        "!(answers.keeper in ['self'])",
        "answers.months < 12",
        "answers.months + 1",
        "answers.address.street == 'A'",
        "same_address(answers.address, answers.address)",
        "last_day(answers.born, 12)",
        "answers.keeper != 'self' && kind == 'new'",
        "[answers.keeper]",
        "1 / 0",
    ],
)
def test_what_needs_an_absent_value_has_no_value(scope: Scope, source: str) -> None:
    assert value(scope, source) is None
    assert not scope.compile(source).met({"answers": {}, "kind": "new"})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("answers.keeper == 'self' || kind == 'new'", True),
        ("answers.keeper == 'self' && kind == 'old'", False),
        ("has(answers.keeper) ? answers.keeper : 'nobody'", "nobody"),
        ("has(answers.address.zone)", False),
        ("has(answers.yes)", False),
        ("size(answers.tags)", 0),
        ("'a' in answers.tags", False),
    ],
)
def test_what_is_decided_without_the_absent_value_has_one(scope: Scope, source: str, expected: Any) -> None:
    assert value(scope, source) == expected


def test_zero_false_and_the_empty_text_are_values(scope: Scope) -> None:
    assert value(scope, "answers.months == 0", months=0) is True
    assert value(scope, "!answers.yes", yes=False) is True
    assert value(scope, "has(answers.keeper) && answers.keeper == ''", keeper="") is True


def test_a_value_of_another_type_counts_as_absent(scope: Scope) -> None:
    assert value(scope, "answers.months > 1", months="12") is None
    assert value(scope, "answers.months > 1", months=True) is None
    for text in ("3.12.1990", "19901203", "1990-W49-1", "1990-13-01", "1990-02-30"):
        assert value(scope, "answers.born", born=text) is None


def test_values_and_loops(scope: Scope) -> None:
    assert value(scope, "answers.tags.exists(t, t == answers.keeper)", tags=["a", "b"], keeper="b") is True
    assert value(scope, "answers.address.line", address=HOME) == "Bahnhofstr. 12 a"
    assert value(scope, "[answers.keeper, kind]", keeper="x") == ["x", "new"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("months_between('2026-08-31', '2027-02-28')", 6),
        ("months_between('2026-12-03', '2027-12-02')", 11),
        ("years_between('2008-12-04', '2026-12-03')", 17),
        ("years_between('2008-12-03', '2026-12-03')", 18),
        ("days_between('2027-03-28', '2027-03-29')", 1),
        ("last_day('2026-08-31', 6)", "2027-02-28"),
        ("last_day('2026-12-03', 12)", "2027-12-02"),
        ("add_months('2026-01-31', 1)", "2026-02-28"),
        ("add_days('2026-12-31', 1)", "2027-01-01"),
        ("later('2026-12-03', '2026-12-04')", "2026-12-04"),
        ("earlier('2026-12-03', '2026-12-04')", "2026-12-03"),
        ("on_or_after('2026-12-03', '2026-12-03')", True),
        ("on_or_before('2026-12-04', '2026-12-03')", False),
        ("same_text('Müller', 'MUELLER')", True),
        ("same_plate('DN-A 123', 'DN-A 123 E')", True),
        ("same_plate('DN-A 123', 'D-NA 123')", False),
    ],
)
def test_a_function_never_changes_its_meaning(scope: Scope, source: str, expected: Any) -> None:
    assert value(scope, source) == expected


def test_addresses_are_the_same_however_they_are_spelled(scope: Scope) -> None:
    other = Scope(Shapes({"answers": {**FORM, "other": "address"}}), {"answers": "answers"})
    same = {**HOME, "street": "Bahnhofstraße", "addition": "A"}
    assert value(other, "same_address(answers.address, answers.other)", address=HOME, other=same) is True
    assert (
        value(
            other, "same_address(answers.address, answers.other)", address=HOME, other={**same, "number": 13}
        )
        is False
    )


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        ("answers.kepper == 'x'", 8, "undefined field 'kepper'"),
        ("kind == answers.months", 6, "no matching overload"),
        ("answer.keeper", 7, "undeclared reference"),
        ("answers.months <", 17, "Syntax error"),
        ("answers.address", 1, "expected is a plain value"),
        ("last_day(answers.born, '12')", 9, "no matching overload"),
    ],
)
def test_type_errors_name_the_column(scope: Scope, source: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        scope.compile(source)
    assert message in caught.value.message
    assert caught.value.column == column


def test_it_names_what_it_reads(scope: Scope) -> None:
    reads = scope.compile("has(answers.keeper) && answers.address.zone == kind").reads
    assert [read.variable for read in reads] == ["has answers.keeper", "answers.address.zone", "kind"]


def test_remembered_results_follow_the_values(scope: Scope) -> None:
    expression = scope.compile("answers.keeper == 'self'")
    for keeper, expected in (("self", True), ("family", False), ("self", True), (None, None)):
        assert expression.value({"answers": {"keeper": keeper}, "kind": "new"}) is expected
