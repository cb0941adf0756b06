"""Counting in all processes at once: nothing that comes at the same moment is lost."""

import threading
from types import SimpleNamespace

import pytest
from altcha import Payload, solve_challenge
from django.db import connections

from modellkommune.pages import bots, visitors
from modellkommune.pages.visitors import address_of, count_within, network_typed
from tests.pages.test_bots import judge

ALL = 8


def test_of_many_at_the_same_moment_each_is_counted_and_one_proof_counts_once(committed_db: None) -> None:
    challenge = bots.challenge_for("alpha", "feedback")
    solution = solve_challenge(challenge)
    assert solution is not None
    proof, found, counts = Payload(challenge, solution).to_base64(), [], []

    def send() -> None:
        try:
            found.append(judge(proof).value)
            counts.append(count_within("together", 600))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=send) for _ in range(ALL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["proven"] + ["refused"] * (ALL - 1)
    assert sorted(counts) == list(range(1, ALL + 1))


def test_what_comes_steadily_is_forgotten_with_its_window(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for minute in range(12):
        now = 6_000_000.0 + 60 * minute
        monkeypatch.setattr(visitors, "time", SimpleNamespace(time=lambda now=now: now))
        counts.append(count_within("steadily", 600))
    assert counts == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2]


@pytest.mark.parametrize("own", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_nobody_comes_from_the_machines_own_address_since_a_proxy_may_stand_there(own: str) -> None:
    assert address_of({"REMOTE_ADDR": own}) is None
    assert network_typed(own) == ""


def test_who_has_chosen_another_address_of_the_machine_is_a_visitor_like_others() -> None:
    assert str(address_of({"REMOTE_ADDR": "127.0.0.2"})) == "127.0.0.2"
    assert network_typed("127.0.0.2") == "127.0.0.2/32"
    assert network_typed("127.0.0.0/24") == ""
