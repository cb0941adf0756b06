"""Checks of how the portal is run: debugging, Django's own checks, proxies in front."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.checks import WARNING, Tags, run_checks

from modellkommune.foundation.health.commands import FORWARDED, PROXY
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.health.queries import trace
from modellkommune.foundation.tenants import clock

EXPLAINED: Final[Mapping[str, str]] = {
    "security.W002": "the content security policy forbids frames",
    "security.W004": "the check of the headers sees HSTS itself",
    "security.W005": "which other hosts of the town speak https is not ours to say",
    "security.W008": "the proxy in front leads http to https",
    "security.W012": "the check of the cookies sees it itself",
    "security.W016": "the check of the cookies sees it itself",
    "security.W020": "which hosts there are is data: others get a 404",
    "security.W021": "the town decides on preloading for its whole domain",
}
"""Warnings of Django that do not apply here, with the reason."""
STRANGE_FOR: Final = timedelta(days=7)
"""So long a stranger who states an address is told of; a proxy in front does so with every request."""


def debug(*, on: bool) -> Finding:
    """Whether pages of errors would show the inside of the program."""
    return Finding("debug", BAD, "on") if on else Finding("debug", GOOD, "good")


def deployment(warnings: Sequence[tuple[str, str]]) -> Finding:
    """`warnings`: id and sentence of each of Django's."""
    left = [f"{name}: {sentence}" for name, sentence in warnings if name not in EXPLAINED]
    if left:
        return Finding("deployment", LOOK, "warned", {"count": len(left)}, tuple(left))
    return Finding("deployment", GOOD, "good")


def proxies(*, behind: bool, named: bool, seen: bool, strange: datetime | None, now: datetime) -> Finding:
    """`named`: networks of proxies are stated; `seen`: one sent something; `strange`: when another did."""
    if behind and not named:
        return Finding("proxies", LOOK, "unnamed")
    if behind and not seen:
        return Finding("proxies", LOOK, "unseen")
    if strange is not None and now - strange <= STRANGE_FOR:
        return Finding("proxies", LOOK, "strange" if behind else "unannounced")
    return Finding("proxies", GOOD, "behind" if behind else "none")


def look_at_debug(_town: str) -> Finding:
    """Is the program told to show its inside?"""
    return debug(on=settings.DEBUG)


def look_at_deployment(_town: str) -> Finding:
    """What does `check --deploy` say?"""
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return deployment([(str(each.id), str(each.msg)) for each in found if each.level >= WARNING])


def look_at_proxies(_town: str) -> Finding:
    """Do the addresses of visitors come from where they are believed?"""
    return proxies(
        behind=settings.BEHIND_PROXY,
        named=bool(settings.TRUSTED_PROXIES),
        seen=trace(PROXY) is not None,
        strange=found.at if (found := trace(FORWARDED)) else None,
        now=clock.now(),
    )
