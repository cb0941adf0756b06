"""Taking municipalities into the installation."""

from pathlib import Path

from django.db import transaction

from modellkommune.foundation.tenants.description import FILE, Description, read_description
from modellkommune.foundation.tenants.errors import MunicipalityInvalid
from modellkommune.foundation.tenants.models import Municipality


def load_municipality(folder: Path) -> Municipality:
    """Take in the municipality that `folder`/municipality.yaml describes, or bring it up to date.

    Safe to repeat. Raises `MunicipalityInvalid`, also when another municipality has one of its host names.
    """
    description = read_description(folder)
    with transaction.atomic():
        _refuse_taken_hosts(folder / FILE, description)
        row, _ = Municipality.objects.update_or_create(
            key=description.key,
            defaults={
                "name": description.name,
                "ags": description.ags,
                "hosts": description.hosts,
                "profile": description.model_dump(mode="json"),
                "demonstration": description.demonstration,
            },
        )
    return row


def _refuse_taken_hosts(file: Path, description: Description) -> None:
    others = Municipality.objects.select_for_update().exclude(key=description.key)
    owners = {host: other.key for other in others for host in other.hosts}
    taken = [f"hosts: {host} belongs to {owners[host]}" for host in description.hosts if host in owners]
    if taken:
        raise MunicipalityInvalid(file, taken)
