"""The public page of a wheel: what was fixed before, the protocol, every spin recomputed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.participation.outreach.commands import (
    change_stock,
    locked_run,
    move_wheel,
    note_shown,
    reveal_seed,
)
from modellkommune.participation.outreach.models import WheelRun
from modellkommune.participation.outreach.queries import prize_of
from modellkommune.participation.outreach.states import CLOSED
from tests.pages.rules import assert_page_rules
from tests.participation.outreach.conftest import STAFF, new_wheel, open_wheel, spin

PAGE = "/gluecksrad/stadtfest-fuer-alle-2026/"
SPINS = 6


@pytest.fixture
def run(two_towns: tuple[str, str]) -> WheelRun:
    """A wheel that was turned some times."""
    known_towns.forget()
    with municipality("alpha"):
        run = open_wheel()
        for _ in range(SPINS):
            note_shown(spin(run))
        prize = prize_of(run, 3)
        assert prize is not None
        change_stock(locked_run(run.event_id), prize, "damaged", 1, STAFF)
    return run


def _end(run: WheelRun) -> None:
    with municipality("alpha"):
        locked = locked_run(run.event_id)
        move_wheel(locked, CLOSED, STAFF)
        reveal_seed(locked, STAFF)


def _get(path: str) -> Any:
    answer = Client(headers={"host": "alpha.localhost"}).get(path)
    assert answer.status_code == 200, path
    return answer


def _read(path: str) -> str:
    html = str(_get(path).content.decode())
    assert_page_rules(html)
    return html


def test_before_the_end_everything_is_public_but_the_seed(run: WheelRun) -> None:
    html = _read(PAGE)
    assert run.commitment in html
    assert "noch geheim" in html
    assert html.count("nach dem Ende</td>") == SPINS + 1
    assert "Die Chancen jetzt" in html
    assert "Stadtfest für alle" in _read("/gluecksrad/")


def test_after_the_reveal_every_spin_is_recomputed(run: WheelRun) -> None:
    _end(run)
    html = _read(PAGE)
    assert f"Alles stimmt: {SPINS} Drehungen nachgerechnet" in html
    assert html.count("stimmt</td>") == SPINS + 1


def test_a_line_changed_behind_the_back_of_all_is_shown(run: WheelRun) -> None:
    _end(run)
    with municipality("alpha"), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE outreach_spin SET colour = 'black' WHERE number = 3")
    html = _read(PAGE)
    assert "Hier stimmt etwas nicht" in html
    assert "falsch, richtig wäre" in html or "nachträglich geändert" in html


def test_the_protocol_can_be_checked_at_home(run: WheelRun, tmp_path: Path) -> None:
    _end(run)
    protocol, script = tmp_path / "protokoll.json", tmp_path / "pruefen.py"
    protocol.write_bytes(_get(f"{PAGE}protokoll.json").content)
    script.write_bytes(_get("/gluecksrad/pruefen.py").content)
    assert len(script.read_text("utf-8").splitlines()) <= 20

    def check() -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-I", "-S", str(script), str(protocol)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    done = check()
    assert done.returncode == 0, done.stderr
    assert f"{SPINS} Drehungen" in done.stdout
    said = json.loads(protocol.read_text("utf-8"))
    said["lines"][2]["prize"] = said["lines"][2]["prize"] % 3 + 1
    protocol.write_text(json.dumps(said), "utf-8")
    assert check().returncode != 0


def test_the_table_opens_in_a_spreadsheet(run: WheelRun) -> None:
    rows = _get(f"{PAGE}protokoll.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == SPINS + 2
    assert rows[1].startswith("1;1;Rot;")
    assert rows[-1].startswith(f"{SPINS + 1};;;3;Aufkleber;-1;beschädigt;")


@pytest.mark.usefixtures("two_towns")
def test_a_wheel_that_is_being_prepared_is_nobodys_business_yet() -> None:
    known_towns.forget()
    with municipality("alpha"):
        new_wheel()
    assert Client(headers={"host": "alpha.localhost"}).get(PAGE).status_code == 404
    assert "Noch gab es kein Glücksrad" in _read("/gluecksrad/")


def test_the_rules_are_the_published_ones_in_both_languages(run: WheelRun) -> None:
    assert "Wer dreht, sucht sich eine Farbe aus" in _read(PAGE)
    assert "Who turns the wheel picks a colour" in _read(f"{PAGE}?sprache=en")


def test_another_town_does_not_show_it(run: WheelRun) -> None:
    assert Client(headers={"host": "beta.localhost"}).get(PAGE).status_code == 404
