"""What a rule looks for and where it happened, in words for somebody who is no security expert."""

from datetime import datetime
from typing import Final

from modellkommune.foundation.guarding.models import Ban, Incident
from modellkommune.pages.wording import TextMissing, say
from modellkommune.values.clock import BERLIN

THOUSAND: Final = 1000
GROUPS: Final = frozenset({*range(20, 32), 40})


def group_of(rule: int, language: str) -> str:
    """What kind of attack a rule of the portal looks for; rules of others are "something else"."""
    number = rule // THOUSAND
    return say(f"office.security.group.g{number if number in GROUPS else 'other'}", language)


def page_of(route: str, language: str) -> str:
    """The page of an incident by the pattern of its address."""
    if not route:
        return say("office.security.no_page", language)
    try:
        return say(f"office.security.page.{route.strip('/').partition('/')[0] or 'start'}", language)
    except TextMissing:
        return route


def moment(at: datetime) -> str:
    """Day and time on the clocks of the office."""
    return f"{at.astimezone(BERLIN):%d.%m.%Y, %H:%M}"


def line_of(found: Incident, language: str) -> dict[str, object]:
    """An incident as the pages show it."""
    return {
        "found": found,
        "when": moment(found.at),
        "group": group_of(found.rule, language),
        "page": page_of(found.route, language),
        "verdict": say(f"office.security.verdict.{found.verdict}", language),
    }


def ban_line(banned: Ban, language: str) -> dict[str, object]:
    """A ban as the pages show it, without its network."""
    return {
        "ban": banned,
        "since": moment(banned.since),
        "until": moment(banned.until),
        "reason": banned.note or say(f"office.security.reason.{banned.reason}", language),
        "whom": say(f"office.security.whom.{'visitor' if banned.visitor else 'network'}", language),
    }
