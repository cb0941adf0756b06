"""What `modellkommune run` says when everything answers: where to go and who to be."""

from pathlib import Path

from modellkommune.environment import Environment
from modellkommune.portals.operator.installation.accounts import read_accounts


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
    accounts = read_accounts(environment.home)
    return [
        "Who to be",
        f"  Resident: one of the people on http://localhost:{port + 1}/, chosen at the log-in",
        *(
            f"  Official: http://{account.municipality}.localhost:{port}/amt/  {account}"
            for account in accounts
        ),
        f"  The second factor of officials is shown on http://localhost:{port + 1}/staff",
    ]
