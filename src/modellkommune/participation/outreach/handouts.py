"""Sheets with a QR code: making one for a service, and counting that it led somebody there."""

import secrets
from typing import Final

from django.db.models import F

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.codes import ALPHABET
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert
from modellkommune.participation.outreach.models import Event, Handout

LETTERS: Final = 6


def ensure_handout(event: Event, service_id: str, actor: Actor) -> Handout:
    """The sheet of a service at an event; made if there is none yet. Safe to repeat."""
    known = Handout.objects.filter(event=event, service_id=service_id).first()
    if known is not None:
        return known
    code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS)).lower()
    handout = Handout(event=event, service_id=service_id, code=code, created_at=clock.now())
    insert(handout)
    record("handout_made", f"event:{event.pk}", actor)
    return handout


def count_opening(code: str) -> str | None:
    """The service to which a code leads, counted; None if there is none. Nothing is kept of who called."""
    rows = Handout.objects.filter(code=code)
    rows.update(opened=F("opened") + 1)
    return rows.values_list("service_id", flat=True).first()
