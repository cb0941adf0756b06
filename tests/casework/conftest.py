"""A case and a draft to try the rooms on."""

import datetime
import uuid
from collections.abc import Iterator

import pytest

from modellkommune.casework.cases.commands import Opening, open_case
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.tenants.context import municipality

RESIDENT = Actor("resident", "r1")


def opening(number: str = "BP-TEST1-AAAA2", **more: object) -> Opening:
    """What a case is opened with."""
    given: dict[str, object] = {
        "number": number,
        "service_id": "resident-parking",
        "kind": "new",
        "release_hash": "r" * 64,
        "overlay_hash": "o" * 64,
        "language": "de",
        "holder": uuid.uuid4(),
        "subject_digest": "",
        "level": "high",
        "unit": "",
        "deadline": datetime.date(2026, 12, 24),
    }
    return Opening(**(given | more))  # type: ignore[arg-type]


@pytest.fixture
def town(two_towns: object) -> Iterator[str]:
    """Work in the town alpha."""
    with municipality("alpha"):
        yield "alpha"


@pytest.fixture
def case(town: str) -> Case:
    """A submitted case."""
    return open_case(opening(), new_key(), RESIDENT)
