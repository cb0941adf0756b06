"""Too many requests at once have to wait; whoever has begun goes on, and nothing that was typed is lost."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import limiting, limits
from modellkommune.pages.limits import Limit
from modellkommune.pages.town import towns
from tests.pages.rules import assert_page_rules

HERS, ROUND, ELSEWHERE = "203.0.113.7", "203.0.113.8", "198.51.100.7"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _alpha(two_towns: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for (kind, who), most in {
        ("read", "network"): 3,
        ("read", "block"): 5,
        ("read", "session"): 6,
        ("send", "network"): 3,
    }.items():
        monkeypatch.setitem(limits.REQUESTS, (kind, who), Limit(most, 60))
    monkeypatch.setattr(limiting, "counts", limiting.Minute())
    monkeypatch.setattr(limiting, "time", SimpleNamespace(time=lambda: 6_000_015.0))
    towns.forget()
    yield
    towns.forget()


@pytest.fixture
def ask() -> Ask:
    """Ask for a page of alpha from an address."""

    def send(path: str = "/impressum/", address: str = HERS, **more: Any) -> Any:
        client = Client(headers={"host": "alpha.localhost"})
        client.cookies.load(more.pop("cookies", {}))
        method = client.post if "data" in more else client.get
        return method(path, REMOTE_ADDR=address, **more)

    return send


def _statuses(ask: Ask, times: int, **more: Any) -> list[int]:
    return [ask(**more).status_code for _ in range(times)]


def test_the_limit_of_a_network_is_told_with_a_page_and_when_to_come_again(ask: Ask) -> None:
    assert _statuses(ask, 4) == [200, 200, 200, 429]
    answer = ask()
    assert answer.headers["Retry-After"] == "45"
    assert "warten Sie 45 Sekunden" in answer.text
    assert_page_rules(answer.text)


def test_others_are_not_limited_until_the_whole_block_is(ask: Ask) -> None:
    _statuses(ask, 4)
    assert _statuses(ask, 2, address=ROUND) == [200, 429]
    assert ask(address=ELSEWHERE).status_code == 200


def test_the_next_minute_begins_anew(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _statuses(ask, 4)[-1] == 429
    monkeypatch.setattr(limiting, "time", SimpleNamespace(time=lambda: 6_000_061.0))
    assert ask().status_code == 200


def test_who_has_a_session_goes_on_behind_a_crowded_address_up_to_a_limit_of_her_own(ask: Ask) -> None:
    with municipality("alpha"):
        mine, other = (start_session("none")[1] for _ in range(2))
    assert _statuses(ask, 8)[-1] == 429
    assert _statuses(ask, 7, cookies={"resident": mine}) == [200] * 6 + [429]
    assert ask(cookies={"resident": other}).status_code == 200
    assert ask(cookies={"resident": "x" * 43}).status_code == 429


def test_what_was_typed_is_shown_again_and_can_be_sent_later(ask: Ask) -> None:
    typed = {"csrfmiddlewaretoken": "a" * 32, "name": "Erika Mustermann", "text": "Zeile 1\nZeile 2"}
    origin = {"headers": {"origin": "http://alpha.localhost", "host": "alpha.localhost"}}
    assert _statuses(ask, 4, path="/hinweis/", data=typed, **origin)[-1] == 429
    page = ask(path="/hinweis/?von=x", data=typed, **origin).text
    assert 'action="/hinweis/?von=x"' in page
    assert 'name="name" value="Erika Mustermann"' in page
    assert "Zeile 1\nZeile 2" in page
    assert_page_rules(page)


@pytest.mark.parametrize("path", ["/static/x.css", "/healthz", "/metrics", "/rueckmeldung/zahlung/"])
def test_who_watches_over_the_portal_is_never_limited(ask: Ask, path: str) -> None:
    assert 429 not in _statuses(ask, 8, path=path)


def test_the_machine_s_own_address_is_never_limited(ask: Ask) -> None:
    assert _statuses(ask, 8, address="127.0.0.1") == [200] * 8


def test_a_flood_of_addresses_takes_no_more_memory_than_is_meant_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limiting, "KEYS", 10)
    minute = limiting.Minute()
    for number in range(100):
        minute.count(("read", "network", str(number)))
    assert len(minute._counts) == 10
    assert [minute.count(("read", "block", "one")) for _ in range(2)] == [1, 2]
