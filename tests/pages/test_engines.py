"""A search engine is believed once the DNS has confirmed it, nobody waits for that, false ones are told."""

from ipaddress import ip_address

import pytest

from modellkommune.firewall.networks import Address
from modellkommune.firewall.robots import robots
from modellkommune.pages import engines as rules
from modellkommune.pages.engines import Engines, Truth
from modellkommune.pages.nameservers import SystemNames

GOOGLE = robots()["googlebot"]
TRUE, OTHER = ip_address("192.0.2.66"), ip_address("203.0.113.7")
NAME = "crawl-192-0-2-66.googlebot.com"


class Book:
    """A DNS that says what stands in it."""

    def __init__(self, names: dict[Address, str], addresses: dict[str, Address]) -> None:
        self.names, self.addresses, self.asked = names, addresses, 0

    def name_of(self, address: Address) -> str:
        self.asked += 1
        return self.names.get(address, "")

    def addresses_of(self, name: str) -> frozenset[Address]:
        return frozenset({self.addresses[name]} if name in self.addresses else ())


WORLD = {"www.google.com": ip_address("192.0.2.1")}


@pytest.mark.parametrize(
    ("names", "addresses", "truth"),
    [
        ({TRUE: NAME}, {NAME: TRUE}, Truth.CONFIRMED),
        ({TRUE: f"{NAME}."}, {NAME: TRUE}, Truth.CONFIRMED),
        ({TRUE: NAME}, {NAME: OTHER}, Truth.FALSE),
        ({TRUE: "googlebot.com.example"}, {"googlebot.com.example": TRUE}, Truth.FALSE),
        ({TRUE: "evilgooglebot.com"}, {"evilgooglebot.com": TRUE}, Truth.FALSE),
        ({TRUE: NAME}, {}, Truth.UNKNOWN),
        ({}, WORLD, Truth.FALSE),
        ({}, {}, Truth.UNKNOWN),
    ],
)
def test_the_name_of_the_address_leads_to_the_domain_and_back_again(
    names: dict[Address, str], addresses: dict[str, Address], truth: Truth
) -> None:
    asked = Engines(Book(names, addresses))
    assert asked.truth(GOOGLE, TRUE) is Truth.UNKNOWN
    asked.confirm_next()
    assert asked.truth(GOOGLE, TRUE) is truth


def test_the_dns_is_asked_once_and_never_by_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book({TRUE: NAME}, {NAME: TRUE})
    asked = Engines(book)
    for _ in range(5):
        asked.truth(GOOGLE, TRUE)
    assert book.asked == 0
    asked.confirm_next()
    for _ in range(5):
        asked.truth(GOOGLE, TRUE)
    assert book.asked == 1
    assert asked._waiting.empty()


def test_a_flood_of_addresses_fills_neither_the_queue_nor_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 10)
    asked = Engines(Book({}, {}))
    for number in range(3 * rules.WAITING):
        asked.truth(GOOGLE, ip_address(number + 2**24))
    for _ in range(rules.WAITING):
        asked.confirm_next()
    assert len(asked._known) <= 10


def test_an_engine_without_a_domain_is_never_asked_about() -> None:
    asked = Engines(Book({}, WORLD))
    assert asked.truth(robots()["duckduckbot"], TRUE) is Truth.UNKNOWN
    assert asked._waiting.empty()


def test_the_machine_s_own_dns_answers_or_says_nothing() -> None:
    assert ip_address("127.0.0.1") in SystemNames().addresses_of("localhost")
    assert SystemNames().addresses_of("a" * 300) == frozenset()
