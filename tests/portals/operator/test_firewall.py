"""The operator sees what holds, imports lists, lifts bans and learns why somebody was turned away."""

from argparse import ArgumentParser
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from modellkommune.firewall.blocklist import ListRefused
from modellkommune.foundation.guarding import queries
from modellkommune.foundation.guarding.commands import Found, note_incident
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import firewall
from modellkommune.portals.operator.installation.blocklists import read_source
from modellkommune.portals.operator.installation.errors import Refused

LIST = "# last week\n198.51.100.0/24\n2001:db8:1::/48\n"


@pytest.fixture(autouse=True)
def _towns(two_towns: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two towns for every test, whatever others have left."""
    monkeypatch.setattr(firewall, "municipality_keys", lambda: two_towns)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run an order; what it prints."""

    def run(*words: str) -> str:
        parser = ArgumentParser()
        firewall.register(parser.add_subparsers())
        arguments = parser.parse_args(["firewall", *words])
        arguments.run(arguments)
        return capsys.readouterr().out

    return run


class _Feed(BaseHTTPRequestHandler):
    """Answers with a list, leads to it, or has none."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response({"/list": 200, "/moved": 302}.get(self.path.partition("?")[0], 404))
        self.send_header("Location", "/list")
        self.end_headers()
        self.wfile.write(LIST.encode())

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def feed() -> Iterator[str]:
    """The address of a server with a list."""
    server = HTTPServer(("127.0.0.1", 0), _Feed)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_list_from_a_file_holds_in_all_towns_or_in_one_until_it_is_ended(said: Any, tmp_path: Path) -> None:
    path = tmp_path / "last-week.txt"
    path.write_text(LIST)
    assert said("import", str(path)).count("2 networks") == 2
    assert said("import", str(path), "--municipality", "alpha", "--days", "3").count("2 networks") == 1
    with municipality("alpha"):
        listed = queries.blocklists()[0]
        assert (listed.source, (listed.until - listed.since).days) == ("last-week.txt", 3)
        assert Entry.objects.filter(verb="blocklist_imported", actor_kind="operator").count() == 2
    assert listed.reference in said("status")
    assert "holds no more" in said("end-list", listed.reference)
    with pytest.raises(Refused):
        said("end-list", listed.reference)
    with municipality("beta"):
        assert len(queries.blocklists()) == 1


def test_a_faulty_list_changes_nothing(said: Any, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "list.txt"
    path.write_text(LIST)
    said("import", str(path))
    path.write_text(f"{LIST}0.0.0.0/0\n")
    with pytest.raises(ListRefused, match="line 4"):
        said("import", str(path))
    with municipality("alpha"):
        assert [listed.count for listed in queries.blocklists()] == [2]


@pytest.mark.parametrize("path", ["/list?key=secret", "/moved?key=secret"])
def test_a_list_is_fetched_from_an_address_and_called_so_without_its_secrets(feed: str, path: str) -> None:
    name, networks = read_source(f"{feed}{path}")
    assert name == f"{feed}{path.partition('?')[0]}"
    assert len(networks) == 2


@pytest.mark.parametrize("source", ["/none", "ftp://lists.example/a", "gone.txt"])
def test_what_cannot_be_fetched_is_refused_with_a_sentence(feed: str, source: str) -> None:
    with pytest.raises(Refused, match=r"fetched|read"):
        read_source(f"{feed}{source}" if source.startswith("/") else source)
    with pytest.raises(Refused, match="fetched"):
        read_source("http://127.0.0.1:9/list")


def test_bans_are_added_listed_and_lifted(said: Any) -> None:
    with pytest.raises(Refused):
        said("bans", "add", "0.0.0.0/0", "--reason", "all of them")
    said("bans", "add", "203.0.113.7", "--municipality", "alpha", "--reason", "attacks since Monday")
    with municipality("alpha"):
        reference = queries.bans()[0].reference
    assert reference in said("bans", "list")
    assert "203.0.113.7" not in said("bans", "list")
    assert "203.0.113.7/32" in said("bans", "list", "--networks")
    assert "attacks since Monday" in said("explain", reference)
    assert "lifted" in said("bans", "lift", reference.lower())
    assert "was lifted before" in said("bans", "lift", reference)
    with pytest.raises(Refused):
        said("bans", "lift", "XXXXXXXX")


def test_a_number_is_explained_without_an_address(said: Any) -> None:
    with municipality("beta"):
        note_incident(
            Found("ABCD2345", "POST", "/antrag/", 21010, "SQL", "blocked", "street", "203.0.113.7/32")
        )
    text = said("explain", "abcd-2345")
    assert text.startswith("beta: ")
    assert "rule 21010: SQL" in text
    assert "field street" in text
    assert "203.0.113" not in text
    with pytest.raises(Refused, match="30 days"):
        said("explain", "XXXXXXXX")


def test_test_mode_is_switched_on_and_off(said: Any) -> None:
    assert "any rule" in said("test-mode", "on", "--municipality", "alpha")
    assert "all rules" in said("status")
    assert "ended" in said("test-mode", "off")
    assert said("test-mode", "off").count("there was none") == 2


def test_an_unknown_municipality_and_nonsense_are_refused(said: Any) -> None:
    with pytest.raises(Refused, match="alpha, beta"):
        said("status", "--municipality", "nowhere")
    with pytest.raises(SystemExit):
        said("import", "list.txt", "--days", "0")
