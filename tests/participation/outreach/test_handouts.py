import pytest

from modellkommune.participation.outreach.handouts import count_opening, ensure_handout
from modellkommune.participation.outreach.models import Handout
from tests.participation.outreach.conftest import STAFF, new_wheel

pytestmark = pytest.mark.usefixtures("town")


def test_a_service_has_one_sheet_at_an_event() -> None:
    event = new_wheel()
    first, again = (ensure_handout(event, "resident-parking", STAFF) for _ in range(2))
    other = ensure_handout(event, "dog-tax", STAFF)
    assert first.pk == again.pk
    assert other.code != first.code


def test_calls_are_counted_and_nothing_else() -> None:
    sheet = ensure_handout(new_wheel(), "resident-parking", STAFF)
    assert [count_opening(sheet.code) for _ in range(3)] == ["resident-parking"] * 3
    assert Handout.objects.get().opened == 3


def test_an_unknown_code_leads_nowhere() -> None:
    ensure_handout(new_wheel(), "resident-parking", STAFF)
    assert count_opening("zzzzzz") is None
    assert Handout.objects.get().opened == 0
