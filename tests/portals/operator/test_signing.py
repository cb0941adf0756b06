"""`modellkommune signing`: keys are listed, brought along, rotated and revoked."""

import argparse
from datetime import UTC, datetime

import pytest

from modellkommune.foundation.documents import commands
from modellkommune.foundation.documents.authority import issue_key
from modellkommune.foundation.tenants import clock
from modellkommune.portals.operator import signing
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import FixedClock


def run(*words):
    parser = argparse.ArgumentParser()
    signing.register(parser.add_subparsers())
    arguments = parser.parse_args(["signing", *map(str, words)])
    arguments.run(arguments)


def test_keys_are_listed_rotated_and_revoked(two_towns, capsys):
    town = two_towns[0]
    commands.ensure_keys(town)
    run("rotate", town)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert sorted(row[:2] for row in rows) == [
        ["document", "active"],
        ["document", "retired"],
        ["seal", "active"],
        ["seal", "retired"],
    ]
    retired = next(row[-1] for row in rows if row[:2] == ["seal", "retired"])
    run("revoke", town, retired)
    assert f"seal      revoked  since {clock.today()}  {retired}" in capsys.readouterr().out


def test_the_day_of_a_key_is_that_of_the_town_not_of_greenwich(two_towns, capsys):
    with clock.replaced_by(FixedClock(datetime(2026, 11, 29, 23, 30, tzinfo=UTC))):
        commands.ensure_keys(two_towns[0])
        run("list", two_towns[0])
    assert capsys.readouterr().out.count("since 2026-11-30") == 2


def test_a_key_is_brought_along(two_towns, tmp_path, capsys):
    key = issue_key(tmp_path, "Stadt Alpha", "Siegel", clock.now())
    (tmp_path / "key.pem").write_text(key.private_pem)
    (tmp_path / "certificate.pem").write_text(key.certificate_pem)
    run("import", two_towns[0], "seal", tmp_path / "key.pem", tmp_path / "certificate.pem")
    assert capsys.readouterr().out.startswith("seal      active")


def test_what_is_missing_is_named(two_towns, tmp_path):
    with pytest.raises(Refused, match="There is no municipality gamma; there are: alpha, beta"):
        run("list", "gamma")
    with pytest.raises(Refused, match=r"missing\.pem cannot be read"):
        run("import", two_towns[0], "seal", tmp_path / "missing.pem", tmp_path / "missing.pem")
