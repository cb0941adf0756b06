"""Bodies come in whole and in a bounded time, however slowly somebody sends them."""

from io import BytesIO
from queue import SimpleQueue

import pytest

from modellkommune.firewall.receiving import PIECE, SLOW_AT_ONCE, TooSlow, received


class Trickle:
    """A connection on which pieces come when the test says so; an empty one ends it."""

    def __init__(self) -> None:
        self.pieces: SimpleQueue[bytes] = SimpleQueue()

    def read(self, _length: int) -> bytes:
        return self.pieces.get()


class Torn:
    """A connection that breaks off."""

    def read(self, _length: int) -> bytes:
        raise ConnectionError("torn")


def test_a_body_arrives_byte_for_byte() -> None:
    body = bytes(range(256)) * 1000
    assert received(BytesIO(body), len(body)).read() == body


def test_no_more_is_read_than_was_announced_and_less_is_no_fault() -> None:
    assert received(BytesIO(b"abcdef"), 3).read() == b"abc"
    assert received(BytesIO(b"ab"), 3).read() == b"ab"


def test_what_never_comes_is_given_up() -> None:
    silent = Trickle()
    with pytest.raises(TooSlow):
        received(silent, 10, at_once=0.01, patience=0.01)
    silent.pieces.put(b"")


def test_a_slow_body_that_goes_on_coming_is_waited_for() -> None:
    slow = Trickle()
    slow.pieces.put(b"x" * PIECE)
    slow.pieces.put(b"y")
    slow.pieces.put(b"")
    assert len(received(slow, 2 * PIECE, at_once=0.0, patience=5.0).read()) == PIECE + 1


def test_after_many_slow_bodies_were_given_up_there_is_room_again() -> None:
    silent = [Trickle() for _ in range(SLOW_AT_ONCE + 1)]
    for each in silent:
        with pytest.raises(TooSlow):
            received(each, 10, at_once=0.0, patience=0.001)
    for each in silent:
        each.pieces.put(b"")
    assert received(BytesIO(b"abc"), 3, at_once=5.0).read() == b"abc"


def test_a_torn_connection_is_told_to_whoever_waits() -> None:
    with pytest.raises(ConnectionError):
        received(Torn(), 3)
