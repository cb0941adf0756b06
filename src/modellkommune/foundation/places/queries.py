"""Reading the places of the current municipality."""

from functools import cached_property

from modellkommune.foundation.places.book import Book, PlaceMatch
from modellkommune.foundation.places.errors import PlacesNotLoaded
from modellkommune.foundation.places.models import Edition
from modellkommune.foundation.places.stored import stored_register
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality

# municipality key -> (digest of the edition, its book); a process keeps one edition of each
_books: dict[str, tuple[str, Book]] = {}


def book() -> Book:
    """The current municipality's book for today: one small query, more only after an edition was loaded.

    Raises PlacesNotLoaded.
    """
    edition = Edition.objects.values_list("digest", "place").first()
    if edition is None:
        raise PlacesNotLoaded(current_municipality())
    digest, place = edition
    known = _books.get(current_municipality())
    if known is None or known[0] != digest:
        known = (digest, Book(stored_register(place), clock.today()))
        _books[current_municipality()] = known
    return known[1].on(clock.today())


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
