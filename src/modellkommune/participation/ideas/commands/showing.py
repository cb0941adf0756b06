"""What leaves the house: released ideas in the gallery, and market days with stalls, codes and dots."""

import datetime
from collections.abc import Sequence
from typing import Final

from django.db.models import Max, Sum

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.keys.codes import random_code
from modellkommune.foundation.tenants.writing import update
from modellkommune.participation.ideas.commands.moving import locked
from modellkommune.participation.ideas.errors import DotsRefused, IdeaUnknown, Incomplete, MoveRefused
from modellkommune.participation.ideas.models import DotCode, Dots, Idea, Market, MarketDay, Stall
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.replycodes import dots_digest
from modellkommune.participation.ideas.states import DONE, SEEN
from modellkommune.values.latin import normalise

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 1200
CODES_AT_ONCE: Final = 500
MOST_DOTS: Final = 10
CODE_LETTERS: Final = 8
"""About 39 bits: of 10,000 codes one is hit by every 80 millionth guess, and guesses are limited."""


def release(number: int, title: str, text: str, person: Person) -> None:
    """Show an implemented idea to the public, in words for it.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`.
    """
    idea = _coordinated(number, person)
    if idea.state not in DONE:
        raise MoveRefused(idea.state)
    idea.public_title, idea.public_text = _words(title, text, "public_title", "public_text")
    idea.released = True
    update(idea, "public_title", "public_text", "released")
    record("idea_released", f"idea:{idea.pk}", person.actor)


def take_back_release(number: int, person: Person) -> None:
    """Take an idea out of the gallery; not there, nothing happens. Raises `IdeaUnknown`, `MoveRefused`."""
    idea = _coordinated(number, person)
    if idea.released:
        idea.released = False
        update(idea, "released")
        record("idea_release_ended", f"idea:{idea.pk}", person.actor)


def plan_day(market: Market, title: str, day: datetime.date | None, dots: int, person: Person) -> MarketDay:
    """Plan a market day on which each code is worth so many dots. Raises `Incomplete`, `MoveRefused`."""
    _refuse_others(person)
    tidy, wrong = normalise(title), []
    if not tidy or len(tidy) > LONGEST_TITLE:
        wrong.append(("title", "long" if tidy else "missing"))
    if day is None:
        wrong.append(("day", "missing"))
    if dots not in range(1, MOST_DOTS + 1):
        wrong.append(("dots", "range"))
    if day is None or wrong:
        raise Incomplete(*wrong)
    planned, new = MarketDay.objects.get_or_create(
        market=market, title=tidy, day=day, defaults={"dots": dots}
    )
    if new:
        record("market_day_planned", f"market-day:{planned.pk}", person.actor)
    return planned


def add_stall(market_day: MarketDay, number: int, title: str, text: str, person: Person) -> Stall:
    """Give an idea a stall with words for visitors, or replace the words.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`.
    """
    idea = _coordinated(number, person)
    if idea.state not in SEEN:
        raise IdeaUnknown
    public_title, public_text = _words(title, text, "title", "text")
    MarketDay.objects.select_for_update().get(pk=market_day.pk)
    last = Stall.objects.filter(market_day=market_day).aggregate(last=Max("number"))["last"] or 0
    words = {"title": public_title, "text": public_text}
    stall, _ = Stall.objects.update_or_create(
        market_day=market_day, idea=idea, defaults=words, create_defaults={**words, "number": last + 1}
    )
    record("stall_set_up", f"market-day:{market_day.pk}", person.actor)
    return stall


def print_codes(market_day: MarketDay, count: int, person: Person) -> tuple[str, ...]:
    """New codes for a day, readable now and never again. Raises `Incomplete`, `MoveRefused`."""
    _refuse_others(person)
    if count not in range(1, CODES_AT_ONCE + 1):
        raise Incomplete(("count", "range"))
    codes = tuple(random_code(CODE_LETTERS) for _ in range(count))
    DotCode.objects.bulk_create(DotCode(market_day=market_day, digest=dots_digest(code)) for code in codes)
    record("dot_codes_printed", f"market-day:{market_day.pk}", person.actor)
    return codes


def close_day(market_day: MarketDay, person: Person) -> None:
    """Take no more dots; closed already, nothing happens. Raises `MoveRefused`."""
    _refuse_others(person)
    if MarketDay.objects.filter(pk=market_day.pk, closed=False).update(closed=True):
        record("market_day_closed", f"market-day:{market_day.pk}", person.actor)


def give_dots(stall: Stall, code: str, dots: int) -> int:
    """Let so many dots of a code lie on a stall, in place of those that lie there; how many are left.

    Sent twice, it is the same. No journal entry: whoever votes does so unseen. Raises `DotsRefused`.
    """
    day = stall.market_day
    row = DotCode.objects.select_for_update().filter(market_day=day, digest=dots_digest(code)).first()
    if row is None:
        raise DotsRefused("unknown")
    if day.closed:
        raise DotsRefused("closed")
    elsewhere = Dots.objects.filter(code=row).exclude(stall=stall).aggregate(sum=Sum("dots"))["sum"] or 0
    if dots not in range(day.dots - elsewhere + 1):
        raise DotsRefused("used_up")
    if dots:
        Dots.objects.update_or_create(code=row, stall=stall, defaults={"dots": dots})
    else:
        Dots.objects.filter(code=row, stall=stall).delete()
    return int(day.dots - elsewhere - dots)


def stalls_in_order(market_day: MarketDay) -> Sequence[Stall]:
    """The stalls of a day by number."""
    return tuple(Stall.objects.filter(market_day=market_day).select_related("idea").order_by("number"))


def _words(title: str, text: str, *names: str) -> tuple[str, str]:
    tidy = normalise(title).replace("\n", " "), normalise(text)
    wrong = [
        (name, "long" if each else "missing")
        for name, each, most in zip(names, tidy, (LONGEST_TITLE, LONGEST_TEXT), strict=True)
        if not each or len(each) > most
    ]
    if wrong:
        raise Incomplete(*wrong)
    return tidy


def _coordinated(number: int, person: Person) -> Idea:
    _refuse_others(person)
    return locked(number)


def _refuse_others(person: Person) -> None:
    if COORDINATE_IDEAS not in person.rights:
        raise MoveRefused(COORDINATE_IDEAS)
