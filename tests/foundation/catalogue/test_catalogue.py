from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from modellkommune import blueprint
from modellkommune.foundation.catalogue import queries
from modellkommune.foundation.catalogue.commands import (
    adopt,
    adopt_services,
    publish,
    withdraw,
)
from modellkommune.foundation.catalogue.errors import (
    ReleaseAltered,
    ReleaseUnknown,
    ServiceNotOffered,
    VersionAlreadyPublished,
)
from modellkommune.foundation.catalogue.models import Adoption, Overlay, Release
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from tests.blueprint.folders import OVERLAY, change, write_guide

SERVICE = "resident-parking"
Published = tuple[blueprint.Release, blueprint.Overlay]

pytestmark = pytest.mark.usefixtures("two_towns")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> blueprint.Release:
    """Checking takes a second: once for all."""
    return blueprint.load_release(write_guide(tmp_path_factory.mktemp("guide")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_guide(tmp_path)
    return tmp_path


@pytest.fixture
def loaded(folder: Path, release: blueprint.Release) -> Callable[[], Published]:
    return lambda: (release, blueprint.load_overlay(folder / OVERLAY, release))


@pytest.fixture
def adopted(loaded: Callable[[], Published]) -> Published:
    release, overlay = loaded()
    publish(release)
    adopt("alpha", release, overlay)
    return release, overlay


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    queries.service.cache_clear()


def _raise_length(folder: Path) -> None:
    change(folder / OVERLAY, "max_length_mm: 6000", "max_length_mm: 5000")


def test_an_adopted_service_is_offered(adopted: Published) -> None:
    with municipality("alpha"):
        (service,) = queries.offered()
        assert service.id == SERVICE
        assert queries.current(SERVICE).parameters["max_length_mm"] == 6000


def test_another_town_does_not_offer_it(adopted: Published) -> None:
    with municipality("beta"):
        assert queries.offered() == ()
        with pytest.raises(ServiceNotOffered):
            queries.current(SERVICE)


def test_a_service_is_compiled_once_in_a_process(adopted: Published, django_assert_num_queries: Any) -> None:
    release, overlay = adopted
    with municipality("alpha"):
        service = queries.service(release.hash, overlay.hash)
        with django_assert_num_queries(0):
            assert queries.service(release.hash, overlay.hash) is service
        with django_assert_num_queries(1):
            assert queries.current(SERVICE) is service


def test_what_was_started_before_keeps_its_overlay(
    adopted: Published, folder: Path, loaded: Callable[[], Published]
) -> None:
    release, before = adopted
    _raise_length(folder)
    _, after = loaded()
    adopt("alpha", release, after)
    with municipality("alpha"):
        assert queries.current(SERVICE).parameters["max_length_mm"] == 5000
        assert queries.service(release.hash, before.hash).parameters["max_length_mm"] == 6000


def test_adopting_the_same_again_changes_nothing(adopted: Published) -> None:
    adopt("alpha", *adopted)
    with municipality("alpha"):
        assert Adoption.objects.count() == 1


def test_the_history_of_adoptions_is_kept(
    adopted: Published, folder: Path, loaded: Callable[[], Published]
) -> None:
    _raise_length(folder)
    adopt("alpha", *loaded())
    adopt("alpha", *adopted)
    with municipality("alpha"):
        ended = Adoption.objects.order_by("pk").values_list("ended_at", flat=True)
        assert [instant is None for instant in ended] == [False, False, True]
        assert Overlay.objects.count() == 2


def test_an_unpublished_release_cannot_be_adopted(loaded: Callable[[], Published]) -> None:
    with pytest.raises(ReleaseUnknown):
        adopt("alpha", *loaded())


def test_a_withdrawn_release_starts_nothing_new_and_keeps_what_runs(adopted: Published) -> None:
    release, overlay = adopted
    withdraw(release.hash)
    with municipality("alpha"):
        assert queries.offered() == ()
        assert queries.service(release.hash, overlay.hash).id == SERVICE


def test_an_unknown_overlay_has_no_service(adopted: Published) -> None:
    release, _ = adopted
    with municipality("alpha"), pytest.raises(ReleaseUnknown):
        queries.service(release.hash, "0" * 64)


def test_an_altered_release_is_refused(adopted: Published) -> None:
    release, overlay = adopted
    stored = Release.objects.get(pk=release.hash)
    Release.objects.filter(pk=release.hash).update(document=stored.document.replace("1.0.0", "1.0.1"))
    with municipality("alpha"), pytest.raises(ReleaseAltered):
        queries.service(release.hash, overlay.hash)


def test_a_published_version_never_changes_in_production(
    adopted: Published, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    blueprints = folder / "blueprints"
    change(blueprints / SERVICE / "service.yaml", "situations: [moving, car]", "situations: [car]")
    with pytest.raises(VersionAlreadyPublished):
        publish(blueprint.load_release(blueprints / SERVICE))


def test_a_town_adopts_what_its_description_names(folder: Path) -> None:
    Municipality.objects.create(key="dueren", name="Düren", ags="05358008", profile={"services": [SERVICE]})
    town = folder / "municipalities" / "dueren"
    assert adopt_services(town, folder / "blueprints") == (SERVICE,)
    with municipality("dueren"):
        assert [service.id for service in queries.offered()] == [SERVICE]
    Municipality.objects.filter(key="dueren").update(profile={"services": []})
    adopt_services(town, folder / "blueprints")
    with municipality("dueren"):
        assert queries.offered() == ()
