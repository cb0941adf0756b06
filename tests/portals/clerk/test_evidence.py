"""Documents in the office: pictures of ours in front, the original only as an act that the journal notes."""

import re
import uuid

import pytest
from django.test import Client

from modellkommune.casework.cases.states import REVIEW
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import handing_in
from tests.foundation.files.clamd import Double
from tests.foundation.files.samples import photo_with_place
from tests.workflow.errands import Errand, Simulator, apply, work_off

LIST = "/amt/vorschlaege/"
TOWN = "dueren"
PHOTO = photo_with_place()


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody without a log-in who still has to hand in the photo of her identity card."""
    errand = apply(germany, TOWN, level="")
    work_off()
    assert errand.state == REVIEW
    return errand


@pytest.fixture
def file_id(errand: Errand) -> uuid.UUID:
    """The photo, handed in later."""
    with municipality(TOWN):
        case = errand.case
        stored = store(PHOTO, "Ausweis Sommer.jpg", case.key, handing_in.desk_of(case, "id_photo"))
    handing_in.hand_in(TOWN, errand.case.pk)
    work_off()
    return stored.pk


def _case(errand: Errand) -> str:
    return f"/amt/vorgang/{errand.case.pk}/"


def _acts() -> int:
    with municipality(TOWN):
        return Entry.objects.filter(verb="original_opened").count()


def test_the_clerk_sees_what_is_missing_and_until_when(clerk: Client, errand: Errand) -> None:
    page = clerk.get(_case(errand)).text
    assert "Noch angefordert" in page
    assert "Foto Ihres Personalausweises" in page
    assert re.search(r"Frist: \w+", page)


def test_the_clerk_sees_it_arrive(clerk: Client, errand: Errand, file_id: uuid.UUID) -> None:
    assert "Neue Unterlagen" in clerk.get(LIST).text
    page = clerk.get(_case(errand)).text
    assert "Nachgereicht" in page
    assert f"{_case(errand)}datei/{file_id}/1.jpg" in page
    assert "Noch angefordert" not in page


def test_she_looks_at_pictures_of_ours_without_a_trace_of_the_original(
    clerk: Client, errand: Errand, file_id: uuid.UUID
) -> None:
    address = f"{_case(errand)}datei/{file_id}/"
    assert f'src="{address}1.jpg"' in clerk.get(address).text
    answer = clerk.get(f"{address}1.jpg")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert b"CameraOfAnna" not in answer.content
    assert clerk.get(f"{address}2.jpg").status_code == 404
    assert _acts() == 0


def test_the_original_comes_unchanged_and_is_noted(
    clerk: Client, errand: Errand, scanner: Double, file_id: uuid.UUID
) -> None:
    address = f"{_case(errand)}datei/{file_id}/original/"
    assert clerk.get(address).status_code == 405
    answer = clerk.post(address)
    assert answer.content == PHOTO
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert _acts() == 1


@pytest.mark.parametrize(
    ("mood", "said"), [("found", "findet nach heutigem Stand etwas"), ("error", "antwortet gerade nicht")]
)
def test_an_original_that_the_scanner_does_not_let_through_stays_here(
    clerk: Client, errand: Errand, scanner: Double, file_id: uuid.UUID, mood: str, said: str
) -> None:
    scanner.mood = mood
    answer = clerk.post(f"{_case(errand)}datei/{file_id}/original/")
    assert answer.status_code == 409
    assert said in answer.text
    assert f'src="{_case(errand)}datei/{file_id}/1.jpg"' in answer.text
    assert _acts() == 0


def test_without_a_scanner_no_original_is_offered_or_given(
    clerk: Client, errand: Errand, file_id: uuid.UUID
) -> None:
    address = f"{_case(errand)}datei/{file_id}/"
    page = clerk.get(address).text
    assert "Hier sieht kein Virenscanner die Dateien an." in page
    assert "original/" not in page
    answer = clerk.post(f"{address}original/")
    assert answer.status_code == 409
    assert b"CameraOfAnna" not in answer.content
    assert _acts() == 0


def test_a_file_of_another_case_is_not_here(
    clerk: Client, germany: Simulator, errand: Errand, file_id: uuid.UUID
) -> None:
    other = apply(germany, TOWN, "elektro")
    for path in ("", "1.jpg"):
        assert clerk.get(f"{_case(other)}datei/{file_id}/{path}").status_code == 404
    assert clerk.post(f"{_case(other)}datei/{file_id}/original/").status_code == 404
    assert clerk.get(f"{_case(errand)}datei/{uuid.uuid4()}/").status_code == 404
    assert _acts() == 0
