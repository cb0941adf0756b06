"""What was asked for a case, and which registers are asked with care."""

from typing import Any, Final

from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.registers.models import ANSWERED, Breaker, QueryLog

PURPOSE: Final = "register-reply"


def replies_of(case_id: int) -> dict[str, dict[str, Any]]:
    """What registers have answered for a case, by register; of several answers the last."""
    rows = QueryLog.objects.select_related("key").filter(case_id=case_id, outcome=ANSWERED).order_by("pk")
    return {log.register: unseal_json(log.key, bytes(log.reply or b""), PURPOSE) for log in rows}


def resting_registers() -> frozenset[str]:
    """The registers that failed again and again and have not answered since: one caller at a time asks."""
    return frozenset(Breaker.objects.exclude(open_until=None).values_list("register", flat=True))
