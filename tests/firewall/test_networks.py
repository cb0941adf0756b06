"""A set of networks tells at once whether an address is in it, also with a hundred thousand of them."""

from ipaddress import ip_address, ip_network
from random import Random

from modellkommune.firewall.networks import Networks

NAMED = ("198.51.100.0/24", "203.0.113.7/32", "203.0.113.8/32", "2001:db8::/32", "2001:db9::1/128")


def _networks(*named: str) -> Networks:
    return Networks(ip_network(text) for text in named)


def test_an_address_is_in_its_network_and_in_no_other() -> None:
    found = _networks(*NAMED)
    inside = ("198.51.100.0", "198.51.100.255", "203.0.113.7", "203.0.113.8", "2001:db8:ffff::9")
    outside = ("198.51.99.255", "198.51.101.0", "203.0.113.6", "203.0.113.9", "2001:dba::", "0.0.0.0")  # noqa: S104
    assert all(ip_address(address) in found for address in inside)
    assert not any(ip_address(address) in found for address in outside)


def test_an_ipv6_address_stands_for_its_network_of_64_bits() -> None:
    assert ip_address("2001:db9::ffff:1") in _networks("2001:db9::1/128")
    assert ip_address("2001:db9:0:1::1") not in _networks("2001:db9::1/128")


def test_neighbours_and_overlapping_networks_are_one() -> None:
    assert len(_networks("203.0.113.0/25", "203.0.113.128/25", "203.0.113.7/32", "203.0.112.0/24")) == 1


def test_what_is_packed_comes_out_as_it_was() -> None:
    for named in (NAMED, NAMED[:2], NAMED[3:], ()):
        found = Networks.unpacked(_networks(*named).packed())
        assert found.packed() == _networks(*named).packed()
        assert all((ip_network(text).network_address in found) for text in named)


def test_of_a_hundred_thousand_networks_each_is_found_and_hardly_any_other_address() -> None:
    chance = Random(5)
    named = [ip_network(chance.getrandbits(32)) for _ in range(100_000)]
    found = Networks(named)
    assert all(network.network_address in found for network in named[:10_000])
    assert sum(ip_address(chance.getrandbits(32)) in found for _ in range(10_000)) < 10
