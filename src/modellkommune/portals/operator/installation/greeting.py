"""What `modellkommune run` says when everything answers: where to go and who to be."""

from pathlib import Path

from modellkommune.environment import Environment


def _towns(content: Path) -> list[str]:
    return sorted(path.parent.name for path in (content / "municipalities").glob("*/municipality.yaml"))


def greeting(environment: Environment) -> str:
    """The lines for the person at the terminal."""
    port = environment.port
    if environment.production:
        return f"Modellkommune is running on port {port}. Ctrl-C ends it."
    portals = [f"  http://{town}.localhost:{port}/" for town in _towns(environment["MODELLKOMMUNE_CONTENT"])]
    return "\n".join(
        [
            "",
            "Modellkommune is running. Ctrl-C ends it.",
            "",
            "Where to go",
            f"  http://localhost:{port}/   all municipalities",
            *portals,
            "",
            "Who to be",
            f"  http://localhost:{port + 1}/   the simulator: residents, faults, codes of the staff",
            "  Resident: choose one of the people listed there when the portal asks you to log in.",
            *(
                f"  Official: {portal.strip()}amt/   accounts are listed by the simulator"
                for portal in portals
            ),
            "",
        ]
    )
