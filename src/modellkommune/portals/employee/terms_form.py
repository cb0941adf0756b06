"""The form with the terms of a market; criteria and units are written line by line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from modellkommune.participation.ideas.commands.opening import Terms
from modellkommune.participation.ideas.models import Market
from modellkommune.participation.ideas.states import DAYS
from modellkommune.portals.employee.access import day_text, typed_day, typed_number
from modellkommune.values.latin import normalise, search_form

LONGEST_ID: Final = 20


class TermsForm:
    """What was sent, or what holds, or what is usual."""

    def __init__(self, sent: Mapping[str, str], market: Market | None) -> None:
        self.given = dict(sent.items()) if sent else _stored(market)
        self._market = market

    @property
    def terms(self) -> Terms:
        """The terms that the form states."""
        given = self.given
        return Terms(
            title=given.get("title", ""),
            first=typed_day(given.get("first", "")),
            last=typed_day(given.get("last", "")),
            criteria=[self._criterion(*pair) for pair in _pairs(given.get("criteria", ""))],
            units=[{"name": name, "size": size} for name, size in _pairs(given.get("units", ""))],
            bonus=given.get("bonus", ""),
            smallest_unit=typed_number(given.get("smallest_unit", "")),
            years_kept=typed_number(given.get("years_kept", "")),
            deadlines={state: days for state, days, _ in self._days() if days != DAYS[state]},
        )

    @property
    def days(self) -> list[tuple[str, str]]:
        """Each state with its days, as they stand in the inputs."""
        return [(state, text) for state, _, text in self._days()]

    def _days(self) -> list[tuple[str, int, str]]:
        texts = {state: self.given.get(f"days-{state}", str(DAYS[state])) for state in DAYS}
        return [(state, typed_number(text), text) for state, text in texts.items()]

    def _criterion(self, label: str, weight: int) -> dict[str, Any]:
        """A criterion keeps its id as long as it keeps its name."""
        known = {each["label"]: each["id"] for each in self._market.criteria} if self._market else {}
        made = "".join(sign if sign.isalnum() else "-" for sign in search_form(label).lower())
        return {"id": known.get(label, made.strip("-")[:LONGEST_ID]), "label": label, "weight": weight}


def _stored(market: Market | None) -> dict[str, str]:
    if market is None:
        return {"smallest_unit": "5", "years_kept": "3"}
    return {
        "title": market.title,
        "first": day_text(market.first),
        "last": day_text(market.last),
        "criteria": _written((each["label"], each["weight"]) for each in market.criteria),
        "units": _written((each["name"], each["size"]) for each in market.units),
        "bonus": market.bonus,
        "smallest_unit": str(market.smallest_unit),
        "years_kept": str(market.years_kept),
        **{f"days-{state}": str(days) for state, days in market.deadlines.items()},
    }


def _written(pairs: Any) -> str:
    return "\n".join(f"{name}: {number}" for name, number in pairs)


def _pairs(text: str) -> Sequence[tuple[str, int]]:
    """Lines like "Nutzen: 3"; what has no number gets 0, which the market refuses."""
    lines = [line for line in normalise(text).splitlines() if line]
    split = (line.rpartition(":") for line in lines)
    return [
        (name.strip()[:80] or number.strip(), typed_number(number) if name else 0)
        for name, _, number in split
    ]
