"""What a process keeps: made by one thread, while the others that want it wait."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import RLock
from typing import Final, Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What a function of a few hashable values made; the least used goes first."""

    def __init__(self, make: Callable[..., Made], most: int) -> None:
        self._made: Final = lru_cache(maxsize=most)(make)
        self._making: Final = RLock()
        self.cache_clear = self._made.cache_clear
        wraps(make)(self)

    def __call__(self, *asked: Hashable) -> Made:
        """What is kept for these values, or made now."""
        with self._making:
            return self._made(*asked)


def kept(most: int) -> Callable[[Callable[..., Made]], Kept[Made]]:
    """Like `lru_cache(most)`, for what is costly: after a start not every thread makes it for itself.

    What threads make at the same time and throw away again leaves holes in the memory that are never given
    back, and the first visitors wait several times as long.
    """
    return lambda make: Kept(make, most)
