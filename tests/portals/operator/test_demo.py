"""The demonstration's day can be moved, for all processes, and back."""

from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from modellkommune.foundation.tenants import clock
from modellkommune.portals.operator import demo
from modellkommune.portals.operator.installation.errors import Refused


@pytest.fixture(autouse=True)
def own_clock_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Other tests may have moved the session's clock."""
    monkeypatch.setattr(settings, "CLOCK_FILE", tmp_path / "clock")


def test_the_day_moves_and_comes_back() -> None:
    real = clock.today()
    demo._move_clock(Namespace(day="2027-03-01"))
    assert clock.today() == date(2027, 3, 1)
    demo._move_clock(Namespace(day="now"))
    assert clock.today() == real


def test_it_refuses_what_is_no_date() -> None:
    with pytest.raises(Refused, match="gestern is no date"):
        demo._move_clock(Namespace(day="gestern"))


def test_production_keeps_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK_FILE", None)
    with pytest.raises(Refused, match="cannot be moved"):
        demo._move_clock(Namespace(day="2027-03-01"))
