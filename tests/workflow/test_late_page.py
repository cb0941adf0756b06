"""Handing in later in a browser: files sent after the end of the session wait on the desk of the case."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.values.clock import FixedClock
from modellkommune.workflow.access import adopt_case
from modellkommune.workflow.handing_in import on_desk
from tests.foundation.files.samples import EXECUTABLE, picture
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "musterstadt"
PHOTO = "id_photo"


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody without a log-in, who hands the photo of her identity card in later."""
    known_towns.forget()
    errand = apply(germany, TOWN, level="")
    work_off()
    return errand


@pytest.fixture
def visitor(errand: Errand) -> Client:
    """The browser in which she applied."""
    client = Client(headers={"host": f"{TOWN}.localhost"})
    with municipality(TOWN):
        session, token = start_session("none")
        adopt_case(errand.case, session.holder)
    client.cookies["resident"] = token
    return client


def _page(errand: Errand) -> str:
    return f"/vorgang/{errand.public_id}/unterlagen/"


def _photo(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("ausweis.jpg", content or picture(), "image/jpeg")


def _desk(errand: Errand) -> list[str]:
    with municipality(TOWN):
        return [str(one["name"]) for one in on_desk(errand.case, PHOTO)]


def test_files_are_looked_at_and_handed_in(visitor: Client, errand: Errand) -> None:
    assert visitor.post(_page(errand), {PHOTO: _photo(), "wish": "look"}).headers["Location"] == _page(errand)
    page = visitor.get(_page(errand)).text
    assert "ausweis.jpg" in page
    assert 'id="session-dialog"' in page
    [file_id] = {part.split("/")[0] for part in page.split("/datei/")[1:]}
    assert visitor.get(f"/vorgang/{errand.public_id}/datei/{file_id}/1.jpg").status_code == 200
    done = visitor.post(_page(errand), {"wish": "hand_in"})
    assert "Ihre Unterlagen sind angekommen" in visitor.get(done.headers["Location"]).text
    assert visitor.get(_page(errand)).status_code == 302


def test_a_bad_file_is_said_and_nothing_is_handed_in(visitor: Client, errand: Errand) -> None:
    answer = visitor.post(_page(errand), {PHOTO: _photo(EXECUTABLE), "wish": "hand_in"})
    assert answer.status_code == 422
    assert "„ausweis.jpg“: Diese Art von Datei" in answer.text
    assert "Bitte wählen Sie mindestens eine Datei" in visitor.post(_page(errand), {"wish": "hand_in"}).text


def test_files_sent_after_the_end_of_the_session_are_kept(visitor: Client, errand: Errand) -> None:
    with clock.replaced_by(FixedClock(clock.now() + datetime.timedelta(minutes=61))):
        answer = visitor.post(_page(errand), {PHOTO: _photo(), "wish": "hand_in"})
        page = visitor.get(answer.headers["Location"]).text
    assert "Ihre Dateien sind gespeichert" in page
    assert 'name="code"' in page
    assert "ausweis.jpg" not in page
    assert _desk(errand) == ["ausweis.jpg"]


def test_saving_before_the_end_keeps_the_files_and_ends_the_session(visitor: Client, errand: Errand) -> None:
    visitor.post(_page(errand), {PHOTO: _photo(), "wish": "end"})
    assert _desk(errand) == ["ausweis.jpg"]
    assert visitor.get(_page(errand)).headers["Location"] == f"/vorgang/{errand.public_id}/"


def test_a_stranger_puts_nothing_on_a_desk(errand: Errand) -> None:
    stranger = Client(headers={"host": f"{TOWN}.localhost"})
    answer = stranger.post(_page(errand), {PHOTO: _photo(), "wish": "hand_in"})
    assert answer.headers["Location"] == f"/vorgang/{errand.public_id}/"
    assert _desk(errand) == []
