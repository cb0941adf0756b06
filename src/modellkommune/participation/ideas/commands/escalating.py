"""What the clock does: deadlines are told, the letterbox is emptied, old ideas go. Safe to repeat."""

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, DECIDE_IDEAS
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.participation.ideas.commands.forgetting import forget_ended_ideas
from modellkommune.participation.ideas.commands.submitting import empty_letterbox
from modellkommune.participation.ideas.deadlines import PATIENCE
from modellkommune.participation.ideas.models import Escalation, Idea
from modellkommune.participation.ideas.people import SYSTEM
from modellkommune.participation.ideas.telling import tell_holders

LEVELS = {1: COORDINATE_IDEAS, 2: DECIDE_IDEAS}
"""Who is told at which level; the second comes when `PATIENCE` has passed as well."""


def look_after_markets() -> None:
    """The day's round over all municipalities."""
    for town in municipality_keys():
        with municipality(town):
            empty_letterbox(clock.today())
            escalate()
            forget_ended_ideas()


def escalate() -> int:
    """Tell of each deadline that passed, once at each level and at most one mail a day to each; how many."""
    today = clock.today()
    told = 0
    for level, right in LEVELS.items():
        late = Idea.objects.filter(due_on__lt=today - (level - 1) * PATIENCE)
        new = [idea for idea in late.order_by("number") if _note(idea, level)]
        if new:
            tell_holders(right, f"ideas:{level}")
        told += len(new)
    return told


def _note(idea: Idea, level: int) -> bool:
    values = {"idea": idea, "state": idea.state, "due_on": idea.due_on, "level": level}
    _, new = Escalation.objects.get_or_create(**values, defaults={"day": clock.today()})
    if new:
        record("idea_deadline_passed", f"idea:{idea.pk}", SYSTEM)
    return new
