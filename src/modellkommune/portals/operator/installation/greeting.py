"""What `modellkommune run` says when everything answers: where to go and who to be."""

from collections.abc import Sequence
from pathlib import Path

from modellkommune.environment import Environment
from modellkommune.portals.operator.installation.accounts import StaffAccount, read_accounts


def _towns(content: Path) -> list[str]:
    return sorted(path.parent.name for path in (content / "municipalities").glob("*/municipality.yaml"))


def greeting(environment: Environment) -> str:
    """The lines for the person at the terminal."""
    if environment.production:
        return f"Modellkommune is running on port {environment.port}. Ctrl-C ends it."
    lines = [
        "",
        "Modellkommune is running. Ctrl-C ends it.",
        "",
        *_where(environment),
        "",
        *_who(environment),
        "",
    ]
    return "\n".join(lines)


def _where(environment: Environment) -> list[str]:
    port = environment.port
    return [
        "Where to go",
        f"  http://localhost:{port}/   all municipalities",
        *(f"  http://{town}.localhost:{port}/" for town in _towns(environment["MODELLKOMMUNE_CONTENT"])),
    ]


def _who(environment: Environment) -> list[str]:
    port = environment.port
    return [
        "Who to be",
        f"  Resident: one of the people on http://localhost:{port + 1}/, chosen at the log-in",
        *_officials(read_accounts(environment.home), port),
        f"  The second factor of officials is shown on http://localhost:{port + 1}/staff",
    ]


def _officials(accounts: Sequence[StaffAccount], port: int) -> list[str]:
    """Those of one town; in the others they are called alike."""
    towns = sorted({account.municipality for account in accounts})
    if not towns:
        return []
    *others, town = towns
    return [
        f"  Official: http://{town}.localhost:{port}/amt/",
        *(f"    {account}" for account in accounts if account.municipality == town),
        *([f"    and likewise in {', '.join(others)}"] if others else []),
    ]
