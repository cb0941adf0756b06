"""Checks of what must not get lost: backups, the journal, the keys that sign and seal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from django.conf import settings
from django.db.models import Min

from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.health.commands import BACKUP, DRILL, JOURNAL
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.health.models import Trace
from modellkommune.foundation.health.queries import trace
from modellkommune.foundation.journal.models import Unsealed
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import BERLIN

OLD_BACKUP, LATE_BACKUP = timedelta(days=2), timedelta(days=7)
OLD_DRILL: Final = timedelta(days=400)
"""Once a year, as docs/operating.md says, and a month to do it."""
OLD_CHECK: Final = timedelta(days=3)
"""The worker checks every night: then it has not done so for three."""
SLOW_SEAL, STUCK_SEAL = timedelta(minutes=2), timedelta(minutes=10)
SOON, VERY_SOON = timedelta(days=90), timedelta(days=30)


def backup(last: datetime | None, now: datetime, *, production: bool) -> Finding:
    """`last`: when the last backup was made."""
    if last is None:
        return Finding("backup", BAD if production else LOOK, "never")
    age = now - last
    verdict = BAD if age > LATE_BACKUP else LOOK if age > OLD_BACKUP else GOOD
    case = "good" if verdict == GOOD else "old"
    return Finding("backup", verdict, case, {"day": _day(last), "days": age.days})


def drill(last: datetime | None, now: datetime) -> Finding:
    """`last`: when somebody brought a backup back on another machine."""
    if last is None:
        return Finding("drill", LOOK, "never")
    old = now - last > OLD_DRILL
    return Finding("drill", LOOK if old else GOOD, "old" if old else "good", {"day": _day(last)})


def sealing(oldest: datetime | None, now: datetime) -> Finding:
    """`oldest`: when the first journal entry was written that still waits for the sealer."""
    age = now - oldest if oldest else timedelta()
    if age <= SLOW_SEAL:
        return Finding("sealing", GOOD, "good")
    verdict = BAD if age > STUCK_SEAL else LOOK
    return Finding("sealing", verdict, "waits", {"minutes": int(age.total_seconds() // 60)})


def journal(last: Trace | None, now: datetime) -> Finding:
    """`last`: when the chain was verified, and whether it was intact."""
    if last is None:
        return Finding("journal", LOOK, "never")
    said = {"day": _day(last.at), "days": (now - last.at).days}
    if not last.well:
        return Finding("journal", BAD, "broken", said)
    old = now - last.at > OLD_CHECK
    return Finding("journal", LOOK if old else GOOD, "old" if old else "good", said)


def signing(ends: Sequence[tuple[str, datetime]], now: datetime) -> Finding:
    """`ends`: each active key by its purpose, with the end of its certificate."""
    if {purpose for purpose, _ in ends} != set(SigningKey.Purpose.values):
        return Finding("signing", BAD, "missing")
    first = min(end for _, end in ends)
    said = {"day": _day(first)}
    if first - now > SOON:
        return Finding("signing", GOOD, "good", said)
    if first <= now:
        return Finding("signing", BAD, "over", said)
    return Finding("signing", BAD if first - now <= VERY_SOON else LOOK, "soon", said)


def look_at_backup(_town: str) -> Finding:
    """Is there a fresh backup?"""
    return backup(_last(BACKUP), clock.now(), production=settings.PRODUCTION)


def look_at_drill(_town: str) -> Finding:
    """Has anybody tried whether a backup comes back?"""
    return drill(_last(DRILL), clock.now())


def look_at_sealing(town: str) -> Finding:
    """Does the worker chain the journal?"""
    with municipality(town):
        oldest = Unsealed.objects.aggregate(oldest=Min("entry__at"))["oldest"]
    return sealing(oldest, clock.now())


def look_at_journal(town: str) -> Finding:
    """Did somebody change what was recorded?"""
    return journal(trace(f"{JOURNAL}{town}"), clock.now())


def look_at_signing(town: str) -> Finding:
    """How long can the town still sign and seal?"""
    with municipality(town):
        rows = SigningKey.objects.filter(state=SigningKey.State.ACTIVE)
        found = list(rows.values_list("purpose", "certificate"))
    return signing([(purpose, _end(certificate)) for purpose, certificate in found], clock.now())


def _last(name: str) -> datetime | None:
    found = trace(name)
    return None if found is None else found.at


def _end(certificate: str) -> datetime:
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%d.%m.%Y}"
