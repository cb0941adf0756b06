"""Who is on a list or calls herself like a program that is not let in; everybody else comes in."""

from ipaddress import ip_network
from queue import Queue
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from modellkommune.firewall.networks import Networks
from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.guarding.deciding import decide_robot, end_list, import_list
from modellkommune.foundation.guarding.models import BARRED, FALSE_ENGINE, LISTED, SCANNER
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import admission, doorkeeping, incidents
from modellkommune.pages.admission import admitted, is_known_engine
from modellkommune.pages.blocked import asked_instead
from modellkommune.pages.engines import Engines
from tests.firewall.test_robots import WELCOME
from tests.pages.test_engines import NAME, OTHER, TRUE, WORLD, Book

STAFF = Actor("staff", "7")
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
LINKS = "Mozilla/5.0 (compatible; AhrefsBot/7.0)"


def _environ(
    agent: str = "", address: str = str(OTHER), path: str = "/dienste/", **more: Any
) -> dict[str, Any]:
    asked = {"HTTP_HOST": "alpha.localhost", "REMOTE_ADDR": address, "PATH_INFO": path}
    return {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": agent, **asked, **more}


@pytest.fixture(autouse=True)
def _apart(door: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits to be written is this test's alone."""
    monkeypatch.setattr(incidents, "_waiting", Queue(incidents.MOST))


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Engines:
    """A DNS of which only the book of this test is known."""
    made = Engines(Book({TRUE: NAME}, {NAME: TRUE} | WORLD))
    monkeypatch.setattr(admission, "engines", made)
    return made


def _list(*networks: str, source: str = "list.txt", town: str = "alpha") -> None:
    with municipality(town):
        import_list(source, Networks(ip_network(text) for text in networks), 30, STAFF)


def _rule(**more: Any) -> int:
    found = admitted(_environ(**more))
    return found.rule if found else 0


@pytest.mark.parametrize("agent", WELCOME)
def test_people_watchers_and_unknown_programs_come_in(agent: str) -> None:
    assert _rule(agent=agent) == 0


def test_programs_on_the_list_are_turned_away_and_the_municipality_decides_otherwise() -> None:
    assert _rule(agent=LINKS) == BARRED
    assert _rule(agent="sqlmap/1.8") == SCANNER
    assert _rule(agent="GPTBot/1.2") == 0
    with municipality("alpha"):
        assert decide_robot("ahrefsbot", False, STAFF)
        assert not decide_robot("ahrefsbot", False, STAFF)
        assert decide_robot("gptbot", True, STAFF)
        assert not decide_robot("nobody", True, STAFF)
    assert _rule(agent=LINKS) == 0
    assert _rule(agent="GPTBot/1.2") == BARRED
    assert _rule(agent=LINKS, HTTP_HOST="beta.localhost") == BARRED


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", "/rueckmeldung/zahlung/", "/robots.txt", "/static/x.css"]
)
def test_what_programs_are_asked_to_read_is_open_to_all_of_them(path: str) -> None:
    _list(f"{OTHER}/32")
    assert _rule(agent=LINKS, path=path) == 0


def test_a_search_engine_is_let_in_at_once_and_a_false_one_turned_away_once_the_dns_has_said_so(
    asked: Engines,
) -> None:
    for address in (str(TRUE), str(OTHER)):
        assert _rule(agent=GOOGLE, address=address) == 0
        asked.confirm_next()
    assert _rule(agent=GOOGLE, address=str(TRUE)) == 0
    assert is_known_engine(_environ(GOOGLE, str(TRUE)))
    assert _rule(agent=GOOGLE) == FALSE_ENGINE
    assert not is_known_engine(_environ(GOOGLE))
    incidents.write_waiting()
    with municipality("alpha"):
        assert [(each.rule, each.verdict) for each in queries.incidents()] == [(FALSE_ENGINE, "blocked")]


def test_a_confirmed_search_engine_is_on_no_list(asked: Engines) -> None:
    _list(f"{TRUE}/32")
    assert _rule(agent=GOOGLE, address=str(TRUE)) == LISTED
    asked.confirm_next()
    assert _rule(agent=GOOGLE, address=str(TRUE)) == 0


def test_new_visitors_of_a_network_on_a_list_are_turned_away_and_who_has_a_draft_goes_on() -> None:
    _list("203.0.113.0/24", "2001:db8::/32")
    with municipality("alpha"):
        token = start_session("none")[1]
    assert _rule() == LISTED
    assert _rule(address="2001:db8:7::1") == LISTED
    assert _rule(address="198.51.100.1") == 0
    assert _rule(HTTP_COOKIE=f"resident={token}") == 0
    assert _rule(HTTP_HOST="beta.localhost") == 0


def test_a_new_list_of_the_same_source_takes_the_place_of_the_old_one() -> None:
    _list("203.0.113.0/24")
    _list("198.51.100.0/24", source="other.txt")
    _list("192.0.2.0/24")
    assert [_rule(address=address) for address in ("203.0.113.7", "198.51.100.7", "192.0.2.7")] == [
        0,
        LISTED,
        LISTED,
    ]
    with municipality("alpha"):
        assert len(queries.blocklists()) == 2
        assert all(end_list(listed, STAFF) for listed in queries.blocklists())
    assert _rule(address="192.0.2.7") == 0


def test_a_list_ends_by_itself_and_its_networks_cannot_be_read_any_more() -> None:
    _list("203.0.113.0/24")
    with municipality("alpha"):
        listed = queries.blocklists()[0]
        type(listed).objects.update(until=listed.since)
        assert commands.delete_old_incidents() == 1
        assert queries.networks_of(listed).packed() == Networks().packed()
    doorkeeping.standings.forget()
    assert _rule() == 0


def test_staff_let_in_whoever_reads_out_the_number_on_all_pages() -> None:
    _list("203.0.113.0/24")
    for agent, address in (("", "203.0.113.7"), (LINKS, "198.51.100.7")):
        found = admitted(_environ(agent, address))
        assert found is not None
        incidents.write_waiting()
        with municipality("alpha"):
            kept = queries.incident(found.reference)
            assert kept is not None
            commands.let_in_again(kept, 7, STAFF)
            assert queries.exemptions_of(kept)
        assert _rule(agent=agent, address=address, path="/parkzone/") == 0
    assert _rule(address="203.0.113.8") == LISTED


def test_in_test_mode_it_is_only_said_who_would_be_turned_away() -> None:
    with municipality("alpha"):
        commands.begin_test(BARRED, 7, STAFF)
    assert _rule(agent=LINKS) == 0
    incidents.write_waiting()
    with municipality("alpha"):
        assert [each.verdict for each in queries.incidents()] == ["tested"]


def test_a_list_or_a_barred_program_shuts_nobody_else_out_and_a_scanner_does() -> None:
    for _ in range(2 * commands.HITS):
        admitted(_environ(LINKS))
    incidents.write_waiting()
    assert admitted(_environ()) is None
    for _ in range(commands.HITS):
        admitted(_environ("sqlmap/1.8"))
    incidents.write_waiting()
    assert admitted(_environ()) is not None


@pytest.mark.parametrize(("agent", "said"), [(LINKS, "Dieses Programm lassen wir nicht"), ("", "Sperrliste")])
def test_the_page_says_why_the_number_and_whom_to_ask(agent: str, said: str) -> None:
    _list("203.0.113.0/24")
    found = admitted(_environ(agent))
    assert found is not None
    bare = {"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
    status: list[Any] = []
    answer = WSGIHandler()(
        asked_instead({**_environ(agent), **bare}, found),
        lambda line, headers: status.extend((line, headers)),
    )
    page = b"".join(answer).decode()
    assert str(status[0]).startswith("403")
    assert said in page
    assert found.reference in page


def test_lists_and_programs_are_asked_without_a_database(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _list("198.51.100.0/24")
    admitted(_environ())
    monkeypatch.setattr(doorkeeping, "FRESH", 600.0)
    admitted(_environ())
    with django_assert_num_queries(0):
        assert _rule(agent="Mozilla/5.0 Firefox/140.0") == 0
