"""Loading a municipality's streets and zones: from its folder, or from files that a town has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.places import models
from modellkommune.foundation.places.assembling import assemble
from modellkommune.foundation.places.book import Book, Register
from modellkommune.foundation.places.errors import PlacesChangedMeanwhile
from modellkommune.foundation.places.folder import folder_digest, read_folder
from modellkommune.foundation.places.queries import edition_on
from modellkommune.foundation.places.reading import Manner, PlacesReader
from modellkommune.foundation.places.stored import (
    house_rows,
    register_digest,
    rule_row,
    stored_register,
    street_row,
    zone_row,
)
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality

_BATCH: Final = 500
_KEPT: Final = timedelta(days=730)
"""The rows of an edition go this long after a later one took its place."""


@dataclass(frozen=True)
class Import:
    """Files read and checked, ready to be put into force; nothing is written yet."""

    municipality: str
    valid_from: date
    before: Register | None
    after: Register
    edition: int | None
    """The edition that the kinds without a file were taken from."""
    kinds: tuple[str, ...]
    ignored: dict[str, tuple[str, ...]]

    def books(self) -> tuple[Book | None, Book]:
        """What holds on that day without the import, and with it."""
        before = Book(self.before, self.valid_from) if self.before else None
        return before, Book(self.after, self.valid_from)


def load_places(municipality_key: str, folder: Path) -> bool:
    """Put the places of a municipality's folder into force; False if this state of it was loaded last.

    An import that came later stays in force until the folder changes. Safe to repeat, all or nothing.
    Raises PlacesInvalid with every mistake of the files.
    """
    with municipality(municipality_key):
        place = _place_name(Municipality.objects.select_for_update().get(pk=municipality_key))
        digest = folder_digest(folder, place)
        last = models.Edition.objects.filter(source="folder").order_by("-id").first()
        if last is not None and last.digest == digest:
            return False
        _write(read_folder(folder, place), digest, "folder", None)
    return True


def read_import(municipality_key: str, files: Sequence[Path], valid_from: date, manner: Manner) -> Import:
    """Read files of streets, addresses, zones or zone rules; a kind without a file stays as it is.

    No transaction is open while files are read. Raises PlacesInvalid with every mistake.
    """
    with municipality(municipality_key):
        place = _place_name(Municipality.objects.get(pk=municipality_key))
        edition = edition_on(valid_from)
        before = stored_register(edition) if edition else None
    reader = PlacesReader(manner)
    for path in files:
        reader.read(path)
    after = assemble(reader.material, place, reader.problems, before)
    reader.problems.refuse()
    kinds, number = tuple(sorted(reader.material.kinds)), edition.pk if edition else None
    return Import(municipality_key, valid_from, before, after, number, kinds, reader.ignored)


def carry_out_import(order: Import) -> bool:
    """Put an import into force from its day; False if just that holds already. Safe to repeat.

    Raises PlacesChangedMeanwhile if the edition it builds on is no longer the one in force on that day.
    """
    digest = register_digest(order.after)
    with municipality(order.municipality):
        Municipality.objects.select_for_update().get(pk=order.municipality)
        holding = edition_on(order.valid_from)
        if order.before is not None and register_digest(order.before) == digest:
            return False
        if (holding.pk if holding else None) != order.edition:
            raise PlacesChangedMeanwhile
        _write(order.after, digest, "import", order.valid_from)
    return True


def _place_name(town: Municipality) -> str:
    places = town.profile.get("places") or {}
    return str(places.get("place") or town.name)


def _write(register: Register, digest: str, source: str, valid_from: date | None) -> None:
    """A new edition with its rows. The first of a municipality holds for earlier days as well."""
    first = not models.Edition.objects.exists()
    edition = models.Edition(digest=digest, place=register.place, source=source, loaded_at=clock.now())
    if not first:
        edition.valid_from = valid_from or clock.today()
    edition.save()
    models.Zone.objects.bulk_create(zone_row(zone, edition) for zone in register.zones)
    models.Street.objects.bulk_create((street_row(street, edition) for street in register.streets), _BATCH)
    models.ZoneRule.objects.bulk_create((rule_row(rule, edition) for rule in register.rules), _BATCH)
    models.StreetHouses.objects.bulk_create(house_rows(register, edition), _BATCH)
    _forget_old_editions()
    record("places_loaded", f"places:{digest[:16]}", Actor("system"))


def _forget_old_editions() -> None:
    """Editions that a later one replaced long ago; cases keep what they need of them."""
    oldest = models.Edition.objects.filter(valid_from__lte=clock.today() - _KEPT)
    keep = oldest.order_by("-valid_from", "-id").values_list("pk", flat=True).first()
    if keep is not None:
        oldest.exclude(pk=keep).delete()
