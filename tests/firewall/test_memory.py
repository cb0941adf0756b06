"""What no rule had anything against is looked at once; everything else each time."""

import uuid
from dataclasses import replace

import pytest

from modellkommune.firewall.engine import Engine, Inspected, Verdict
from modellkommune.firewall.memory import LONGEST, Memory
from modellkommune.firewall.ruleset import portal_rules

AGENT = (b"User-Agent", b"Mozilla/5.0")
PAGE = Inspected("GET", "/antrag/", "1.1", (AGENT,), b"", "127.0.0.1")


class Rules:
    """Rules that turn away whatever holds the word attack, and keep what they were shown."""

    def __init__(self) -> None:
        self.shown: list[Inspected] = []

    def look(self, request: Inspected) -> Verdict | None:
        self.shown.append(request)
        return Verdict(403, 1, "found") if "attack" in repr(request) else None


@pytest.fixture
def rules() -> Rules:
    return Rules()


def _of_case(rest: str = "") -> Inspected:
    return replace(PAGE, target=f"/vorgang/{uuid.uuid4()}/{rest}")


def test_the_same_harmless_request_is_looked_at_once(rules: Rules) -> None:
    memory = Memory(rules.look)
    assert [memory.inspect(PAGE) for _ in range(3)] == [None] * 3
    assert len(rules.shown) == 1


def test_any_part_that_differs_is_looked_at(rules: Rules) -> None:
    memory = Memory(rules.look)
    others = [
        replace(PAGE, method="POST"),
        replace(PAGE, target="/antrag/?seite=2"),
        replace(PAGE, protocol="1.0"),
        replace(PAGE, headers=(AGENT, (b"Accept", b"*/*"))),
        replace(PAGE, body=b"plate=MS"),
        replace(PAGE, client="192.0.2.1"),
    ]
    for request in (PAGE, *others):
        memory.inspect(request)
    assert len(rules.shown) == 1 + len(others)


def test_pages_of_different_cases_are_alike_also_as_the_page_before(rules: Rules) -> None:
    memory = Memory(rules.look)
    for _ in range(3):
        before = f"https://town.example/vorgang/{uuid.uuid4()}/".encode()
        memory.inspect(replace(_of_case(), headers=(AGENT, (b"Referer", before))))
    assert len(rules.shown) == 1


def test_what_a_proxy_adds_of_each_visitor_makes_no_difference_while_it_is_numbers(rules: Rules) -> None:
    memory = Memory(rules.look)
    for sender in (b"192.0.2.1", b"2001:db8::1, 192.0.2.7", b"${jndi:attack}"):
        memory.inspect(replace(PAGE, headers=(AGENT, (b"X-Forwarded-For", sender))))
    assert len(rules.shown) == 2


def test_headers_that_were_harmless_are_not_shown_again_and_those_that_are_new_are(rules: Rules) -> None:
    memory = Memory(rules.look)
    browser = (AGENT, (b"Accept-Language", b"de"))
    form = ((b"Host", b"town.example"), (b"Content-Type", b"text/plain"), (b"Content-Length", b"8"))
    memory.inspect(replace(PAGE, headers=browser))
    sent = replace(PAGE, method="POST", headers=(*form, *browser), body=b"plate=MS")
    assert memory.inspect(sent) is None
    # What says how a body is to be read is shown each time.
    assert rules.shown[-1].headers == form
    for odd in ((b"User-Agent", b"attack"), (b"Accept", AGENT[1])):
        memory.inspect(replace(sent, headers=(*form, *browser, odd)))
        assert rules.shown[-1].headers == (*form, odd)


def test_a_page_that_one_browser_has_asked_for_is_known_when_another_does(rules: Rules) -> None:
    memory = Memory(rules.look)
    pages = [replace(PAGE, target=f"/{number}/") for number in range(2)]
    other = (b"User-Agent", b"Other/1.0")
    for page in (*pages, replace(pages[0], headers=(other,)), replace(pages[1], headers=(other,))):
        memory.inspect(page)
    assert [(page.target, page.headers) for page in rules.shown] == [
        ("/0/", (AGENT,)),
        ("/1/", ()),
        ("/0/", (other,)),
    ]


def test_a_header_that_was_turned_away_is_shown_each_time(rules: Rules) -> None:
    memory = Memory(rules.look)
    odd = (b"Accept", b"attack")
    assert [memory.inspect(replace(PAGE, headers=(odd,))) for _ in range(2)] == [Verdict(403, 1, "found")] * 2
    assert [page.headers for page in rules.shown] == [(odd,)] * 2


def test_what_stands_around_an_id_is_looked_at(rules: Rules) -> None:
    memory = Memory(rules.look)
    assert memory.inspect(_of_case()) is None
    assert memory.inspect(_of_case("attack")) is not None
    assert memory.inspect(replace(PAGE, target=f"/vorgang/{uuid.uuid4()}attack/")) is not None


def test_what_was_turned_away_is_turned_away_each_time(rules: Rules) -> None:
    memory = Memory(rules.look)
    attack = replace(PAGE, target="/attack/")
    assert [memory.inspect(attack) for _ in range(2)] == [Verdict(403, 1, "found")] * 2
    assert len(rules.shown) == 2


def test_long_bodies_are_looked_at_each_time(rules: Rules) -> None:
    memory = Memory(rules.look)
    long = replace(PAGE, method="POST", body=b"x" * (LONGEST + 1))
    assert [memory.inspect(long) for _ in range(2)] == [None] * 2
    assert len(rules.shown) == 2


def test_it_keeps_no_more_than_it_may_and_forgets_the_oldest(rules: Rules) -> None:
    memory = Memory(rules.look, kept=2)
    pages = [replace(PAGE, target=f"/{number}/") for number in range(3)]
    for page in (*pages, pages[2], pages[1], pages[0]):
        memory.inspect(page)
    assert [page.target for page in rules.shown] == ["/0/", "/1/", "/2/", "/0/"]


def test_addresses_that_no_text_can_be_made_of_are_looked_at() -> None:
    memory = Memory(Engine([portal_rules()]).inspect)
    assert memory.inspect(replace(PAGE, target="/antrag/\udcff/\xe4/")) is None
