"""Deciding about programs and lists of networks. All inside `with municipality(...)`."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection

from modellkommune.firewall.networks import Networks
from modellkommune.firewall.policy import new_reference
from modellkommune.firewall.robots import robots
from modellkommune.foundation.guarding.commands import tell_web_processes
from modellkommune.foundation.guarding.models import Blocklist, RobotRule
from modellkommune.foundation.guarding.purposes import LIST
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy, new_key, seal
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality


def decide_robot(token: str, barred: bool, by: Actor) -> bool:
    """Let a program of the list in, or bar it; whether that changes anything. Safe to repeat."""
    robot = robots().get(token)
    if robot is None:
        return False
    now = RobotRule.objects.filter(token=token).values_list("barred", flat=True).first()
    if barred == (robot.barred if now is None else now):
        return False
    values = {"barred": barred, "by": by.id, "since": clock.now()}
    made, _ = RobotRule.objects.update_or_create(token=token, defaults=values)
    record("robot_barred" if barred else "robot_let_in", f"robot:{made.pk}", by)
    tell_web_processes()
    return True


def import_list(source: str, networks: Networks, days: int, by: Actor) -> Blocklist:
    """Let the networks of a list hold for so many days, and no more what came from this source before."""
    source, packed, now = source[:200], networks.packed(), clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"list {current_municipality()} {source}"],
        )
    _drop(source)
    key = new_key()
    made = Blocklist.objects.create(
        reference=new_reference(),
        key=key,
        source=source,
        networks=seal(key, packed, LIST),
        digest=sha256(packed).hexdigest(),
        count=len(networks),
        by=by.id,
        since=now,
        until=now + timedelta(days=days),
    )
    record("blocklist_imported", f"blocklist:{made.pk}", by)
    tell_web_processes()
    return made


def end_list(listed: Blocklist, by: Actor) -> bool:
    """Let a list hold no more; whether it did."""
    gone = _drop(listed.source)
    if gone:
        record("blocklist_ended", f"blocklist:{listed.pk}", by)
        tell_web_processes()
    return gone


def _drop(source: str) -> bool:
    held = Blocklist.objects.select_related("key").defer("networks").filter(source=source).first()
    if held is None:
        return False
    key = held.key
    held.delete()
    destroy(key)
    return True
