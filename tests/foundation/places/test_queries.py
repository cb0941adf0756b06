import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from modellkommune.foundation.places import queries

CROWD = 4
TODAY = date(2026, 12, 3)


class Register:
    """Stands for a book that was read: the same one for each day."""

    weight = 1

    def on(self, _day: date) -> "Register":
        return self


def test_a_crowd_of_first_visitors_reads_the_book_of_a_town_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    together = Barrier(CROWD)
    edition: Any = SimpleNamespace(pk=-1, digest="of a crowd")

    def stored(one: Any) -> Register:
        read.append(one)
        time.sleep(0.05)
        return Register()

    monkeypatch.setattr(queries, "_books", type(queries._books)())
    monkeypatch.setattr(queries, "stored_register", stored)
    monkeypatch.setattr(queries, "Book", lambda register, _day: register)

    def ask(_number: int) -> Any:
        together.wait(5)
        return queries.book_of(edition, TODAY)

    with ThreadPoolExecutor(CROWD) as pool:
        books = set(pool.map(ask, range(CROWD)))
    assert read == [edition]
    assert len(books) == 1
