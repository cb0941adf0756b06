"""Hostile files that were taken, in the office: pictures of ours, and an original only past the scanner."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from modellkommune.casework.cases.states import REVIEW
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.files.models import QUARANTINED
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.drawn import LOCKED
from modellkommune.workflow import handing_in
from modellkommune.workflow.sweeping import sweep
from tests.foundation.files.clamd import Double
from tests.foundation.files.hostile import TAKEN, Hostile
from tests.portals.citizen.test_hostile_files import assert_page, assert_picture
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "dueren"
WAYS = {
    "antrag/<uuid:draft_id>/datei/<uuid:file_id>/",
    "antrag/<uuid:draft_id>/datei/<uuid:file_id>/<int:number>.jpg",
    "vorgang/<uuid:case_id>/datei/<uuid:file_id>/",
    "vorgang/<uuid:case_id>/datei/<uuid:file_id>/<int:number>.jpg",
    "amt/vorgang/<int:case_id>/datei/<uuid:file_id>/",
    "amt/vorgang/<int:case_id>/datei/<uuid:file_id>/<int:number>.jpg",
    "amt/vorgang/<int:case_id>/datei/<uuid:file_id>/original/",
}


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody without a log-in who still has to hand in the photo of her identity card."""
    errand = apply(germany, TOWN, level="")
    work_off()
    assert errand.state == REVIEW
    return errand


def _hand_in(errand: Errand, hostile: Hostile) -> uuid.UUID:
    with municipality(TOWN):
        place = handing_in.desk_of(errand.case, "id_photo")
        stored = store(hostile.content, hostile.name, errand.case.key, place)
    handing_in.hand_in(TOWN, errand.case.pk)
    work_off()
    return stored.pk


def _case(errand: Errand) -> str:
    return f"/amt/vorgang/{errand.case.pk}/"


def _ways(found: "URLResolver | URLPattern", before: str = "") -> "set[str]":
    here = before + str(found.pattern)
    if isinstance(found, URLResolver):
        return set().union(*(_ways(each, here) for each in found.url_patterns))
    return {here} if "file_id" in here else set()


def test_these_are_all_ways_to_a_file() -> None:
    assert _ways(get_resolver()) == {f"^/{way}" for way in WAYS}


@pytest.mark.parametrize("name", TAKEN)
def test_never_served(clerk: Client, errand: Errand, name: str) -> None:
    hostile = TAKEN[name]
    address = f"{_case(errand)}datei/{_hand_in(errand, hostile)}/"
    assert_page(clerk.get(_case(errand)), hostile.hidden)
    assert_page(clerk.get(address), hostile.hidden)
    assert_picture(clerk.get(f"{address}1.jpg"), hostile.hidden)
    refused = clerk.post(f"{address}original/")
    assert refused.status_code == 409
    assert refused.headers["Content-Type"].startswith("text/html")
    assert hostile.hidden not in refused.content


def test_an_original_past_the_scanner_is_saved_and_never_shown(
    clerk: Client, errand: Errand, scanner: Double
) -> None:
    hostile = TAKEN["a PDF that is HTML"]
    answer = clerk.post(f"{_case(errand)}datei/{_hand_in(errand, hostile)}/original/")
    assert answer.content == hostile.content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == LOCKED


def test_an_original_that_came_before_the_scanner_is_looked_at_before_it_goes_out(
    clerk: Client, errand: Errand, clamd: None, settings: pytest.MonkeyPatch
) -> None:
    place, settings.CLAMD = settings.CLAMD, None  # type: ignore[attr-defined]
    hostile = TAKEN["EICAR in the comment of a photo"]
    file_id = _hand_in(errand, hostile)
    settings.CLAMD = place  # type: ignore[attr-defined]
    refused = clerk.post(f"{_case(errand)}datei/{file_id}/original/")
    assert refused.status_code == 409
    assert hostile.hidden not in refused.content


def test_staff_see_what_is_in_checking_and_what_was_rejected_but_not_the_file(
    clerk: Client, errand: Errand, scanner: Double
) -> None:
    hostile = TAKEN["EICAR behind a photo"]
    scanner.mood = "error"
    file_id = _hand_in(errand, hostile)
    address = f"{_case(errand)}datei/{file_id}/"
    assert "In Prüfung auf Schadprogramme" in clerk.get(_case(errand)).text
    assert "noch nicht angesehen" in clerk.get(address).text
    _assert_closed(clerk, errand, address)
    with municipality(TOWN):
        [waiting] = [each for entry in handing_in.evidence_of(errand.case) for each in entry.files]
    assert waiting.state == QUARANTINED
    scanner.mood = "honest"
    sweep()
    work_off()
    page = clerk.get(_case(errand)).text
    assert "Abgewiesen" in page
    assert "Noch angefordert" in page
    assert "bleibt verschlossen" in clerk.get(address).text
    _assert_closed(clerk, errand, address)


def _assert_closed(clerk: Client, errand: Errand, address: str) -> None:
    assert f"{address}1.jpg" not in clerk.get(_case(errand)).text
    assert "original/" not in clerk.get(address).text
    assert clerk.get(f"{address}1.jpg").status_code == 404
    assert clerk.post(f"{address}original/").status_code == 404
