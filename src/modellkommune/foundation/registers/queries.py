"""What was asked for a case, and which registers are asked with care."""

from modellkommune.foundation.registers.models import Breaker, QueryLog


def queries_of(case_id: int) -> list[QueryLog]:
    """The queries for a case, oldest first: register, purpose, legal basis, when and with which outcome."""
    return list(QueryLog.objects.filter(case_id=case_id).order_by("pk"))


def resting_registers() -> frozenset[str]:
    """The registers that failed again and again and have not answered since: one caller at a time asks."""
    return frozenset(Breaker.objects.exclude(open_until=None).values_list("register", flat=True))
