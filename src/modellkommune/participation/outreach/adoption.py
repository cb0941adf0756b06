"""What the counted months of a service come to: shares, completion, content, time saved. Pure.

Nothing unknown is guessed: where one number is missing, what needs it is None and not 0 or 100 percent.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

COUNTER: Final = "counter"
POST: Final = "post"
GRADES: Final = (1, 2, 3, 4, 5)
"""From "not at all" to "very" content."""
FEWEST_RATINGS: Final = 10
"""With fewer answers in a month none of them is shown."""


class Counted(Protocol):
    """A month of a service as it was counted; None is what nobody knows."""

    @property
    def online(self) -> int: ...
    @property
    def assisted(self) -> int: ...
    @property
    def counter(self) -> int | None: ...
    @property
    def post(self) -> int | None: ...
    @property
    def begun(self) -> int | None: ...
    @property
    def decided(self) -> int: ...
    @property
    def printed(self) -> int: ...
    @property
    def retyped(self) -> int: ...
    @property
    def proven(self) -> int: ...
    @property
    def ratings(self) -> Sequence[int] | None: ...


@dataclass(frozen=True)
class Summary:
    """The sum of months of a service, or of a service in several towns.

    `completed` are the applications of the months in which it is known how many were begun.
    """

    online: int
    assisted: int
    counter: int | None
    post: int | None
    begun: int | None
    completed: int
    decided: int
    printed: int
    retyped: int
    proven: int
    ratings: tuple[int, ...] | None

    @property
    def handed_in(self) -> int:
        """Applications that came through our pages."""
        return self.online + self.assisted

    @property
    def all_ways(self) -> int | None:
        """All cases of the service, however they came."""
        if self.counter is None or self.post is None:
            return None
        return self.handed_in + self.counter + self.post

    @property
    def online_share(self) -> float | None:
        """Cases that people brought online by themselves, of all; None while other ways are unknown."""
        return self.online / self.all_ways if self.all_ways else None

    @property
    def completion(self) -> float | None:
        """Applications handed in, of those begun. Some were begun in the month before: never above 1."""
        return min(1.0, self.completed / self.begun) if self.begun else None

    @property
    def breaks(self) -> int:
        """How often something was printed, typed again or had to be proven though an authority knows it."""
        return self.printed + self.retyped + self.proven

    @property
    def breaks_per_case(self) -> float | None:
        """The same for one case."""
        return self.breaks / self.handed_in if self.handed_in else None

    @property
    def answers(self) -> int:
        """How many said how content they were, in months with enough of them."""
        return sum(self.ratings or ())

    @property
    def grade(self) -> float | None:
        """The mean of the grades, None without enough answers."""
        if not self.answers:
            return None
        given = zip(GRADES, self.ratings or (), strict=False)
        return sum(grade * count for grade, count in given) / self.answers


def of_month(month: Counted) -> Summary:
    """A single month."""
    return Summary(
        online=month.online,
        assisted=month.assisted,
        counter=month.counter,
        post=month.post,
        begun=month.begun,
        completed=0 if month.begun is None else month.online + month.assisted,
        decided=month.decided,
        printed=month.printed,
        retyped=month.retyped,
        proven=month.proven,
        ratings=tuple(month.ratings) if month.ratings else None,
    )


def together(found: Sequence[Summary]) -> Summary:
    """Months, or services in several towns, added up."""
    begun = [each.begun for each in found if each.begun is not None]
    rated = [each.ratings for each in found if each.ratings]
    return Summary(
        online=sum(each.online for each in found),
        assisted=sum(each.assisted for each in found),
        counter=_all_or_none(each.counter for each in found),
        post=_all_or_none(each.post for each in found),
        begun=sum(begun) if begun else None,
        completed=sum(each.completed for each in found),
        decided=sum(each.decided for each in found),
        printed=sum(each.printed for each in found),
        retyped=sum(each.retyped for each in found),
        proven=sum(each.proven for each in found),
        ratings=tuple(map(sum, zip(*rated, strict=True))) if rated else None,
    )


def summary_of(months: Iterable[Counted]) -> Summary:
    """The months added up."""
    return together([of_month(month) for month in months])


def shown_ratings(counts: Sequence[int], *, is_over: bool) -> list[int] | None:
    """What may be published of a month's grades: nothing while it lasts or with too few answers.

    Totals are made of published months only, so that no difference of two numbers tells a single answer.
    """
    return list(counts) if is_over and sum(counts) >= FEWEST_RATINGS else None


def month_of(day: datetime.date) -> datetime.date:
    """The first day of its month, by which a month is named here."""
    return day.replace(day=1)


def month_after(month: datetime.date, count: int = 1) -> datetime.date:
    """The month so many later, or earlier if negative."""
    years, left = divmod(month.month - 1 + count, 12)
    return datetime.date(month.year + years, left + 1, 1)


def _all_or_none(numbers: Iterable[int | None]) -> int | None:
    """The sum, None as soon as one of them is unknown, or if there is none."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known) if found and len(known) == len(found) else None
