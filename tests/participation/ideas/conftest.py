"""A town with a market, and the unit of work in which a test stands."""

from collections.abc import Iterator

import pytest

from modellkommune.foundation.tenants.context import municipality
from tests.participation.ideas.market import open_market


@pytest.fixture
def alpha(two_towns: tuple[str, str]) -> Iterator[None]:
    """Inside the town alpha, where a market is open today."""
    with municipality("alpha"):
        open_market()
        yield
