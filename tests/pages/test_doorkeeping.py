"""Ten attacks in a minute and one is out, in every process; neighbours behind the same address are not."""

import uuid
from ipaddress import ip_network
from threading import Event
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from modellkommune.firewall.policy import Incident
from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.guarding.models import ATTACKS
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import doorkeeping, incidents, visitors
from modellkommune.pages.blocked import asked_instead
from modellkommune.pages.doorkeeping import Standing, Standings, admit, in_time, ruling

ADDRESS = "203.0.113.7"


def _environ(address: str = ADDRESS, **more: Any) -> dict[str, Any]:
    asked = {"HTTP_HOST": "alpha.localhost", "REMOTE_ADDR": address, "PATH_INFO": "/antrag/"}
    return {"REQUEST_METHOD": "POST", **asked, **more}


pytestmark = pytest.mark.usefixtures("door")


def _attack(times: int, **more: Any) -> None:
    for _ in range(times):
        found = Incident(uuid.uuid4().hex[:8].upper(), "POST", "/antrag/", 22010, "a script", 403)
        incidents.note(_environ(**more), found)
    incidents.write_waiting()


def test_ten_attacks_and_one_is_out_in_every_process_and_after_a_restart() -> None:
    assert admit(_environ()) is None
    _attack(10)
    assert admit(_environ()) is not None
    assert Standings().of("alpha").shut == doorkeeping.standings.of("alpha").shut != ()
    assert admit(_environ("203.0.113.8")) is None
    assert admit(_environ(HTTP_HOST="beta.localhost")) is None


def test_of_200_people_behind_one_address_none_loses_her_draft_by_the_one_who_attacks() -> None:
    with municipality("alpha"):
        tokens = [start_session("none")[1] for _ in range(200)]
    _attack(10)
    assert all(admit(_environ(HTTP_COOKIE=f"resident={token}")) is None for token in tokens)
    assert admit(_environ(HTTP_COOKIE=f"resident={'x' * 43}")) is not None


def test_who_attacks_with_a_draft_of_her_own_is_out_alone() -> None:
    with municipality("alpha"):
        hers, other = start_session("none")[1], start_session("none")[1]
    _attack(10, HTTP_COOKIE=f"resident={hers}")
    assert admit(_environ(HTTP_COOKIE=f"resident={hers}")) is not None
    assert admit(_environ(HTTP_COOKIE=f"resident={other}")) is None
    assert admit(_environ()) is None


def test_an_ipv6_network_is_one_visitor_and_a_proxy_is_believed_only_where_it_is_named(settings: Any) -> None:
    _attack(10, address="2001:db8:1:2::7")
    assert admit(_environ("2001:db8:1:2:ffff::1")) is not None
    assert admit(_environ("2001:db8:1:3::7")) is None
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = True, (ip_network("10.0.0.0/8"),)
    forwarded = {"HTTP_X_FORWARDED_FOR": "198.51.100.9, 2001:db8:1:2::7, 10.1.1.1"}
    assert admit(_environ("10.0.0.2", **forwarded)) is not None
    assert admit(_environ("203.0.113.9", **forwarded)) is None
    assert str(visitors.address_of(_environ("10.0.0.2", **forwarded))) == "2001:db8:1:2::7"


def test_staff_can_come_in_to_lift_a_ban_of_their_own_office() -> None:
    _attack(10)
    assert admit(_environ(PATH_INFO="/amt/konto/anmelden/")) is None
    with municipality("alpha"):
        assert commands.lift(queries.bans()[0], Actor("staff", "7"))
    assert admit(_environ()) is None


def test_the_page_of_a_ban_says_until_when_the_number_and_whom_to_ask() -> None:
    with municipality("alpha"):
        banned = commands.shut_out("203.0.113.7/32", "", ATTACKS)
    shut = admit(_environ())
    assert shut is not None
    said: list[Any] = []
    bare = {"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
    answer = WSGIHandler()(
        asked_instead({**_environ(), **bare}, shut),
        lambda status, headers: said.extend((status, dict(headers))),
    )
    page = b"".join(answer).decode()
    assert said[0].startswith("403")
    assert banned.reference in page
    assert "Uhr" in page
    assert 0 < int(said[1]["Retry-After"]) <= 600


def test_rules_are_tested_and_forgiven_where_staff_have_said_so() -> None:
    found = Incident("ABCD2345", "POST", "/antrag/", 22010, "a script", 403, field="name")
    assert ruling(_environ(), found) == "blocked"
    with municipality("alpha"):
        commands.begin_test(22010, 7, Actor("staff", "7"))
    assert ruling(_environ(), found) == "tested"
    assert ruling(_environ(HTTP_HOST="beta.localhost"), found) == "blocked"
    with municipality("alpha"):
        commands.note_incident(
            commands.Found("ABCD2345", "POST", doorkeeping.route_of("/antrag/"), 22010, "", "blocked", "name")
        )
        kept = queries.incident("ABCD2345")
        assert kept is not None
        commands.let_in_again(kept, 7, Actor("staff", "7"))
    assert ruling(_environ(), found) == "pardoned"


def test_what_holds_is_read_with_one_statement_a_moment(django_assert_num_queries: Any) -> None:
    admit(_environ())
    with django_assert_num_queries(1):
        admit(_environ())


def test_nobody_waits_for_a_database_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _attack(10)
    own = Standings()
    known = own.of("alpha")
    asked, answer = Event(), Event()

    def silent() -> int:
        asked.set()
        answer.wait()
        return 1

    monkeypatch.setattr(doorkeeping, "in_time", in_time)
    monkeypatch.setattr(doorkeeping, "WAIT", 0.01)
    monkeypatch.setattr(queries, "change_number", silent)
    assert own.of("alpha") is known
    assert asked.wait(10)
    monkeypatch.setattr(queries, "bans", lambda: pytest.fail("it was asked all the same"))
    assert own.of("beta") == Standing(), "what was never read is not waited for either"
    answer.set()
