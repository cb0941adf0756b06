"""Groups: rows come, go and move up; an empty one is no mistake."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from modellkommune.blueprint import Known
from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.fields.base import Answer
from tests.blueprint.fields.test_fields import field, read
from tests.blueprint.people import DAY

PARTS = [
    {"id": "plate", "type": "licence-plate", "label": {"de": "Kennzeichen", "en": "Plate"}},
    {"id": "reason", "type": "text", "label": {"de": "Grund", "en": "Reason"}},
]
ITEM = {"de": "Fahrzeug", "en": "Vehicle"}
CARS = field("group", optional=True, item=ITEM, max_items=3, fields=PARTS)
KIND = KINDS["group"]


def sent(*rows: tuple[str, str], **more: str) -> dict[str, str]:
    """What the page sends for rows of plate and reason."""
    form = {"x-rows": str(len(rows)), **more}
    for number, (plate, reason) in enumerate(rows):
        form |= {f"x-{number}-plate": plate, f"x-{number}-reason": reason}
    return form


def typed(form: dict[str, str], answer: Answer) -> list[tuple[str, str]]:
    """Plate and reason of the rows that the page shows next."""
    entered = {name: [value] for name, value in form.items()}
    rows = KIND.rows(CARS, None, {**entered, **answer.entered}, "de", None)
    return [(row.inputs[0].inputs[0].value, row.inputs[1].inputs[0].value) for row in rows]


def test_rows_are_read_in_their_order_and_empty_ones_are_dropped() -> None:
    answer = read(CARS, sent(("DN-A 1", "Dienst"), ("", ""), ("DN-B 2", "Ferien")))
    assert [(row["plate"]["text"], row["reason"]) for row in answer.value] == [
        ("DN-A 1", "Dienst"),
        ("DN-B 2", "Ferien"),
    ]
    assert KIND.present(CARS, answer.value, "de") == "DN-A 1, Dienst; DN-B 2, Ferien"


def test_a_mistake_names_its_row() -> None:
    answer = read(CARS, sent(("DN-A 1", "Dienst"), ("DNA123", "")))
    assert [(error.field_id, error.input_id) for error in answer.errors] == [
        ("x-1-plate", "x-1-plate"),
        ("x-1-reason", "x-1-reason"),
    ]
    assert "Fahrzeug 2: Grund" in answer.errors[1].message["de"]
    assert answer.value is None


def test_adding_a_row_keeps_what_was_typed_and_what_was_stored() -> None:
    stored = [{"plate": {"text": "DN-A 1"}, "reason": "Dienst"}]
    answer = read(CARS, sent(("DN-A 1", ""), wish="add:x"), stored)
    assert (answer.value, answer.again) == (stored, True)
    assert answer.entered["x-rows"] == ["2"]
    shown = KIND.rows(CARS, stored, {"x-0-plate": ["DN-A 1"], **answer.entered}, "de", None)
    assert [row.title for row in shown] == ["Fahrzeug 1", "Fahrzeug 2"]
    assert [row.inputs[0].inputs[0].value for row in shown] == ["DN-A 1", ""]


def test_there_are_never_more_rows_than_allowed() -> None:
    full = sent(("DN-A 1", "a"), ("DN-B 1", "b"), ("DN-C 1", "c"))
    assert read(CARS, full | {"wish": "add:x"}).entered["x-rows"] == ["3"]
    assert len(read(CARS, full | {"x-rows": "999", "x-3-plate": "DN-D 1", "x-3-reason": "d"}).value) == 3


@pytest.mark.parametrize(("gone", "left"), [(0, ["b", "c"]), (1, ["a", "c"]), (2, ["a", "b"])])
def test_removing_a_row_moves_the_others_up(gone: int, left: list[str]) -> None:
    rows = sent(("DN-A 1", "a"), ("DN-B 1", "b"), ("DN-C 1", "c"), wish=f"remove:x:{gone}")
    assert [reason for _, reason in typed(rows, read(CARS, rows))] == left


@pytest.mark.parametrize("wish", ["remove:x:7", "remove:x:-1", "remove:x:", "remove:y:0", "add:y", "fly:x"])
def test_wishes_that_make_no_sense_are_ignored(wish: str) -> None:
    assert read(CARS, sent(("DN-A 1", "a"), wish=wish)).again is False


def test_a_group_that_is_needed_shows_its_rows_and_asks_for_them() -> None:
    needed = field("group", item=ITEM, min_items=2, max_items=3, fields=PARTS)
    assert [row.may_go for row in KIND.rows(needed, None, {}, "de", None)] == [False, False]
    answer = read(needed, sent(("DN-A 1", "a"), ("", "")))
    assert [error.input_id for error in answer.errors] == ["x-1-plate"]


def test_a_parameter_says_how_many_rows_there_may_be() -> None:
    one = field("group", item=ITEM, max_items={"parameter": "plates"}, beside=1, fields=PARTS)
    assert one.settings["max_items"] == 3


@pytest.mark.parametrize("extra", [{"when": "true"}, {"prefill": "identity.given_name"}])
def test_conditions_and_prefill_have_no_place_inside(extra: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="stands in a group"):
        field("group", item=ITEM, fields=[{**PARTS[1], **extra}])


WORDS = st.text("abc äöüß", min_size=1, max_size=12).filter(str.strip)
PLATES = st.sampled_from(["DN-A 1", "K-XY 99", "MÜ-L 7"])


@given(st.lists(st.tuples(PLATES, WORDS), max_size=3))
def test_what_was_read_is_shown_and_read_again_unchanged(rows: list[tuple[str, str]]) -> None:
    value = read(CARS, sent(*rows)).value
    shown = KIND.rows(CARS, value, {}, "de", None)
    controls = [control for row in shown for inputs in row.inputs for control in inputs.inputs]
    again = {"x-rows": str(len(shown)), **{control.name: control.value for control in controls}}
    assert read(CARS, again).value == value
    assert len(value or []) == len(rows)


def test_a_row_shows_the_hint_with_an_example_of_the_town() -> None:
    parts = [{**PARTS[0], "hint": {"de": "Zum Beispiel {plate}", "en": "For example {plate}"}}]
    cars = field("group", item=ITEM, max_items=3, fields=parts)
    koeln = Known(None, None, DAY, plate="K-AB 123")
    assert KIND.rows(cars, None, {}, "de", koeln)[0].inputs[0].hint == "Zum Beispiel K-AB 123"
