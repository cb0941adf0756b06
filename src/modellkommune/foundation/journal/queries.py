"""Reading the journal."""

import datetime
from collections import Counter
from typing import Any

from modellkommune.foundation.journal.commands import PURPOSE, write_waiting
from modellkommune.foundation.journal.models import Detail, Entry
from modellkommune.foundation.journal.verbs import COUNTED
from modellkommune.foundation.keys.commands import unseal_json


def history(subject: str) -> list[Entry]:
    """What happened to a subject such as "case:12", oldest first."""
    write_waiting()
    return list(Entry.objects.filter(subject=subject).order_by("pk"))


def details(entry: Entry) -> dict[str, Any] | None:
    """What an entry says beyond its verb, or None. Raises `KeyDestroyed` once its case is gone."""
    detail = Detail.objects.select_related("key").filter(entry=entry).first()
    if detail is None:
        return None
    said: dict[str, Any] = unseal_json(detail.key, detail.content, PURPOSE)["details"]
    return said


def counted_between(begin: datetime.datetime, end: datetime.datetime) -> Counter[tuple[str, str]]:
    """How often each verb of `verbs.COUNTED` happened to each subject from `begin` until before `end`."""
    rows = Entry.objects.filter(verb__in=COUNTED, at__gte=begin, at__lt=end)
    return Counter(rows.values_list("verb", "subject").iterator())
