"""Hostile files at the real door: each is refused with an answer, or only a picture drawn by us is served."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import read
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.drawn import LOCKED
from tests.foundation.files.clamd import EICAR, Double
from tests.foundation.files.hostile import HOSTILE, Hostile
from tests.foundation.files.samples import picture

Post = Callable[..., Any]
Get = Callable[..., Any]
TOWN = "musterstadt"


@pytest.fixture
def address(post: Post) -> str:
    """The step of an application without a log-in that asks for a photo of the identity card."""
    return str(post("/dienste/resident-parking/antrag/").headers["Location"])


def _send(post: Post, address: str, hostile: Hostile) -> Any:
    file = SimpleUploadedFile(hostile.name, hostile.content, hostile.media_type)
    return post(address, id_photo=file, family_name="Sommer")


def _ids(page: str) -> list[str]:
    return re.findall(r'name="remove" value="([^"]+)"', page)


def _stored() -> list[StoredFile]:
    with municipality(TOWN):
        return list(StoredFile.objects.select_related("key"))


def assert_page(answer: Any, hidden: bytes) -> None:
    """A page of ours, in which nothing of the file stands."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert hidden not in answer.content


def assert_picture(answer: Any, hidden: bytes) -> None:
    """A JPEG of ours that no browser takes for anything else, without anything of the file in it."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == LOCKED
    assert answer.headers["Cache-Control"] == "no-store"
    assert hidden not in answer.content
    with Image.open(io.BytesIO(answer.content)) as image:
        image.load()
        assert (image.format, len(image.getexif()), image.info.get("comment")) == ("JPEG", 0, None)


@pytest.mark.parametrize("name", HOSTILE)
def test_never_served(get: Get, post: Post, address: str, name: str) -> None:
    hostile = HOSTILE[name]
    answer = _send(post, address, hostile)
    page = answer.content.decode()
    assert answer.status_code == 422  # other questions of the step are open
    assert 'value="Sommer"' in page
    if hostile.said:
        assert hostile.said in page
        assert not _ids(page)
        assert _stored() == []
        return
    [file_id] = _ids(page)
    look = f"{address.rsplit('/', 2)[0]}/datei/{file_id}/"
    assert_page(get(look), hostile.hidden)
    assert_picture(get(f"{look}1.jpg"), hostile.hidden)
    assert get(f"{look}original/").status_code == 404
    [stored] = _stored()
    with municipality(TOWN):
        assert stored.name.endswith((".jpg", ".png", ".pdf"))
        assert read(stored) == hostile.content  # kept as it came, for the scanner and for a court


WITH_EICAR = [name for name, each in HOSTILE.items() if each.hidden == EICAR and not each.said]


@pytest.mark.parametrize("name", WITH_EICAR)
def test_the_real_scanner_refuses(post: Post, address: str, clamd: None, name: str) -> None:
    page = _send(post, address, HOSTILE[name]).content.decode()
    assert "hat der Virenscanner ein Schadprogramm erkannt" in page
    assert "ein neues Foto des Dokuments" in page
    assert not _ids(page)
    assert _stored() == []


def test_while_the_scanner_is_silent_the_applicant_is_told_and_nothing_is_lost(
    get: Get, post: Post, address: str, scanner: Double
) -> None:
    scanner.mood = "error"
    page = _send(post, address, HOSTILE["EICAR behind a photo"]).content.decode()
    [file_id] = _ids(page)
    assert "Wir prüfen diese Datei noch auf Schadprogramme." in page
    assert "nichts geht verloren" in page
    assert "Ersetzen" in page
    look = f"{address.rsplit('/', 2)[0]}/datei/{file_id}/"
    assert look + "1.jpg" not in page
    assert "Wir prüfen diese Datei noch" in get(look).content.decode()
    assert get(f"{look}1.jpg").status_code == 404
    english = get(address, sprache="en").content.decode()
    assert "nothing is lost" in english


def test_what_was_rejected_meanwhile_is_named_and_makes_room_for_another(
    get: Get, post: Post, address: str, scanner: Double
) -> None:
    scanner.mood = "error"
    _send(post, address, HOSTILE["EICAR behind a photo"])
    with municipality(TOWN):
        StoredFile.objects.update(state="rejected", refusal="FileInfected")
    assert "Diese Datei können wir nicht verwenden." in get(address).content.decode()
    page = post(address, family_name="Sommer").content.decode()
    assert "„foto.jpg“: In dieser Datei hat der Virenscanner ein Schadprogramm erkannt." in page
    assert not _ids(page)
    scanner.mood = "honest"
    good = Hostile("ausweis.jpg", picture(), b"")
    assert len(_ids(_send(post, address, good).content.decode())) == 1
