"""All checks, in the order of the page, and looking at them. A further one is a line here and its texts."""

import logging
from collections.abc import Iterable, Iterator
from typing import Final

from modellkommune.foundation.health import accounts, answering, keeping, program, running, shielding
from modellkommune.foundation.health.auditing import look_at_audit
from modellkommune.foundation.health.finding import BAD, UNKNOWN, VERDICTS, Check, Finding
from modellkommune.foundation.health.scanning import look_at_scanner

CHECKS: Final = (
    Check("second_factor", accounts.look_at_second_factors, of_town=True),
    Check("known_accounts", accounts.look_at_known_accounts, of_town=True),
    Check("password_rules", accounts.look_at_password_rules),
    Check("receivers", accounts.look_at_receivers, of_town=True),
    Check("rules", shielding.look_at_rules),
    Check("testing", shielding.look_at_testing, of_town=True),
    Check("scanner", look_at_scanner),
    Check("proxies", running.look_at_proxies),
    Check("headers", answering.look_at_headers),
    Check("cookies", answering.look_at_cookies),
    Check("debug", running.look_at_debug),
    Check("deployment", running.look_at_deployment),
    Check("files", program.look_at_files),
    Check("packages", program.look_at_packages),
    Check("audit", look_at_audit),
    Check("backup", keeping.look_at_backup),
    Check("drill", keeping.look_at_drill),
    Check("sealing", keeping.look_at_sealing, of_town=True),
    Check("journal", keeping.look_at_journal, of_town=True),
    Check("signing", keeping.look_at_signing, of_town=True),
)
FAILED: Final = "failed"
"""The case of a check that could not be made."""
_log = logging.getLogger(__name__)


def examined(town: str, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """What all checks say in a municipality, the worst first. Not inside `with municipality(...)`."""
    return _sorted(_looked(check, town) for check in checks)


def examined_everywhere(towns: tuple[str, ...], checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """What all checks say, those of the installation once; the worst first."""
    first = towns[0] if towns else ""
    return _sorted(
        _looked(check, town) for check in checks for town in (towns if check.of_town else (first,))
    )


def count_bad(findings: Iterable[Finding]) -> int:
    """How many matters are bad."""
    return sum(each.verdict == BAD for each in findings)


def _looked(check: Check, town: str) -> Finding:
    try:
        found = check.look(town)
    except Exception:
        _log.exception("The check %s could not be made", check.name)
        found = Finding(check.name, UNKNOWN, FAILED)
    return Finding(
        found.check, found.verdict, found.case, found.values, found.names, town if check.of_town else ""
    )


def _sorted(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: VERDICTS.index(each.verdict)))
