"""Reading the places of the current municipality."""

from collections import OrderedDict
from datetime import date
from functools import cached_property
from typing import Final

from modellkommune.foundation.places.book import Book, PlaceMatch
from modellkommune.foundation.places.errors import PlacesNotLoaded
from modellkommune.foundation.places.models import Edition
from modellkommune.foundation.places.stored import stored_register
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.reading import RowReader

MOST_BOOKS: Final = 64
"""So many books a process keeps; the one not asked for longest goes first."""

# number and digest of an edition (numbers begin anew in a restored database) -> its book
_books: OrderedDict[tuple[int, str], Book] = OrderedDict()
_IN_FORCE: Final = RowReader(
    lambda day: Edition.objects.filter(valid_from__lte=day).order_by("-valid_from", "-id")
)


def book() -> Book:
    """The current municipality's book for today: one small query, more only for an edition not read yet.

    Raises PlacesNotLoaded.
    """
    return book_on(clock.today())


def book_on(day: date) -> Book:
    """The book of the edition in force on a day, for that day. Raises PlacesNotLoaded."""
    edition = edition_on(day)
    if edition is None:
        raise PlacesNotLoaded(current_municipality())
    return book_of(edition, day)


def edition_on(day: date) -> Edition | None:
    """The edition in force on a day, None before the first."""
    return _IN_FORCE.read(day)


def book_of(edition: Edition, day: date) -> Book:
    """The book of an edition, kept for the next question."""
    key = (edition.pk, edition.digest)
    known = _books.get(key) or Book(stored_register(edition), day)
    _books[key] = known = known.on(day)
    _books.move_to_end(key)
    while len(_books) > MOST_BOOKS:
        _books.popitem(last=False)
    return known


def editions() -> tuple[Edition, ...]:
    """All editions, the one that holds last first."""
    return tuple(Edition.objects.order_by("-valid_from", "-id"))


class BookOnDemand:
    """The current municipality's book, read when the first address is looked up: most requests look up none.

    For one unit of work, not for longer.
    """

    def find(self, street: str, house_number: str, postcode: str, /) -> PlaceMatch:
        """As `Book.find`. Raises PlacesNotLoaded."""
        return self._book.find(street, house_number, postcode)

    @cached_property
    def _book(self) -> Book:
        return book()
