"""What was asked for a case."""

from modellkommune.foundation.registers.models import QueryLog


def queries_of(case_id: int) -> list[QueryLog]:
    """The queries for a case, oldest first: register, purpose, legal basis, when and with which outcome."""
    return list(QueryLog.objects.filter(case_id=case_id).order_by("pk"))
