"""All towns of the installation beside each other, by service, with the sum of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from modellkommune.pages.adoption.blocks import chart_of, line_rows, minutes, satisfaction
from modellkommune.pages.adoption.columns import grades
from modellkommune.pages.adoption.words import decimal, share, whole
from modellkommune.pages.directory import portal_address
from modellkommune.pages.town import Town, towns
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.outreach.adoption import Summary, together
from modellkommune.participation.outreach.adoption_queries import TownFigures


@dataclass(frozen=True)
class Comparison:
    """A service in all towns. Rows: name and address of a town's page ("" for the sum), then its cells."""

    id: str
    title: str
    chart: SafeString
    lines: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def comparisons(figures: Iterable[TownFigures], language: str) -> list[Comparison]:
    """Each service with its towns by name; towns that are not there any more are left out."""
    known = {town.key: town for town in towns.all()}
    found = sorted(
        (each for each in figures if each.town in known),
        key=lambda each: (each.service_id, list(known).index(each.town)),
    )
    return [
        _comparison(service_id, list(group), known, language)
        for service_id, group in groupby(found, lambda each: each.service_id)
    ]


def rows_of(figures: Iterable[TownFigures]) -> list[dict[str, Any]]:
    """The rows of the open data."""
    known = {town.key: town for town in towns.all()}
    return [_data(each, known[each.town]) for each in figures if each.town in known]


def _comparison(
    service_id: str, figures: Sequence[TownFigures], known: dict[str, Town], language: str
) -> Comparison:
    # A town whose other ways are unknown cannot be part of a share; the sum says of how many it is.
    told = [each for each in figures if each.summary.all_ways is not None]
    known_ones = together([each.summary for each in told])
    rows = [
        (
            _name(known[each.town], language),
            _address(known[each.town]),
            _cells(each.summary, _saved([each]), language),
        )
        for each in figures
    ]
    rows.append(_sum_row(figures, told, language))
    return Comparison(
        id=service_id,
        title=in_language(figures[0].title, language) or service_id,
        chart=chart_of(
            service_id, known_ones, say("adoption.all_towns", language, count=len(told)), language
        ),
        lines=line_rows(service_id, language),
        rows=tuple(rows),
    )


def _sum_row(
    figures: Sequence[TownFigures], told: Sequence[TownFigures], language: str
) -> tuple[str, str, tuple[str, ...]]:
    every = together([each.summary for each in figures])
    online, _, *others = _cells(every, _saved(figures), language)
    of_told = share(together([each.summary for each in told]).online_share, language)
    return (say("adoption.sum", language, count=len(figures)), "", (online, of_told, *others))


def _name(town: Town, language: str) -> str:
    return say("adoption.demonstration", language, name=town.name) if town.demonstration else town.name


def _address(town: Town) -> str:
    return portal_address(town, "/wirkung/") if town.hosts else ""


def _saved(figures: Sequence[TownFigures]) -> int | None:
    claimed = [each.summary.online * each.minutes for each in figures if each.minutes is not None]
    return sum(claimed) if claimed else None


def _cells(summary: Summary, saved: int | None, language: str) -> tuple[str, ...]:
    each = summary.breaks_per_case
    return (
        whole(summary.online, language),
        share(summary.online_share, language),
        share(summary.completion, language),
        satisfaction(summary, language),
        whole(None, language) if each is None else decimal(each, language, 2),
        whole(None, language) if saved is None else minutes(saved, language),
    )


def _data(each: TownFigures, town: Town) -> dict[str, Any]:
    summary = {name: value for name, value in vars(each.summary).items() if name != "ratings"}
    return {
        "municipality": town.name,
        "service": each.service_id,
        "months": each.months,
        **summary,
        **grades(each.summary.ratings),
        "minutes_per_case": each.minutes,
        "demonstration": town.demonstration,
    }
