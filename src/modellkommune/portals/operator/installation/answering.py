"""Whether the database answers, asked before a command works with it."""

from typing import Final

from django.db import OperationalError, connections

from modellkommune.portals.operator.installation.errors import Refused

SECONDS: Final = 5


def refuse_silent_database() -> None:
    """Raises Refused. The pool of connections would go on trying for ten seconds, and then say less."""
    probe = connections["default"].copy()
    options = {name: value for name, value in probe.settings_dict["OPTIONS"].items() if name != "pool"}
    probe.settings_dict["OPTIONS"] = options | {"connect_timeout": SECONDS}
    try:
        probe.ensure_connection()
    except OperationalError as fault:
        reason = str(fault).strip().partition("\n")[0]
        raise Refused(
            f"The database does not answer: start it, or correct DATABASE_URL ({reason})."
        ) from None
    finally:
        probe.close()
