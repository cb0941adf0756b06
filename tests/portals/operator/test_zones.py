"""`modellkommune zones`: files of a town are previewed, put into force, listed and asked."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from modellkommune.casework.cases.commands import open_case
from modellkommune.casework.permits.commands import Terms, issue_permit, prepare_permit
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.places.errors import PlacesInvalid
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import zones
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import FixedClock
from tests.casework.conftest import RESIDENT, opening

MUSTERSTADT = Path(__file__).parents[3] / "municipalities" / "musterstadt"
LIST = "Zone;Straße;Seite;von;bis;Stand\nB;Hauptstr.;ungerade;1;43;2026\n"


@pytest.fixture
def run(two_towns: tuple[str, str], tmp_path: Path) -> Callable[..., None]:
    """The command, in a town with the places of Musterstadt and a new street list beside it."""
    load_places("alpha", MUSTERSTADT)
    (tmp_path / "liste.csv").write_text(LIST, "utf-8")

    def call(*words: object) -> None:
        parser = argparse.ArgumentParser()
        zones.register(parser.add_subparsers())
        arguments = parser.parse_args(["zones", *map(str, words)])
        arguments.run(arguments)

    return call


def zone_of(address: str) -> str | None:
    with municipality("alpha"):
        return book().find(address).zone


def test_a_preview_shows_what_changes_for_whom_and_changes_nothing(
    run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "alpha", tmp_path / "liste.csv", "--preview", "--report", tmp_path / "report.csv")
    told = capsys.readouterr()
    assert "liste.csv: not used: Stand" in told.out
    assert "  C -> B  Hauptstraße 00101: 1-43 odd" in told.out
    assert "Running permits of redrawn zones (A, B, C, D, E): 0" in told.out
    assert told.out.endswith("Preview only: nothing was changed.\n")
    assert "liste.csv: 100 %" in told.err
    assert "streets compared" in told.err
    assert 'Hauptstraße,00101,C,B,23,"1-43 odd, 29 a"' in (tmp_path / "report.csv").read_text("utf-8")
    assert zone_of("Hauptstraße 1") == "C"


def test_running_permits_of_redrawn_zones_are_listed_by_case_number(
    run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = clock.today() + timedelta(days=90)
    with municipality("alpha"):
        for zone in "CB":
            case = open_case(opening(f"BP-TEST1-AAA{zone}2"), new_key(), RESIDENT)
            terms = Terms("p" * 64, zone, ("DN-A 123",), clock.today(), last)
            issue_permit(prepare_permit(case, f"PA-{zone}", terms, {}), b"seal", "file")
    run("import", "alpha", tmp_path / "liste.csv", "--preview")
    told = capsys.readouterr().out
    assert f"  C  BP-TEST1-AAAC2  until {last}" in told
    run("import", "alpha", tmp_path / "liste.csv", "--preview", "--from", str(last + timedelta(days=1)))
    assert "BP-TEST1-AAAC2" not in capsys.readouterr().out  # it has ended by then


def test_an_import_is_in_force_at_once_and_only_once(
    run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "alpha", tmp_path / "liste.csv")
    assert f"In force from {clock.today()}." in capsys.readouterr().out
    assert zone_of("Hauptstraße 1") == "B"
    run("import", "alpha", tmp_path / "liste.csv")
    assert "Just that holds already" in capsys.readouterr().out


def test_editions_are_listed_with_the_one_that_waits(
    run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "alpha", tmp_path / "liste.csv", "--from", "2090-07-01")
    run("import", "alpha", tmp_path / "liste.csv", "--from", "2090-01-01", "--column", "zone=Zone")
    assert "The edition from 2090-07-01 does not have this change" in capsys.readouterr().out
    run("list", "alpha")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[1], line[2], line[-1]) for line in lines] == [
        ("2090-07-01", "import", "waiting"),
        ("2090-01-01", "import", "waiting"),
        ("1900-01-01", "folder", "force"),
    ]


def test_editions_are_listed_in_legal_time(
    run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.replaced_by(FixedClock(datetime(2026, 7, 1, 22, 30, tzinfo=UTC))):
        run("import", "alpha", tmp_path / "liste.csv")
    capsys.readouterr()
    run("list", "alpha")
    assert "loaded 2026-07-02 00:30" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("HAUPTSTRAẞE 1", "Hauptstraße 1, 00101 Musterstadt: zone C"),
        ("Am Schlosspark 3", "Am Schlosspark 3, 00101 Musterstadt: no zone (private-road)"),
        ("Haubtstr. 1", "unknown: street-unknown; perhaps Hauptstraße"),
    ],
)
def test_an_address_can_be_asked(
    run: Callable[..., None], capsys: pytest.CaptureFixture[str], address: str, answer: str
) -> None:
    run("find", "alpha", address)
    assert capsys.readouterr().out.replace("Stadt Alpha", "Musterstadt").startswith(answer)


def test_mistakes_are_named_and_nothing_is_loaded(run: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(LIST.replace("Hauptstr.", "Haubtstr."), "utf-8")
    with pytest.raises(
        PlacesInvalid, match=r"liste\.csv:2: street 'Haubtstr\.' is not in the street register"
    ):
        run("import", "alpha", tmp_path / "liste.csv")
    with pytest.raises(Refused, match="There is no municipality gamma"):
        run("list", "gamma")
