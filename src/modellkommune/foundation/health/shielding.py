"""Checks of the firewall: which rules it has, and whether they hold."""

from django.conf import settings

from modellkommune.firewall.crs import crs_rules
from modellkommune.foundation.guarding.queries import test_modes
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.tenants.context import municipality


def rules(*, owasp: bool) -> Finding:
    """`owasp`: the Core Rule Set stands beside the portal's own rules. Without an engine no portal starts."""
    return Finding("rules", GOOD, "owasp") if owasp else Finding("rules", LOOK, "own")


def testing(tested: tuple[int, ...]) -> Finding:
    """`tested`: numbers of the rules that turn nobody away now; 0 means all of them."""
    if not tested:
        return Finding("testing", GOOD, "good")
    if 0 in tested:
        return Finding("testing", BAD, "all")
    return Finding("testing", LOOK, "some", {"count": len(tested)}, tuple(map(str, tested)))


def look_at_rules(_town: str) -> Finding:
    """Against what does the firewall look at requests?"""
    return rules(owasp=bool(crs_rules(settings.CRS_DIR)))


def look_at_testing(town: str) -> Finding:
    """Does the firewall only write down what it would do?"""
    with municipality(town):
        return testing(tuple(each.rule for each in test_modes()))
