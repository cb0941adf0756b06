"""Noting what the firewall found; shutting out and letting in. All inside `with municipality(...)`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from modellkommune.firewall.policy import new_reference
from modellkommune.foundation.alerting.commands import BAN as BAN_ALERT
from modellkommune.foundation.alerting.commands import alert
from modellkommune.foundation.alerting.queries import alert_rules
from modellkommune.foundation.guarding.models import (
    ATTACKS,
    BLOCKED,
    HARMLESS,
    OF_SENDERS,
    PROVABLE,
    STAFF,
    WITHHELD,
    Ban,
    Blocklist,
    Exemption,
    Incident,
    TestMode,
)
from modellkommune.foundation.guarding.purposes import BAN
from modellkommune.foundation.guarding.queries import client_digest, clients_with_proof, visitor_digest
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality

HITS: Final = 8
WINDOW: Final = timedelta(minutes=1)
"""So many attacks within the window shut their sender out: nobody by one unlucky value, tried again twice."""
LENGTHS: Final = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""How long a first ban lasts, a second one, and so on, as long as the earlier ones are remembered."""
ROWS: Final = 20
"""Incidents of one sender, or withheld pages, of an hour that get a row; further ones count on the newest."""
REMEMBERED: Final = timedelta(days=7)
"""So long a ban is remembered after its end; how long incidents are, each municipality chooses."""
SYSTEM: Final = Actor("system", "firewall")
_TALLY: Final = """
    INSERT INTO guarding_tally (municipality_id, day, rule, route, verdict, count)
    VALUES (%s, %s, %s, %s, %s, 1)
    ON CONFLICT (municipality_id, day, rule, route, verdict) DO UPDATE SET count = guarding_tally.count + 1"""
_CHANGED: Final = """
    INSERT INTO guarding_change (id, number) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET number = guarding_change.number + 1"""


@dataclass(frozen=True, slots=True)
class Found:
    """An incident before it is written. `network` as CIDR, "" where the sender counts for nobody.

    `visitor` is the token of the valid session or pass with which the request came, "" without one.
    """

    reference: str
    method: str
    route: str
    rule: int
    looks_for: str
    verdict: str
    field: str = ""
    network: str = ""
    visitor: str = ""

    @property
    def client(self) -> str:
        """The keyed digest of who sent it."""
        return client_digest(self.network, self.visitor) if self.network else ""


def note_incident(found: Found) -> Ban | None:
    """Count what was found, keep it, and shut its sender out after `HITS` attacks within `WINDOW`."""
    now, client = clock.now(), found.client
    with connection.cursor() as cursor:
        cursor.execute(
            _TALLY, [current_municipality(), clock.today(), found.rule, found.route, found.verdict]
        )
    rows = _alike(found, Incident.objects.filter(client=client, at__gt=now - timedelta(hours=1)))
    if (client or found.verdict == WITHHELD) and rows.count() >= ROWS:
        newest = rows.order_by("-at").values("pk")[:1]
        Incident.objects.filter(pk__in=newest).update(count=F("count") + 1)
    else:
        _write(found, client)
    if not client or found.verdict != BLOCKED or found.rule in HARMLESS:
        return None
    if rows.filter(at__gt=now - WINDOW, verdict=BLOCKED).count() < HITS:
        return None
    return shut_out(found.network, found.visitor, ATTACKS)


def _alike(found: Found, rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those of its sender that are counted together with it."""
    if found.verdict == WITHHELD:
        # A page that is broken is so for everybody who opens it: its readers count as one.
        return rows.filter(verdict=WITHHELD)
    harmless = Q(rule__in=HARMLESS)
    return rows.filter(harmless if found.rule in HARMLESS else ~harmless)


def shut_out(network: str, visitor: str, reason: str, *, by: Actor = SYSTEM, note: str = "") -> Ban:
    """Ban a network, or one visitor of it; longer each time. Who is shut out already stays so as she is."""
    now, client = clock.now(), client_digest(network, visitor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [client])
    before = Ban.objects.filter(client=client, lifted_at=None)
    running = before.filter(until__gt=now).first()
    if running is not None:
        return running
    key = new_key()
    made = Ban.objects.create(
        reference=new_reference(),
        key=key,
        network=seal(key, network.encode(), BAN),
        client=client,
        visitor=visitor_digest(visitor) if visitor else "",
        reason=reason,
        note=note,
        by=by.id if reason == STAFF else "",
        since=now,
        until=now + LENGTHS[min(before.count(), len(LENGTHS) - 1)],
    )
    record("ban_set", f"ban:{made.pk}", by)
    tell_web_processes()
    if reason != STAFF:
        alert(BAN_ALERT, made.reference)
    return made


def lift(banned: Ban, by: Actor) -> bool:
    """Let somebody in again; whether she was shut out. A lifted ban makes no later one longer."""
    lifted = Ban.objects.filter(pk=banned.pk, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by.id)
    if lifted:
        record("ban_lifted", f"ban:{banned.pk}", by)
        tell_web_processes()
    return bool(lifted)


def end_by_proof(banned: Ban) -> bool:
    """End a ban for whose end a browser has worked, once as long as the ban is remembered; whether it ended.

    It still makes the next one longer. What a person has decided, no browser ends.
    """
    now = clock.now()
    if banned.reason not in PROVABLE or banned.client in clients_with_proof():
        return False
    running = Ban.objects.filter(pk=banned.pk, lifted_at=None, until__gt=now)
    ended = running.update(until=now, proven_at=now)
    if ended:
        record("ban_ended_by_proof", f"ban:{banned.pk}", SYSTEM)
        tell_web_processes()
    return bool(ended)


def let_in_again(found: Incident, days: int, by: Actor) -> Exemption:
    """The rule of an incident turns nobody away on that page, in that field, for so many days.

    A rule about who comes lets that sender in on all pages instead. Bans of its sender end as well. Safe to
    repeat: what holds already is not written twice.
    """
    now = clock.now()
    for banned in Ban.objects.filter(client=found.client, lifted_at=None, until__gt=now):
        if found.client:
            Ban.objects.filter(pk=banned.pk).update(lifted_at=now, lifted_by=by.id)
    place = {"rule": found.rule, "route": found.route, "field": found.field}
    if found.rule in OF_SENDERS:
        place = {"rule": found.rule, "route": "", "client": found.client}
    held = Exemption.objects.filter(**place, reference=found.reference, until__gt=now).first()
    if held is not None:
        return held
    more = {"reference": found.reference, "by": by.id, "since": now, "until": now + timedelta(days=days)}
    made = Exemption.objects.create(**place, **more)
    record("exemption_given", f"exemption:{made.pk}", by)
    tell_web_processes()
    return made


def end_exemption(exemption_id: int, by: Actor) -> bool:
    """The rule holds there again; whether it did not."""
    ended = Exemption.objects.filter(pk=exemption_id, until__gt=clock.now()).update(until=clock.now())
    if ended:
        record("exemption_ended", f"exemption:{exemption_id}", by)
        tell_web_processes()
    return bool(ended)


def begin_test(rule: int, days: int, by: Actor) -> TestMode:
    """Let a rule (0: all of them) say for some days what it would do, and turn nobody away."""
    now = clock.now()
    values = {"by": by.id, "since": now, "until": now + timedelta(days=days)}
    made, _ = TestMode.objects.update_or_create(rule=rule, defaults=values)
    record("test_mode_begun", f"rule:{rule}", by)
    tell_web_processes()
    return made


def end_test(rule: int, by: Actor) -> bool:
    """Let a rule hold again; whether it was only tested."""
    gone, _ = TestMode.objects.filter(rule=rule).delete()
    if gone:
        record("test_mode_ended", f"rule:{rule}", by)
        tell_web_processes()
    return bool(gone)


def delete_old_incidents() -> int:
    """Forget senders and incidents after the chosen days, bans after `REMEMBERED`; how many rows went."""
    now, rules = clock.now(), alert_rules()
    Incident.objects.filter(at__lt=now - timedelta(days=rules.sender_days)).exclude(client="").update(
        client=""
    )
    over = list(Ban.objects.select_related("key").filter(until__lt=now - REMEMBERED))
    for banned in over:
        banned.delete()
        destroy(banned.key)
    ended = list(Blocklist.objects.select_related("key").defer("networks").filter(until__lt=now))
    for listed in ended:
        listed.delete()
        destroy(listed.key)
    old = Incident.objects.filter(at__lt=now - timedelta(days=rules.incident_days))
    return len(over) + len(ended) + old.delete()[0]


def tell_web_processes() -> None:
    """Let them read again what holds, within a second after this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)


def _write(found: Found, client: str) -> None:
    Incident.objects.create(
        reference=found.reference,
        at=clock.now(),
        method=found.method[:10],
        route=found.route[:200],
        rule=found.rule,
        looks_for=found.looks_for[:200],
        verdict=found.verdict,
        field=found.field[:80],
        client=client,
    )
