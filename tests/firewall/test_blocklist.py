"""A list of others is taken as a whole or not at all, and never shuts out what must stay open."""

from ipaddress import ip_address, ip_network

import pytest

from modellkommune.firewall import blocklist
from modellkommune.firewall.blocklist import ListRefused, read_list

LIST = """\ufeff# addresses of last week
198.51.100.0/24 ; a comment
203.0.113.7

2001:db8:1::/48 # another
198.51.100.9/25
"""


def test_addresses_and_networks_of_both_kinds_are_read_and_comments_are_not() -> None:
    found = read_list(LIST.encode())
    assert len(found) == 3
    assert ip_address("2001:db8:1:2::3") in found
    assert ip_address("203.0.113.7") in found


def test_one_bad_line_and_nothing_is_taken_and_every_bad_line_is_named() -> None:
    with pytest.raises(ListRefused) as refused:
        read_list(b"198.51.100.0/24\nhello\n203.0.113.7\n1.2.3.4/33\n")
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["line 2", "line 4"]
    assert "'hello'" in str(refused.value)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "0.0.0.0/0",
            "::/0",
            "8.0.0.0/7",
            "2000::/3",
            "10.1.2.3",
            "172.16.0.0/12",
            "192.168.1.1",
            "127.0.0.1",
        ),
        *("::1", "fd00::1", "fe80::1", "169.254.169.254", "224.0.0.1", "100.64.0.1", "::ffff:203.0.113.7"),
        "198.18.0.0/15",
    ],
)
def test_what_must_stay_open_is_on_no_list(line: str) -> None:
    with pytest.raises(ListRefused):
        read_list(line.encode(), [ip_network("198.19.7.0/24")])


def test_a_list_names_something_and_not_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ListRefused, match="names no network"):
        read_list(b"# nothing\n")
    with pytest.raises(ListRefused, match="sixteenth"):
        read_list(
            "\n".join(f"{first}.{second}.0.0/10" for first in range(20, 60) for second in (0, 64)).encode()
        )
    monkeypatch.setattr(blocklist, "MOST", 2)
    with pytest.raises(ListRefused, match="more than 2"):
        read_list(LIST.encode())
    monkeypatch.setattr(blocklist, "LARGEST", 10)
    with pytest.raises(ListRefused, match="larger"):
        read_list(LIST.encode())


def test_a_hundred_bad_lines_do_not_fill_the_screen() -> None:
    with pytest.raises(ListRefused) as refused:
        read_list(b"nonsense\n" * 100)
    assert len(str(refused.value).splitlines()) == 1 + blocklist.NAMED + 1
