"""Loading a municipality's streets and zones."""

from pathlib import Path

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.places import models
from modellkommune.foundation.places.book import Register
from modellkommune.foundation.places.folder import folder_digest, read_folder
from modellkommune.foundation.places.stored import house_rows, rule_row, street_row, zone_row
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality

_BATCH = 2000


def load_places(municipality_key: str, folder: Path) -> bool:
    """Replace the places of a municipality by those of its folder; False if they are loaded already.

    Safe to repeat, all or nothing. Raises PlacesInvalid with every mistake of the files.
    """
    with municipality(municipality_key):
        place = _place_name(Municipality.objects.select_for_update().get(pk=municipality_key))
        digest = folder_digest(folder, place)
        if models.Edition.objects.filter(digest=digest).exists():
            return False
        _replace(read_folder(folder, place), digest)
        record("places_loaded", f"places:{digest[:16]}", Actor("system"))
    return True


def _place_name(town: Municipality) -> str:
    places = town.profile.get("places") or {}
    return str(places.get("place") or town.name)


def _replace(register: Register, digest: str) -> None:
    for model in (models.House, models.ZoneRule, models.Street, models.Zone, models.Edition):
        model.objects.all().delete()
    models.Zone.objects.bulk_create(zone_row(zone) for zone in register.zones)
    models.Street.objects.bulk_create((street_row(street) for street in register.streets), _BATCH)
    models.ZoneRule.objects.bulk_create((rule_row(rule) for rule in register.rules), _BATCH)
    models.House.objects.bulk_create(house_rows(register), _BATCH)
    models.Edition.objects.create(digest=digest, place=register.place, loaded_at=clock.now())
