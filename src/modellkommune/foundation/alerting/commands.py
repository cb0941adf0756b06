"""Telling security staff, and what they want to be told. All inside `with municipality(...)`."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from modellkommune.foundation.alerting.models import ERRORS, MAILS, NEVER, REPORTS, Alert, AlertRules
from modellkommune.foundation.alerting.queries import alert_rules, security_staff
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.messages.commands import compose
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import public_address

BAN: Final = "ban"
"""Somebody was shut out by the portal itself. Its mail goes out where every ban is wanted."""
LEAK: Final = "leak"
"""A page was held back, because it would have shown the inside of the program or somebody's data."""
ERROR: Final = "error"
"""A part that protects the portal did not work."""
JOURNAL: Final = "journal"
"""Somebody changed the journal of what was done, or took something out of it."""
KINDS: Final = (BAN, LEAK, ERROR, JOURNAL)
LINKS: Final = {JOURNAL: "zustand/"}
"""Where more is told, below the page Security, of what has no number."""
PAUSE: Final = timedelta(hours=1)
"""At most one mail of a kind in this time; the next one says how many were held back."""
PLACE: Final = "/amt/sicherheit/"
MOST_DAYS: Final = 365
_COUNT: Final = """
    INSERT INTO alerting_inspected (municipality_id, day, count) VALUES (%s, %s, %s)
    ON CONFLICT (municipality_id, day) DO UPDATE SET count = alerting_inspected.count + excluded.count"""


class AlertUnknown(ValueError):
    """There is no such kind of alert; commands.KINDS lists them."""


class RulesRefused(ValueError):
    """Mails, reports or days that nobody can choose; senders are kept no longer than incidents."""


def alert(kind: str, reference: str = "") -> bool:
    """Tell security staff by mail, unless they want none or were told within `PAUSE`; whether it goes out.

    `reference` is the number under which they find more, of an incident or a ban: the mail holds it and a
    link, no address and nothing else about anybody. Raises AlertUnknown.
    """
    if kind not in KINDS:
        raise AlertUnknown(kind)
    if not _is_wanted(kind):
        return False
    now = clock.now()
    last, _ = Alert.objects.select_for_update().get_or_create(kind=kind)
    if last.sent_at is not None and now - last.sent_at < PAUSE:
        last.held += 1
        last.save(update_fields=["held"])
        return False
    link = f"suche/?nummer={reference}" if reference else LINKS.get(kind, "")
    tell(f"security_{kind}", {"reference": reference, "held": last.held}, link)
    last.sent_at, last.held = now, 0
    last.save(update_fields=["sent_at", "held"])
    return True


def tell(template: str, context: dict[str, Any], link: str = "") -> int:
    """Queue a mail for all who have the role of security; how many. `link` is below the page Security."""
    address = f"{public_address(current_municipality())}{PLACE}{link}"
    people = security_staff()
    for staff in people:
        compose(staff.email, template, "de", {**context, "link": address}, subject=f"staff:{staff.pk}")
    return len(people)


def choose_alerts(mails: str, reports: str, incident_days: int, sender_days: int, by: Actor) -> bool:
    """Set what is sent and how long incidents are kept; whether that changed anything.

    Safe to repeat. Raises RulesRefused.
    """
    if mails not in MAILS or reports not in REPORTS or not 1 <= sender_days <= incident_days <= MOST_DAYS:
        raise RulesRefused
    chosen = {"mails": mails, "reports": reports, "incident_days": incident_days, "sender_days": sender_days}
    held = alert_rules()
    if held.pk and all(getattr(held, name) == value for name, value in chosen.items()):
        return False
    AlertRules.objects.update_or_create(defaults=chosen, municipality_id=current_municipality())
    record("alerts_chosen", f"alerts:{mails}-{reports}-{incident_days}-{sender_days}", by)
    return True


def note_report(day: date) -> bool:
    """Note that the report of a day is done; whether it was not."""
    rules, _ = AlertRules.objects.select_for_update().get_or_create(municipality_id=current_municipality())
    if rules.reported_on == day:
        return False
    rules.reported_on = day
    rules.save(update_fields=["reported_on"])
    return True


def count_inspected(count: int) -> None:
    """Add requests that the firewall looked at to those of today."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [current_municipality(), clock.today(), count])


def _is_wanted(kind: str) -> bool:
    mails = alert_rules().mails
    return mails != NEVER and not (mails == ERRORS and kind == BAN)
