"""What the firewall found in a municipality, and what holds now. Inside `with municipality(...)`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from ipaddress import ip_network
from typing import Final

from django.db.models import Exists, QuerySet, Sum

from modellkommune.firewall.networks import Network, Networks
from modellkommune.foundation.guarding.models import (
    OF_SENDERS,
    Ban,
    Blocklist,
    Change,
    Exemption,
    Incident,
    RobotRule,
    Tally,
    TestMode,
)
from modellkommune.foundation.guarding.purposes import BAN, LIST
from modellkommune.foundation.identity.models import Membership
from modellkommune.foundation.keys.commands import unseal
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import RowReader
from modellkommune.values.clock import BERLIN

_CHANGES: Final = RowReader(lambda pk: Change.objects.filter(pk=pk))


@dataclass(frozen=True)
class Counted:
    """So many requests met something: a day, a rule or a page, and the verdict."""

    what: str
    verdict: str
    count: int


def incidents(limit: int = 50) -> tuple[Incident, ...]:
    """The newest incidents first."""
    return tuple(Incident.objects.order_by("-at", "-pk")[:limit])


def incident(reference: str) -> Incident | None:
    """The incident with the number that somebody reads out: blanks and hyphens do not count."""
    return Incident.objects.filter(reference=plain_reference(reference)).first()


def plain_reference(text: str) -> str:
    """A reference as it is kept, from what was typed."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:8]


def bans(*, running: bool = True, limit: int = 200) -> tuple[Ban, ...]:
    """The bans that hold now, or all that are remembered; the newest first."""
    rows = Ban.objects.select_related("key").order_by("-since", "-pk")
    if running:
        rows = rows.filter(until__gt=clock.now(), lifted_at=None)
    return tuple(rows[:limit])


def clients_with_proof() -> frozenset[str]:
    """Whose browsers have ended a ban by working that is still remembered."""
    return frozenset(Ban.objects.exclude(proven_at=None).values_list("client", flat=True))


def bans_of(found: Incident) -> tuple[Ban, ...]:
    """The running bans of the network from which an incident came; none once its digest was emptied."""
    return tuple(ban for ban in bans() if found.client and ban.client == found.client)


def ban(reference: str) -> Ban | None:
    """The ban with the number on the page that the banned see."""
    return Ban.objects.select_related("key").filter(reference=plain_reference(reference)).first()


def network_of(banned: Ban) -> Network:
    """Whom a ban shuts out, opened."""
    return ip_network(unseal(banned.key, bytes(banned.network), BAN).decode())


def client_digest(network: str, visitor: str = "") -> str:
    """Who sent a request, as incidents and bans keep it: a network, or one visitor of it by her token."""
    return keyed_digest("guarding", f"{network} {visitor}")


def visitor_digest(token: str) -> str:
    """The token of a session or a pass, as bans keep it."""
    return keyed_digest("guarding visitor", token)


def change_number() -> int:
    """Goes up with everything that web processes have to read again."""
    found = _CHANGES.read(1)
    return found.number if found else 0


def exemptions() -> tuple[Exemption, ...]:
    """The exemptions that hold now, the newest first."""
    return tuple(Exemption.objects.filter(until__gt=clock.now()).order_by("-since"))


def exemptions_of(found: Incident) -> tuple[Exemption, ...]:
    """The exemptions that hold now for what an incident was about."""
    if found.rule in OF_SENDERS:
        return tuple(each for each in exemptions() if found.client and each.client == found.client)
    place = found.rule, found.route
    return tuple(
        each for each in exemptions() if (each.rule, each.route) == place and each.field in ("", found.field)
    )


def test_modes() -> tuple[TestMode, ...]:
    """The test modes that hold now."""
    return tuple(TestMode.objects.filter(until__gt=clock.now()).order_by("rule"))


test_modes.__test__ = False  # type: ignore[attr-defined]  # no test


def roles_and_testing(staff_id: int) -> tuple[frozenset[str], bool]:
    """The roles of a member of staff here, and whether a test mode holds that she is told of; one statement.

    Who has no role here is told nothing.
    """
    holding = TestMode.objects.filter(until__gt=clock.now())
    members = Membership.objects.filter(staff_id=staff_id).annotate(testing=Exists(holding))
    rows = list(members.values_list("role", "testing"))
    return frozenset(role for role, _ in rows), any(testing for _, testing in rows)


def robot_rules() -> dict[str, bool]:
    """Token of a program -> whether it is barred, where somebody has decided."""
    return dict(RobotRule.objects.values_list("token", "barred"))


def blocklists() -> tuple[Blocklist, ...]:
    """The lists that hold now, without their networks; the newest first."""
    return tuple(Blocklist.objects.filter(until__gt=clock.now()).defer("networks").order_by("-since"))


def blocklist(reference: str) -> Blocklist | None:
    """A list that holds now, by its reference."""
    return (
        Blocklist.objects.filter(until__gt=clock.now(), reference=plain_reference(reference))
        .defer("networks")
        .first()
    )


def networks_of(listed: Blocklist) -> Networks:
    """Whom a list shuts out, opened. It may have been replaced meanwhile: then nobody."""
    found = Blocklist.objects.filter(pk=listed.pk, digest=listed.digest).select_related("key").first()
    return Networks.unpacked(unseal(found.key, bytes(found.networks), LIST)) if found else Networks()


def by_day(days: int) -> tuple[Counted, ...]:
    """Requests of the last days, by day (ISO) and verdict; days without any have none."""
    rows = _counted(days).values("day", "verdict").annotate(total=Sum("count")).order_by("day")
    return tuple(Counted(row["day"].isoformat(), row["verdict"], row["total"]) for row in rows)


def by_rule(days: int) -> tuple[Counted, ...]:
    """Requests of the last days, by number of the rule and verdict, the most first."""
    rows = _counted(days).values("rule", "verdict").annotate(total=Sum("count")).order_by("-total")
    return tuple(Counted(str(row["rule"]), row["verdict"], row["total"]) for row in rows)


def by_route(days: int) -> tuple[Counted, ...]:
    """Requests of the last days, by page and verdict, the most first."""
    rows = _counted(days).values("route", "verdict").annotate(total=Sum("count")).order_by("-total")
    return tuple(Counted(row["route"], row["verdict"], row["total"]) for row in rows)


def counted_between(begin: date, end: date) -> tuple[Counted, ...]:
    """Requests from `begin` until before `end`, by number of the rule and verdict, the most first."""
    rows = Tally.objects.filter(day__gte=begin, day__lt=end)
    counted = rows.values("rule", "verdict").annotate(total=Sum("count")).order_by("-total")
    return tuple(Counted(str(row["rule"]), row["verdict"], row["total"]) for row in counted)


def bans_between(begin: date, end: date) -> int:
    """How many bans began from `begin` until before `end`, as far as they are remembered."""
    first, last = (datetime.combine(day, time(), BERLIN) for day in (begin, end))
    return Ban.objects.filter(since__gte=first, since__lt=last).count()


def first_day(days: int) -> date:
    """The first of so many days that end today."""
    return clock.today() - timedelta(days=days - 1)


def _counted(days: int) -> "QuerySet[Tally]":
    return Tally.objects.filter(day__gte=first_day(days))
