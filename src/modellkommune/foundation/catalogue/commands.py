"""Publishing releases and adopting them."""

from functools import lru_cache
from pathlib import Path

import rfc8785
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from modellkommune import blueprint
from modellkommune.foundation.catalogue.errors import ReleaseUnknown, VersionAlreadyPublished
from modellkommune.foundation.catalogue.models import Adoption, Overlay, Release
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality

OPERATOR = Actor("operator", "catalogue")


def publish(release: blueprint.Release) -> Release:
    """Publish a release for the whole installation. Safe to repeat: the hash is its identity.

    Raises `VersionAlreadyPublished` in production; a demonstration follows the blueprint somebody is writing.
    """
    service_id, version = release.document["service"]["id"], release.document["service"]["version"]
    with transaction.atomic():
        others = Release.objects.filter(service_id=service_id, version=version).exclude(pk=release.hash)
        if settings.PRODUCTION and others.exists():
            raise VersionAlreadyPublished(service_id, version)
        row, _ = Release.objects.get_or_create(
            hash=release.hash,
            defaults={
                "service_id": service_id,
                "version": version,
                "document": rfc8785.dumps(release.document).decode(),
                "published_at": clock.now(),
            },
        )
    return row


def withdraw(release_hash: str) -> None:
    """Let a release start nothing new. Safe to repeat."""
    Release.objects.filter(pk=release_hash).update(withdrawn=True)


def adopt(town: str, release: blueprint.Release, overlay: blueprint.Overlay) -> Adoption:
    """Let a municipality offer a published release with its overlay from now on.

    Drafts and cases under way keep theirs. Safe to repeat. Raises `ReleaseUnknown` before `publish`.
    """
    published = Release.objects.filter(pk=release.hash).first()
    if published is None:
        raise ReleaseUnknown(release.hash)
    with municipality(town):
        Municipality.objects.select_for_update().get(pk=town)
        return _adopted(published, _overlay(published, overlay))


def adopt_services(town_folder: Path, blueprints: Path) -> tuple[str, ...]:
    """Let a loaded municipality adopt the services its description names, with the overlays of its folder.

    Safe to repeat; services no longer named end. Raises `BlueprintInvalid`, `Municipality.DoesNotExist`.
    """
    town = Municipality.objects.get(pk=town_folder.resolve().name)
    wanted = tuple(town.profile.get("services", ()))
    for service_id in wanted:
        release = _release(blueprints / service_id)
        publish(release)
        adopt(town.pk, release, blueprint.load_overlay(town_folder / f"{service_id}.yaml", release))
    with municipality(town.pk):
        _end(Adoption.objects.filter(ended_at=None).exclude(service_id__in=wanted))
    return wanted


def _release(folder: Path) -> blueprint.Release:
    # Checking a blueprint takes a second: once for all municipalities, until one of its files changes.
    stamps = tuple(
        sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file())
    )
    return _checked(folder, stamps)


@lru_cache(maxsize=32)
def _checked(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> blueprint.Release:
    return blueprint.load_release(folder)


def _overlay(release: Release, overlay: blueprint.Overlay) -> Overlay:
    row, _ = Overlay.objects.get_or_create(
        hash=overlay.hash,
        defaults={
            "service_id": release.service_id,
            "document": rfc8785.dumps(overlay.document).decode(),
            "taken_in_at": clock.now(),
        },
    )
    return row


def _adopted(release: Release, overlay: Overlay) -> Adoption:
    running = Adoption.objects.filter(service_id=release.service_id, ended_at=None)
    same = running.filter(release=release, overlay=overlay).first()
    if same is not None:
        return same
    _end(running)
    row = Adoption.objects.create(
        service_id=release.service_id, release=release, overlay=overlay, adopted_at=clock.now()
    )
    record("service_adopted", f"adoption:{row.pk}", OPERATOR)
    return row


def _end(adoptions: QuerySet[Adoption]) -> None:
    for adoption in adoptions:
        adoption.ended_at = clock.now()
        adoption.save(update_fields=["ended_at"])
        record("service_ended", f"adoption:{adoption.pk}", OPERATOR)
