"""Reading events, wheels with their stock and protocol, stations and handouts."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from modellkommune.participation.outreach.models import (
    Event,
    Handout,
    Prize,
    Spin,
    Station,
    StockEntry,
    WheelRun,
)
from modellkommune.participation.outreach.states import PREPARED

NEWEST: Final = 5


@dataclass(frozen=True)
class Odds:
    """What is left of a prize, and how likely it is to be drawn next."""

    prize: Prize
    left: int
    total: int

    @property
    def percent(self) -> float:
        """The chance of the next spin, in percent."""
        return 100 * self.left / self.total if self.total else 0.0


@dataclass(frozen=True)
class Pieces:
    """How many pieces of a prize came, were won, and went for other reasons; what is left."""

    prize: Prize
    came: int
    won: int
    gone: int
    left: int


def events() -> list[Event]:
    """All events, the newest first."""
    return list(Event.objects.order_by("-first_day", "-pk"))


def event_of(event_id: int) -> Event | None:
    """An event by its number."""
    return Event.objects.filter(pk=event_id).first()


def run_of(event: Event) -> WheelRun:
    """The wheel of an event."""
    return WheelRun.objects.select_related("event").get(event=event)


def public_runs() -> list[WheelRun]:
    """The wheels that have been fixed, of the newest event first."""
    rows = WheelRun.objects.select_related("event").exclude(state=PREPARED)
    return list(rows.order_by("-event__first_day", "-pk"))


def public_run(slug: str) -> WheelRun | None:
    """A wheel that has been fixed, by the address of its event."""
    rows = WheelRun.objects.select_related("event").exclude(state=PREPARED)
    return rows.filter(event__slug=slug).first()


def prizes_of(run: WheelRun) -> list[Prize]:
    """The prizes of a wheel in their order."""
    return list(Prize.objects.filter(run=run).order_by("item"))


def prize_of(run: WheelRun, item: int) -> Prize | None:
    """A prize by its number on the wheel."""
    return Prize.objects.filter(run=run, item=item).first()


def left_of(run: WheelRun) -> dict[int, int]:
    """What is left on a wheel: item -> pieces, in the order of the stock list."""
    rows = StockEntry.objects.filter(run=run).values("prize__item").annotate(left=Sum("change"))
    return {row["prize__item"]: row["left"] for row in rows.order_by("prize__item")}


def odds_of(run: WheelRun) -> list[Odds]:
    """The chances of the next spin."""
    return _odds(run, StockEntry.objects.all())


def odds_then(run: WheelRun, spin: Spin) -> list[Odds]:
    """The chances that a spin had."""
    before = StockEntry.objects.filter(
        run=run, number__lt=StockEntry.objects.values("number").filter(spin=spin)
    )
    return _odds(run, before)


def _odds(run: WheelRun, entries: QuerySet[StockEntry]) -> list[Odds]:
    """What these entries leave of each prize; prizes and sums in one statement."""
    sums = entries.filter(prize=OuterRef("pk")).order_by().values("prize").annotate(left=Sum("change"))
    prizes = list(Prize.objects.filter(run=run).annotate(left=Subquery(sums.values("left"))).order_by("item"))
    total = sum(prize.left or 0 for prize in prizes)
    return [Odds(prize, prize.left or 0, total) for prize in prizes]


def stock_of(run: WheelRun) -> list[Pieces]:
    """The stock of a wheel by prize."""
    rows = StockEntry.objects.filter(run=run).values_list("prize__item", "reason", "change")
    sums: dict[int, list[int]] = {}
    for item, reason, change in rows:
        came_won_gone = sums.setdefault(item, [0, 0, 0])
        came_won_gone[0 if change > 0 else 1 if reason == "drawn" else 2] += abs(change)
    return [_pieces(prize, *sums.get(prize.item, [0, 0, 0])) for prize in prizes_of(run)]


def _pieces(prize: Prize, came: int, won: int, gone: int) -> Pieces:
    return Pieces(prize, came, won, gone, came - won - gone)


def stock_list(run: WheelRun) -> list[dict[str, Any]]:
    """The stock as it goes into the commitment: id, name, consolation, count."""
    left = left_of(run)
    return [
        {
            "id": prize.item,
            "name": prize.name,
            "consolation": prize.consolation,
            "count": left.get(prize.item, 0),
        }
        for prize in prizes_of(run)
    ]


def line_of(entry: StockEntry, prize: Prize, spin: Spin | None) -> dict[str, Any]:
    """An entry as a line of the protocol."""
    return {
        "spin": spin.number if spin else 0,
        "colour": spin.colour if spin else "",
        "prize": prize.item,
        "change": entry.change,
        "reason": entry.reason,
        "mark": entry.mark,
    }


def lines_of(run: WheelRun, first: int, most: int) -> list[dict[str, Any]]:
    """Some lines of the protocol, from the one with this place on."""
    return [line_of(entry, entry.prize, entry.spin) for entry in _lines(run)[first : first + most]]


def count_lines(run: WheelRun) -> int:
    """How many lines the protocol has."""
    return _lines(run).count()


def _lines(run: WheelRun) -> QuerySet[StockEntry]:
    """The entries that are lines of the protocol, in their order."""
    rows = StockEntry.objects.filter(run=run).exclude(mark="")
    return rows.select_related("prize", "spin").order_by("number")


def protocol_of(run: WheelRun) -> dict[str, Any]:
    """The protocol of a fixed wheel, as everybody may have it; the seed is None until the reveal."""
    return {
        "wheel": run.event.slug,
        "commitment": run.commitment,
        "seed": run.revealed_seed or None,
        "rules": run.rules,
        "stock": run.stock,
        "lines": [line_of(entry, entry.prize, entry.spin) for entry in _lines(run)],
    }


def entries_of(run: WheelRun) -> list[StockEntry]:
    """All entries of a stock in their order, those before the commitment included."""
    return list(StockEntry.objects.filter(run=run).select_related("prize", "spin").order_by("number"))


def spin_of(run: WheelRun, number: int) -> Spin | None:
    """A spin by its number."""
    return Spin.objects.filter(run=run, number=number).select_related("prize").first()


def mark_of(spin: Spin) -> str:
    """The mark of the line that a spin has written."""
    return StockEntry.objects.values_list("mark", flat=True).get(spin=spin)


def newest_spins(run: WheelRun) -> list[Spin]:
    """The last spins, the newest first."""
    rows = Spin.objects.filter(run=run).select_related("prize", "station")
    return list(rows.order_by("-number")[:NEWEST])


def stations_of(event: Event) -> list[Station]:
    """The stations of an event."""
    return list(Station.objects.filter(event=event).order_by("pk"))


def handouts_of(event: Event) -> list[Handout]:
    """The sheets of an event that were made."""
    return list(Handout.objects.filter(event=event).order_by("service_id"))
