"""Reading the places of the current municipality."""

from collections import OrderedDict
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Final

from modellkommune.foundation.places.book import Book, PlaceMatch
from modellkommune.foundation.places.errors import PlacesNotLoaded
from modellkommune.foundation.places.models import Edition
from modellkommune.foundation.places.stored import stored_register
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.reading import RowReader

MOST_WEIGHT: Final = 600_000
"""So many houses, streets and points of borders a process keeps, 80 bytes each: 50 MB."""

# number and digest of an edition (numbers begin anew in a restored database) -> its book
_books: OrderedDict[tuple[int, str], Book] = OrderedDict()
_keeping: Final = Lock()
_reading: Final = Lock()
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
    known = (_books.get(key) or _read(key, edition, day)).on(day)
    if known is not _books.get(key):
        _keep(key, known)
    return known


def _read(key: tuple[int, str], edition: Edition, day: date) -> Book:
    """Read a book; who wants it at the same time waits for it instead of reading it as well."""
    with _reading:
        found = _books.get(key)
        if found is None:
            found = Book(stored_register(edition), day)
            _keep(key, found)
        return found


def _keep(key: tuple[int, str], known: Book) -> None:
    """Keep a book; those read longest ago go when all together weigh too much."""
    with _keeping:
        _books[key] = known
        _books.move_to_end(key)
        while len(_books) > 1 and sum(one.weight for one in _books.values()) > MOST_WEIGHT:
            _books.popitem(last=False)


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
