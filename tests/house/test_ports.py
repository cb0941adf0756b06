"""Ports for programs that tests start: nobody else gets them before the program listens."""

import socket

from tests.ports import MOST_AT_ONCE, free_port, stretch

HANDED_OUT_FROM = 32_768
"""Linux' own first port for connections that name none (ip_local_port_range)."""


def test_the_system_hands_none_of_them_out() -> None:
    highest = max(port for worker in range(16) for port in stretch(f"gw{worker}"))
    assert 1_024 < free_port() < highest + MOST_AT_ONCE <= HANDED_OUT_FROM


def test_no_other_process_of_the_run_chooses_it_and_none_is_chosen_twice() -> None:
    assert not set(stretch("gw0")) & set(stretch("gw1"))
    chosen = [free_port(2) for _ in range(20)]
    assert len(set(chosen)) == len(chosen)


def test_one_on_which_somebody_listens_is_passed_over() -> None:
    first = free_port()
    with socket.create_server(("127.0.0.1", first + MOST_AT_ONCE + 1)):
        assert free_port(2) != first + MOST_AT_ONCE
