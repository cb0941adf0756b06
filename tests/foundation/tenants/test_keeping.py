import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from modellkommune.foundation.tenants.keeping import kept

CROWD = 4


def test_a_crowd_that_wants_the_same_gets_what_one_of_them_made() -> None:
    made: list[str] = []
    together = Barrier(CROWD)

    @kept(8)
    def costly(name: str) -> object:
        made.append(name)
        time.sleep(0.05)
        return object()

    def ask(_number: int) -> object:
        together.wait(5)
        return costly("parking")

    with ThreadPoolExecutor(CROWD) as pool:
        found = set(pool.map(ask, range(CROWD)))
    assert made == ["parking"]
    assert len(found) == 1


def test_the_least_used_goes_first() -> None:
    made: list[int] = []

    @kept(2)
    def costly(number: int) -> int:
        made.append(number)
        return number

    assert [costly(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert made == [1, 2, 3, 2]


def test_a_failure_is_not_kept() -> None:
    answers = iter([ValueError("not yet"), "now"])

    @kept(2)
    def costly() -> object:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not yet"):
        costly()
    assert costly() == "now"
