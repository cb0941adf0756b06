"""The numbers of cases and permits: drawn by chance, but in a demonstration's town the same every time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from modellkommune.values.reference import derived_reference, new_reference

CASE: Final = "BP"
PERMIT: Final = "PA"

_source: ContextVar[str] = ContextVar("source", default="")


def next_number(prefix: str) -> str:
    """The number of a new case or permit; `prefix` is `CASE` or `PERMIT`."""
    source = _source.get()
    return derived_reference(prefix, source) if source else new_reference(prefix)


@contextmanager
def numbered_from(source: str) -> Iterator[None]:
    """Derive the numbers of the block from a text, which therefore stands for one case only.

    For invented cases: whoever knows the text knows the numbers.
    """
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
