"""Until when what a case holds may be kept, by the data categories of its service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from modellkommune.blueprint.service import Service

PAYMENT_YEAR: Final = "payment_year"


@dataclass(frozen=True)
class Moments:
    """The days from which a period can count: the end of the case, and what happened before, else None."""

    closed: date
    decided: date | None = None
    permit_ends: date | None = None
    paid: date | None = None

    def start_of(self, name: str | None) -> date:
        """Where its event never came, a period counts from the case's end; an unnamed one from the last."""
        year_ends = self.paid.replace(month=12, day=31) if self.paid else None
        starts = {"decision": self.decided, "permit_end": self.permit_ends, PAYMENT_YEAR: year_ends}
        if name is None:
            return max([self.closed, *(day for day in starts.values() if day)])
        return starts.get(name) or self.closed


@dataclass(frozen=True)
class LastDays:
    """The last days of a case's content: files by the field they answer, everything sealed, its payments."""

    files: Mapping[str, date]
    content: date
    payments: date

    def next_after(self, today: date) -> date | None:
        """The next day on which one of them is today or was; None when nothing is left."""
        return min(
            (day for day in (*self.files.values(), self.content, self.payments) if day >= today), default=None
        )


def last_days(service: Service, moments: Moments) -> LastDays:
    """When the content of a case ends: with its last category, those of payments apart.

    Payments are kept by tax law, much longer and without names; so their categories keep no content. Never
    does anything but a file end before the permit does.
    """
    periods = {one.id: one for one in service.retention}
    content: list[date] = []
    payments: list[date] = []
    files: dict[str, date] = {}
    for category in service.data_categories:
        period = periods[category.retention]
        last = period.last_day(moments.start_of(period.starts))
        (payments if period.starts == PAYMENT_YEAR else content).append(last)
        files |= {name: last for name in category.fields if service.fields[name].type == "upload"}
    end = max([*(content or payments), moments.permit_ends or moments.closed])
    return LastDays({name: min(day, end) for name, day in files.items()}, end, max([*payments, end]))
