"""What the cache counted for minutes is gone after them, not only once its table is full."""

import pytest
from django.core.cache import cache
from django.db import connection

from modellkommune.foundation.tenants.cache import delete_expired_counts
from modellkommune.workflow.sweeping import sweep


def kept() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM django_cache")
        return {key.rpartition(":")[2] for (key,) in cursor.fetchall()}


@pytest.fixture
def counted(committed_db: None) -> None:
    """One count whose minutes are over, and one that still holds."""
    cache.clear()
    cache.set("over", 1, 60)
    cache.set("holds", 1, 60)
    past = "UPDATE django_cache SET expires = now() - interval '1 second' WHERE cache_key LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(past, ["%over"])


def test_what_has_run_out_is_deleted_and_nothing_else(counted: None) -> None:
    assert kept() == {"over", "holds"}, "Django leaves it there"
    assert delete_expired_counts() == 1
    assert kept() == {"holds"}
    assert delete_expired_counts() == 0


def test_the_round_of_the_minute_does_it(counted: None) -> None:
    sweep()
    assert kept() == {"holds"}
