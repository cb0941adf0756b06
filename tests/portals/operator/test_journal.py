"""`modellkommune journal verify` says whether the chain is whole, and exits with 1 if not."""

from argparse import ArgumentParser, Namespace

import pytest
from django.db import connections

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.sealing import seal_rows
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import journal
from modellkommune.portals.operator.installation.errors import Refused

pytestmark = pytest.mark.usefixtures("committed_db", "two_towns")


def _arguments(*words: str) -> Namespace:
    parser = ArgumentParser()
    journal.register(parser.add_subparsers())
    return parser.parse_args(["journal", "verify", *words])


def _run(*words: str) -> int:
    arguments = _arguments(*words)
    return int(arguments.run(arguments))


def _recorded(town: str) -> None:
    with municipality(town):
        record("something_done", "case:1", Actor("system", "test"))
    seal_rows(town)


def test_it_goes_through_all_towns(capsys: pytest.CaptureFixture[str]) -> None:
    _recorded("alpha")
    assert _run() == 0
    alpha, beta = capsys.readouterr().out.splitlines()
    assert alpha.startswith("alpha: intact, 1 entries in the chain")
    assert beta.startswith("beta: intact, 0 entries in the chain")


def test_it_names_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    _recorded("alpha")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'nothing_done'")
    assert _run("--municipality", "alpha") == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("alpha: NOT INTACT")
    assert second.strip().startswith("position 1: the entry or its hash was altered")
    assert _run("--municipality", "beta") == 0


def test_it_says_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    with municipality("beta"):
        record("something_done", "case:1", Actor("system", "test"))
    assert _run("--municipality", "beta") == 0
    assert "1 entries wait for the sealer" in capsys.readouterr().out


def test_it_knows_no_such_town() -> None:
    with pytest.raises(Refused, match="gamma"):
        _run("--municipality", "gamma")
