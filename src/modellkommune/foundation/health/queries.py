"""Reading the traces."""

from modellkommune.foundation.health.models import Trace


def trace(name: str) -> Trace | None:
    """The last time that something was done; None for never."""
    return Trace.objects.filter(pk=name).first()
