"""Ask for known vulnerabilities of the locked packages: `python -m scripts.audit <data folder> [npm ...]`.

Leaves `audit.json` in the data folder, which `modellkommune health` and its page read. Where the network
does not allow to ask, the file says so, and so does a sentence here. The exit status is 1 when something was
found.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = (
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements/run.txt", "--disable-pip"),
    *("--require-hashes", "--format", "json", "--progress-spinner", "off", "--timeout", "20"),
)
NPM: Final = ("audit", "--json", "--package-lock-only", "--omit", "dev")
PATIENCE: Final = 300  # seconds
OFFLINE: Final = (
    "The network did not allow to ask for known vulnerabilities of the {part} packages: run `make audit` on "
    "a machine with access to the network and put its audit.json into the data folder."
)


def main(folder: Path, npm: Sequence[str]) -> int:
    """Ask both, write the file, say what was found."""
    parts = {"python": read_python(_asked(PYTHON)), "npm": read_npm(_asked((*npm, *NPM)))}
    folder.mkdir(parents=True, exist_ok=True)
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "parts": parts}
    (folder / "audit.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    for name, part in parts.items():
        sys.stdout.write(said(name, part) + "\n")
    return int(any(part["found"] for part in parts.values()))


def said(name: str, part: dict[str, Any]) -> str:
    """What to tell of a part."""
    first = (
        f"{name}: {len(part['found'])} known vulnerabilities." if part["asked"] else OFFLINE.format(part=name)
    )
    return "\n".join(
        [first, *(f"  {each['package']} {each['version']}: {each['id']}" for each in part["found"])]
    )


def read_python(text: str) -> dict[str, Any]:
    """What pip-audit has written; not asked where that is no report."""
    report = _report(text, "dependencies")
    if report is None:
        return {"asked": False, "found": []}
    found = [
        {"package": each["name"], "version": each["version"], "id": hole["id"], "fixed": hole["fix_versions"]}
        for each in report["dependencies"]
        for hole in each.get("vulns", [])
    ]
    # What the index could not be asked about is skipped, and pip-audit calls that "none known".
    asked = not any("skip_reason" in each for each in report["dependencies"])
    return {"asked": asked, "found": found}


def read_npm(text: str) -> dict[str, Any]:
    """What `npm audit` has written; not asked where that is no report."""
    report = _report(text, "vulnerabilities")
    if report is None:
        return {"asked": False, "found": []}
    found = [
        {"package": name, "version": each["range"], "id": via.get("url", "").rpartition("/")[2], "fixed": []}
        for name, each in report["vulnerabilities"].items()
        for via in each["via"]
        if isinstance(via, dict)
    ]
    return {"asked": True, "found": found}


def _report(text: str, key: str) -> dict[str, Any] | None:
    try:
        report = json.loads(text)
    except ValueError:
        return None
    return report if isinstance(report, dict) and key in report else None


def _asked(order: Sequence[str]) -> str:
    """What the program has written; "" where it is not there or does not come to an end."""
    try:
        done = subprocess.run(  # noqa: S603 -- words of our own
            order, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:] or ["npm"]))
