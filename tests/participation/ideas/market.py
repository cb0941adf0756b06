"""A market for tests, and ideas in it."""

import datetime

from modellkommune.foundation.identity import rights
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands import opening, steering, submitting
from modellkommune.participation.ideas.commands.opening import Terms
from modellkommune.participation.ideas.models import Idea, Market
from modellkommune.participation.ideas.people import Person

CODE = "K7MX-2PQR-9WDF"
CRITERIA = [
    {"id": "nutzen", "label": "Nutzen", "weight": 3},
    {"id": "aufwand", "label": "Aufwand", "weight": 1},
]
UNITS = [{"name": "Bürgerbüro", "size": 24}, {"name": "Standesamt", "size": 4}]


def somebody(number: int, *roles: str) -> Person:
    """A person with the rights of these roles, known by number only."""
    return Person(str(number), rights.rights_of(roles))


EMPLOYEE = somebody(1, rights.EMPLOYEE)
COLLEAGUE = somebody(2, rights.EMPLOYEE)
COORDINATOR = somebody(3, rights.IDEAS_COORDINATOR)
ASSESSOR = somebody(4, rights.IDEAS_ASSESSOR)
COMMITTEE = somebody(5, rights.IDEAS_COMMITTEE)
COUNCIL = somebody(6, rights.STAFF_COUNCIL)


def terms(**more: object) -> Terms:
    """Usual terms; `more` replaces some."""
    today, span = clock.today(), datetime.timedelta(days=90)
    stated = {
        "title": "Ideenmarkt",
        "first": today - span,
        "last": today + span,
        "criteria": CRITERIA,
        "units": UNITS,
    }
    return Terms(**(stated | more))  # type: ignore[arg-type]


def open_market(**more: object) -> Market:
    """A market that is open today."""
    return opening.open_market(terms(**more), COORDINATOR)


def submitted(title: str = "Bäume für den Marktplatz", by: Person = EMPLOYEE, **more: str) -> Idea:
    """An idea under a name."""
    text = more.pop("text", "Im Sommer ist der Platz zu heiß. Bäume würden Schatten geben.")
    return submitting.submit(submitting.Draft(title, text, **more), by.staff_id)


def moved(idea: Idea, *states: str) -> Idea:
    """The idea after the coordinator moved it through these states."""
    for state in states:
        steering.move(idea.number, state, COORDINATOR)
    return Idea.objects.select_related("market").get(pk=idea.pk)


def opened(title: str = "Bäume für den Marktplatz", by: Person = EMPLOYEE, **more: str) -> Idea:
    """An idea that colleagues see."""
    return moved(submitted(title, by, **more), "checked", "open")
