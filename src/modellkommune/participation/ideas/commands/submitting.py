"""Ideas come in: under one's name at once, under a pseudonym through the letterbox."""

import datetime
from dataclasses import dataclass
from random import SystemRandom
from typing import Final

from django.db.models import Max

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands.moving import arrive
from modellkommune.participation.ideas.errors import Incomplete, MarketClosed
from modellkommune.participation.ideas.models import Idea, Letter, Market
from modellkommune.participation.ideas.people import SYSTEM
from modellkommune.participation.ideas.queries import market_of_today
from modellkommune.participation.ideas.replycodes import reply_digest
from modellkommune.participation.ideas.similarity import index_idea
from modellkommune.participation.ideas.states import SUBMITTED
from modellkommune.values.latin import first_foreign, normalise

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 5000
SHORTEST_TEXT: Final = 20
PSEUDONYM: Final = range(3, 41)
"""Letters of a pseudonym."""


@dataclass(frozen=True)
class Draft:
    """An idea as it was typed, and the unit of its author, which may stay empty."""

    title: str
    text: str
    unit: str = ""

    @property
    def tidy(self) -> "Draft":
        """As it is stored."""
        return Draft(normalise(self.title).replace("\n", " "), normalise(self.text), normalise(self.unit))


def problems(draft: Draft, pseudonym: str | None = None) -> tuple[tuple[str, str], ...]:
    """What is wrong with an idea: pairs of field and problem. `pseudonym` None: under her name."""
    tidy, found = draft.tidy, []
    found += _length("title", tidy.title, 3, LONGEST_TITLE)
    found += _length("text", tidy.text, SHORTEST_TEXT, LONGEST_TEXT)
    found += [(name, "signs") for name in ("title", "text") if first_foreign(getattr(tidy, name), "E")]
    if pseudonym is not None:
        found += _length("pseudonym", normalise(pseudonym), PSEUDONYM.start, PSEUDONYM.stop - 1)
    return tuple(found)


def submit(draft: Draft, staff_id: str) -> Idea:
    """Take in an idea under the author's name; sent twice on a day, it is one.

    Raises `Incomplete`, `MarketClosed`.
    """
    market, tidy = _checked(draft, None)
    values = {"title": tidy.title, "text": tidy.text, "author": staff_id, "submitted_on": clock.today()}
    there = Idea.objects.filter(market=market, **values).first()
    if there is not None:
        return there
    return _take_in(
        Idea(market=market, unit=shown_unit(market, tidy.unit), **values), Actor("staff", staff_id)
    )


def drop_in(draft: Draft, pseudonym: str, code: str) -> None:
    """Put an idea under a pseudonym into the letterbox; with the same code again, nothing happens.

    No journal entry, no number, no mail: nothing is written here whose time or neighbour says who it was.
    Raises `Incomplete`, `MarketClosed`.
    """
    market, tidy = _checked(draft, pseudonym)
    digest = reply_digest(code)
    if Idea.objects.filter(code_digest=digest).exists():
        return
    Letter.objects.get_or_create(
        code_digest=digest,
        defaults={
            "market": market,
            "day": clock.today(),
            "title": tidy.title,
            "text": tidy.text,
            "pseudonym": normalise(pseudonym),
            "unit": shown_unit(market, tidy.unit),
        },
    )


def empty_letterbox(before: datetime.date) -> int:
    """Make ideas of the letters dropped in before a day, all in one transaction and in no order; how many."""
    letters = list(
        Letter.objects.select_for_update(of=("self",)).select_related("market").filter(day__lt=before)
    )
    SystemRandom().shuffle(letters)
    for letter in letters:
        _take_in(_idea_of(letter), SYSTEM)
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).delete()
    return len(letters)


def shown_unit(market: Market, name: str) -> str:
    """The unit if it is large enough to be told; otherwise nothing, and nothing is stored."""
    sizes = {str(unit["name"]): int(unit["size"]) for unit in market.units}
    return name if sizes.get(name, 0) >= market.smallest_unit else ""


def _checked(draft: Draft, pseudonym: str | None) -> tuple[Market, Draft]:
    market, wrong = market_of_today(), problems(draft, pseudonym)
    if market is None:
        raise MarketClosed
    if wrong:
        raise Incomplete(*wrong)
    return market, draft.tidy


def _take_in(idea: Idea, actor: Actor) -> Idea:
    # One after another in a market: two ideas would draw the same number.
    Market.objects.select_for_update().order_by("pk").first()
    idea.number = (Idea.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    idea.earliest_on = idea.submitted_on
    idea.save(force_insert=True)
    index_idea(idea)
    arrive(idea, SUBMITTED, idea.submitted_on, actor)
    return idea


def _idea_of(letter: Letter) -> Idea:
    return Idea(
        market=letter.market,
        title=letter.title,
        text=letter.text,
        pseudonym=letter.pseudonym,
        unit=letter.unit,
        code_digest=letter.code_digest,
        submitted_on=letter.day,
    )


def _length(name: str, text: str, least: int, most: int) -> list[tuple[str, str]]:
    if not text:
        return [(name, "missing")]
    return [(name, "short")] if len(text) < least else [(name, "long")] if len(text) > most else []
