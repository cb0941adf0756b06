"""The example of the guide, written once, changed by tests in copies of their own."""

from pathlib import Path

import pytest

from modellkommune.blueprint import Overlay, Release, Service, compile_service, load_overlay, load_release
from tests.blueprint.folders import OVERLAY, write_guide


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The blueprint of the guide, free to be changed."""
    return write_guide(tmp_path)


@pytest.fixture
def overlay_file(folder: Path) -> Path:
    """The overlay of the guide, free to be changed."""
    return folder.parents[1] / OVERLAY


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blueprint of the guide, not to be changed."""
    return write_guide(tmp_path_factory.mktemp("guide"))


@pytest.fixture(scope="session")
def release(guide: Path) -> Release:
    """The release of the guide."""
    return load_release(guide)


@pytest.fixture(scope="session")
def overlay(guide: Path, release: Release) -> Overlay:
    """The overlay of the guide."""
    return load_overlay(guide.parents[1] / OVERLAY, release)


@pytest.fixture(scope="session")
def service(release: Release) -> Service:
    """The guide's service as it stands without a municipality."""
    return compile_service(release.document)
