"""Deleting ideas that came to an end so many years ago as their market says.

No law names that period: the municipality does, usually with its staff council. What has not ended is kept,
and so is what the public reads in the gallery, as long as it stands there.
"""

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from modellkommune.blueprint.fields.date import moved
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.models import Decision, Idea, Market, Stall, Step
from modellkommune.participation.ideas.people import SYSTEM
from modellkommune.participation.ideas.states import ENDED

BATCH: Final = 200
"""So many ideas are one unit of work; the next round goes on."""


def forget_ended_ideas() -> int:
    """Delete what was kept long enough, with all that was said about it; how many. Safe to repeat."""
    ideas = list(islice(_run_out(), BATCH))
    for idea in ideas:
        _forget(idea)
    return len(ideas)


def kept_until(market: Market, ended_on: datetime.date) -> datetime.date:
    """The last day of an idea that came to its end on a day."""
    return moved(ended_on, f"{market.years_kept}Y")


def _run_out() -> Iterator[Idea]:
    """Ideas whose time has passed. One into which others were merged goes after those."""
    today = clock.today()
    for idea in _ended().select_related("market").annotate(ended_on=Subquery(_last_day())):
        if kept_until(idea.market, idea.ended_on) < today:
            yield idea


def _ended() -> QuerySet[Idea]:
    # The newest stays: the next one counts on from its number, and no number is given out twice.
    newest = Idea.objects.aggregate(last=Max("number"))["last"]
    merged = Idea.objects.filter(merged_into=OuterRef("pk"))
    rows = Idea.objects.filter(state__in=ENDED, released=False).exclude(number=newest)
    return rows.filter(~Exists(merged)).order_by("number")


def _last_day() -> QuerySet[Step, datetime.date]:
    return Step.objects.filter(idea=OuterRef("pk")).order_by("-pk").values_list("day", flat=True)[:1]


def _forget(idea: Idea) -> None:
    for rows in (Decision, Stall):
        rows.objects.filter(idea=idea).delete()
    number = idea.pk
    idea.delete()
    record("idea_deleted", f"idea:{number}", SYSTEM)
