"""How an idea comes into a state: the step all commands share."""

import datetime

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import update
from modellkommune.participation.ideas.deadlines import due_day
from modellkommune.participation.ideas.errors import IdeaUnknown, MoveRefused
from modellkommune.participation.ideas.models import Idea, Step
from modellkommune.participation.ideas.people import AUTHOR, Person
from modellkommune.participation.ideas.queries import latest_decision
from modellkommune.participation.ideas.states import AUTHOR as AS_AUTHOR
from modellkommune.participation.ideas.states import may_move
from modellkommune.participation.ideas.telling import tell_author


def locked(number: int) -> Idea:
    """An idea that nobody else changes until the transaction ends. Raises `IdeaUnknown`."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("market")
    found = rows.filter(number=number).first()
    if found is None:
        raise IdeaUnknown
    return found


def enter(idea: Idea, state: str, by: Person | None, *, as_author: bool = False) -> None:
    """Let a locked idea come into a state; there already, nothing happens. Raises `MoveRefused`."""
    if idea.state == state:
        return
    held = (by.rights if by else frozenset()) | ({AS_AUTHOR} if as_author else set())
    if not may_move(idea.state, state, held):
        raise MoveRefused(f"{idea.state} -> {state}")
    actor = AUTHOR if as_author or by is None else by.actor
    arrive(idea, state, clock.today(), actor)
    tell_author(idea, by.staff_id if by else "")


def arrive(idea: Idea, state: str, day: datetime.date, actor: Actor) -> None:
    """Write that an idea came into a state on a day."""
    decision = latest_decision(idea)
    idea.state = state
    idea.due_on = due_day(idea.market, state, day, decision.day if decision else None)
    update(idea, "state", "due_on")
    Step.objects.create(idea=idea, state=state, day=day, by=actor.id if actor.kind == "staff" else "")
    record(f"idea_{state}", f"idea:{idea.pk}", actor)
