"""Sessions of residents: the end is stated, staying is possible, nothing typed is lost with them."""

import datetime
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_name, device_of
from modellkommune.values.clock import FixedClock
from modellkommune.workflow.access import DRAFT_CODE
from tests.foundation.files.samples import picture

TOWN = "musterstadt"
HOST = {"host": f"{TOWN}.localhost", "origin": f"http://{TOWN}.localhost"}
BEGIN = "/dienste/resident-parking/antrag/"
MINUTES = datetime.timedelta(minutes=1)
PERSON = {
    "given_name": "Lena", "family_name": "Sommer", "birth_date": "1991-05-14", "street": "", "place": "",
    "house_number": "", "postcode": "", "level": "substantial", "pseudonym": "https://provider|p-1",
}  # fmt: skip


@pytest.fixture
def visitor(musterstadt: str) -> Client:
    """Somebody's browser."""
    return Client(headers=HOST)


@pytest.fixture
def address(visitor: Client) -> str:
    """The first step of her application, without a log-in."""
    return str(visitor.post(BEGIN).headers["Location"])


@pytest.fixture
def later() -> Callable[[int], Any]:
    """`with later(61):` so many minutes have passed."""
    start = clock.now()
    return lambda minutes: clock.replaced_by(FixedClock(start + minutes * MINUTES))


def _code(address: str) -> str:
    with municipality(TOWN):
        return access_code(DRAFT_CODE, address.split("/")[2])


def _log_in(visitor: Client, **more: str) -> ResidentSession:
    with municipality(TOWN):
        session, token = start_session("substantial", PERSON | more, "firefox-linux")
    visitor.cookies["resident"] = token
    return session


def test_a_step_states_the_end_and_the_way_back(visitor: Client, address: str) -> None:
    page = visitor.get(address).text
    assert re.search(r"Ihre Sitzung endet um \d\d:\d\d Uhr, wenn Sie bis dahin nichts senden", page)
    assert _code(address) in page
    assert 'name="wish" value="stay"' in page
    assert 'id="session-dialog"' in page
    assert "session.js" in page


def test_staying_saves_and_prolongs(visitor: Client, address: str, later: Callable[[int], Any]) -> None:
    with later(50):
        assert visitor.post(address, {"family_name": "Sommer", "wish": "stay"}).headers["Location"] == address
    with later(100):
        assert 'value="Sommer"' in visitor.get(address).text


def test_the_script_asks_without_prolonging_and_prolongs_when_told(
    visitor: Client, address: str, later: Callable[[int], Any]
) -> None:
    with later(30):
        assert visitor.get("/sitzung/").json()["left"] <= 30 * 60
        assert visitor.post("/sitzung/").json()["left"] > 59 * 60
    with later(200):
        assert visitor.get("/sitzung/").json() == {"left": 0, "ends": "", "for_good": True}


def test_a_form_sent_after_the_end_is_kept_and_the_code_opens_it_again(
    visitor: Client, address: str, later: Callable[[int], Any]
) -> None:
    photo = SimpleUploadedFile("ausweis.jpg", picture(), "image/jpeg")
    with later(61):
        answer = visitor.post(address, {"family_name": "Sommer", "id_photo": photo})
        assert answer.headers["Location"].startswith("/antrag/fortsetzen/?antrag=")
        page = visitor.get(answer.headers["Location"]).text
        assert "Ihre Eingaben sind gespeichert" in page
        assert "Sommer" not in page
        visitor.post("/antrag/fortsetzen/", {"antrag": address.split("/")[2], "code": _code(address)})
        page = visitor.get(address).text
        assert 'value="Sommer"' in page
        assert "ausweis.jpg" in page


def test_the_end_of_a_session_opens_nothing(
    visitor: Client, address: str, later: Callable[[int], Any]
) -> None:
    visitor.post(address, {"family_name": "Sommer"})
    with later(61):
        answer = visitor.get(address)
        assert answer.status_code == 302
        assert "Sommer" not in visitor.get(answer.headers["Location"]).text


def test_a_stranger_writes_into_no_draft(address: str) -> None:
    stranger = Client(headers=HOST)
    stranger.post(BEGIN)
    answer = stranger.post(address, {"family_name": "Fremd"})
    assert answer.status_code == 403
    with municipality(TOWN):
        assert all(draft.version == 1 for draft in Draft.objects.all())


def test_without_a_session_the_page_holds_the_entries_until_the_code_is_right(address: str) -> None:
    visitor = Client(headers=HOST)
    answer = visitor.post(address, {"family_name": "Sommer & Söhne"})
    assert "Sommer &amp; Söhne" in answer.text
    again = visitor.post(address, {"family_name": "Sommer & Söhne", "_zugang": "AAAA-AAAA-AAAA"})
    assert "Dieser Code passt nicht" in again.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', again.text))
    assert html.unescape(hidden["family_name"]) == "Sommer & Söhne"
    done = visitor.post(address, {"family_name": "Sommer", "_zugang": _code(address)})
    assert done.status_code == 422
    assert 'value="Sommer"' in done.text
    assert visitor.get(address).status_code == 200


def test_a_log_in_that_ended_leads_back_to_the_same_step(
    visitor: Client, musterstadt: str, later: Callable[[int], Any]
) -> None:
    _log_in(visitor)
    address = str(visitor.post(BEGIN).headers["Location"])
    with later(31):
        answer = visitor.post(address, {"dwelling": "sole"})
        assert answer.headers["Location"] == f"/sitzung/ende/?weiter={address}&gerettet=1"
        page = visitor.get(answer.headers["Location"]).text
        assert "Ihre Eingaben sind gespeichert" in page
        assert f"/anmelden/?next={address}" in html.unescape(page)
        _log_in(visitor)
        assert re.search(r'value="sole"[^>]*checked', visitor.get(address).text)


def test_a_log_in_on_the_way_keeps_what_was_typed_and_uploaded(visitor: Client, address: str) -> None:
    photo = SimpleUploadedFile("ausweis.jpg", picture(), "image/jpeg")
    form = {"dwelling": "sole", "id_photo": photo, "wish": "login"}
    answer = visitor.post(address, form)
    assert answer.headers["Location"] == f"/anmelden/?next={address}&ohne={address}"
    with municipality(TOWN):
        draft = Draft.objects.get()
        ResidentSession.objects.update(subject_digest="")
        session = _log_in(visitor)
        ResidentSession.objects.filter(pk=session.pk).update(holder=draft.holder)
    page = visitor.get(address).text
    assert re.search(r'value="sole"[^>]*checked', page)
    assert "Sommer" in page
    with municipality(TOWN):
        assert Draft.objects.get().subject_digest == session.subject_digest


def test_saving_and_ending_ends_the_session(visitor: Client, address: str) -> None:
    answer = visitor.post(address, {"family_name": "Sommer", "wish": "end"})
    assert answer.headers["Location"].startswith("/antrag/fortsetzen/?antrag=")
    with municipality(TOWN):
        assert not ResidentSession.objects.exists()
    assert visitor.get(address).status_code == 302


def test_a_person_ends_her_log_ins_everywhere(visitor: Client) -> None:
    other, stranger = Client(headers=HOST), Client(headers=HOST)
    _log_in(other)
    here = _log_in(visitor)
    _log_in(stranger, pseudonym="https://provider|p-2")
    page = visitor.get("/sitzungen/").text
    assert page.count("Firefox, Linux") >= 2
    assert page.count('name="ende"') == 1
    [number] = re.findall(r'name="ende" value="(\d+)"', page)
    assert number != str(here.pk)
    visitor.post("/sitzungen/", {"ende": number})
    assert visitor.get("/sitzungen/").text.count('name="ende"') == 0
    _log_in(other)
    assert "Sie sind abgemeldet" in visitor.post("/sitzungen/", {"alle": "ja"}).text
    for ended in (visitor, other):
        assert ended.get("/sitzungen/").status_code == 302
    assert stranger.get("/sitzungen/").status_code == 200


def test_the_log_out_page_offers_everywhere(visitor: Client) -> None:
    other = Client(headers=HOST)
    _log_in(other)
    _log_in(visitor)
    assert 'name="alle"' in visitor.get("/abmelden/").text
    visitor.post("/abmelden/", {"alle": "ja"})
    assert other.get("/sitzungen/").status_code == 302


def test_a_stale_token_costs_nothing(address: str, visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers=HOST)
    strict.cookies = visitor.cookies
    refused = strict.post(address, {"family_name": "Sommer", "csrfmiddlewaretoken": "old"})
    assert refused.status_code == 403
    assert "Sommer" in refused.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', refused.text))
    answer = strict.post(address, hidden)
    assert answer.status_code == 422
    assert 'value="Sommer"' in answer.text


def test_an_expired_draft_says_so_and_offers_a_new_start(
    visitor: Client, address: str, later: Callable[[int], Any]
) -> None:
    with later(31 * 24 * 60):
        for answer in (visitor.get(address), visitor.post(address, {"family_name": "Sommer"})):
            assert answer.status_code == 404
            assert 'href="/dienste/"' in answer.text


@pytest.mark.parametrize(
    ("said", "device", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "firefox-linux", "Firefox, Linux"),
        ("... (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", "edge-windows", "Edge, Windows"),
        ("... (iPhone; CPU iPhone OS 18_0) Version/18 Mobile Safari/604", "safari-iphone", "Safari, iPhone"),
        ("... (Linux; Android 15) Chrome/140 Mobile", "chrome-android", "Chrome, Android"),
        ("curl/8", "", "Unbekanntes Gerät"),
    ],
)
def test_a_device_is_told_by_its_family_only(said: str, device: str, name: str) -> None:
    request = RequestFactory(headers={"user-agent": said}).get("/")
    assert device_of(request) == device
    assert device_name(device, "de") == name
