"""The office of the stand: an event from its first day to the reveal, tablets, sheets, and who may do it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from modellkommune.foundation.identity.commands import add_member
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.rights import ROLES, RUN_STAND
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.models import Event, Handout, Spin, Station, StockEntry, WheelRun
from modellkommune.values.wheel import recompute
from tests.pages.rules import assert_page_rules
from tests.portals.clerk.conftest import enter

Person = Callable[..., Staff]
NEW = {"name": "Stadtfest", "place": "Markt", "first": "5.12.2026", "last": ""}


@pytest.fixture
def helge(person: Person) -> Client:
    """Somebody who runs the stand of alpha."""
    return enter(person("helge", alpha="stand-staff"))


def _read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    html = str(answer.content.decode())
    assert_page_rules(html)
    return html


def _post(client: Client, path: str, **values: str) -> Any:
    return client.post(path, values)


def _event(client: Client) -> str:
    """A new event with prizes; its address."""
    address = str(_post(client, "/amt/infostand/", **NEW).headers["Location"])
    assert _post(client, f"{address}preis/", prize="Klingel", pieces="3").status_code == 302
    sticker = {"prize": "Aufkleber", "pieces": "9", "consolation": "yes"}
    assert _post(client, f"{address}preis/", **sticker).status_code == 302
    return address


def _move(client: Client, address: str, state: str) -> Any:
    return _post(client, f"{address}stand/", zustand=state)


def test_an_event_from_its_first_day_to_the_reveal(helge: Client) -> None:
    address = _event(helge)
    assert "Klingel" in _read(helge, address)
    assert "Stadtfest" in _read(helge, "/amt/infostand/")
    for state in ("committed", "open"):
        assert _move(helge, address, state).status_code == 302
        _read(helge, address)
    turned = _post(helge, f"{address}drehen/", farbe="green", drehung="")
    with municipality("alpha"):
        prize = Spin.objects.select_related("prize").get().prize
    assert prize.name in _read(helge, turned.headers["Location"])
    assert _post(helge, f"{address}bestand/", item="2", reason="damaged", count="2").status_code == 302
    with municipality("alpha"):
        assert [entry.change for entry in StockEntry.objects.order_by("number")] == [3, 9, -1, -2]
    for state in ("paused", "closed", "revealed"):
        assert _move(helge, address, state).status_code == 302
        _read(helge, address)
    said = json.loads(helge.get(f"{address}protokoll.json").content)
    assert recompute(said).fits
    assert len(said["lines"]) == 2


def test_the_stock_protocol_is_a_file_with_every_entry(helge: Client) -> None:
    address = _event(helge)
    _move(helge, address, "committed")
    _post(helge, f"{address}bestand/", item="1", reason="damaged", count="1")
    answer = helge.get(f"{address}bestand.csv")
    rows = [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]
    assert [row[2:5] for row in rows[1:]] == [
        ["Klingel", "3", "am Anfang"], ["Aufkleber", "9", "am Anfang"], ["Klingel", "-1", "beschädigt"],
    ]  # fmt: skip
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "einen Namen"),
        ({"first": "morgen"}, "den ersten Tag mit Punkten"),
        ({"first": "31.2.2026"}, "den ersten Tag mit Punkten"),
        ({"last": "4.12.2026"}, "den letzten Tag mit Punkten"),
    ],
)
def test_what_is_wrong_is_named_and_kept(helge: Client, typed: dict[str, str], said: str) -> None:
    answer = helge.post("/amt/infostand/", {**NEW, **typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert_page_rules(html)
    assert said in html
    assert 'value="Markt"' in html
    with municipality("alpha"):
        assert not Event.objects.exists()


@pytest.mark.parametrize("pieces", ["", "0", "-3", "viele", "10001", "²"])
def test_pieces_are_a_number(helge: Client, pieces: str) -> None:
    address = _event(helge)
    answer = helge.post(f"{address}preis/", {"prize": "Beutel", "pieces": pieces})
    assert answer.status_code == 422
    assert_page_rules(answer.content.decode())
    assert 'value="Beutel"' in answer.content.decode()


def test_what_the_wheel_refuses_is_said_on_its_page(helge: Client) -> None:
    address = _event(helge)
    for path, values, said in (
        ("stand/", {"zustand": "revealed"}, "geht das nicht"),
        ("drehen/", {"farbe": "red", "drehung": ""}, "geht das nicht"),
        ("bestand/", {"item": "1", "reason": "damaged", "count": "99"}, "nicht mehr da"),
    ):
        answer = helge.post(f"{address}{path}", values)
        assert answer.status_code == 422, path
        assert said in answer.content.decode()
    assert helge.post(f"{address}stand/", {"zustand": "burnt"}).status_code == 404


def test_a_code_is_shown_once_and_a_lost_tablet_is_taken_out(helge: Client) -> None:
    address = _event(helge)
    _post(helge, f"{address}tablets/", name="Tablet links")
    with municipality("alpha"):
        station = Station.objects.get()
    answer = _post(helge, f"{address}tablets/{station.pk}/code/")
    code = re.findall(r'class="pairing-code">([A-Z2-9]{4}-[A-Z2-9]{4})<', answer.content.decode())[0]
    assert_page_rules(answer.content.decode())
    assert code not in _read(helge, f"{address}tablets/")
    tablet = Client(headers={"host": "alpha.localhost"})
    tablet.post("/kiosk/koppeln/", {"kopplung": code})
    assert tablet.get("/kiosk/").status_code == 200
    assert "gekoppelt seit" in _read(helge, f"{address}tablets/")
    _post(helge, f"{address}tablets/{station.pk}/sperren/")
    assert tablet.get("/kiosk/").status_code == 302
    assert "gesperrt" in _read(helge, f"{address}tablets/")


def test_a_tablet_needs_a_name(helge: Client) -> None:
    address = _event(helge)
    answer = helge.post(f"{address}tablets/", {"name": " "})
    assert answer.status_code == 422
    assert_page_rules(answer.content.decode())


@pytest.mark.usefixtures("towns", "db")
def test_a_sheet_leads_to_its_service(person: Person) -> None:
    staff = person("hilde", musterstadt="stand-staff")
    helge = enter(staff, "musterstadt")
    with municipality("musterstadt"):
        event = Event.objects.get()
    page = f"/amt/infostand/{event.pk}/blaetter/"
    assert _post(helge, page).status_code == 302
    html = _read(helge, page)
    with municipality("musterstadt"):
        sheet = Handout.objects.get(service_id="resident-parking")
    assert f'href="{sheet.code}.pdf"' in html
    words = PdfDocument(helge.get(f"{page}{sheet.code}.pdf").content)[0].get_textpage().get_text_bounded()
    assert f"/i/{sheet.code}/" in words
    visitor = Client(headers={"host": "musterstadt.localhost"})
    assert visitor.get(f"/i/{sheet.code}/").headers["Location"] == "/dienste/resident-parking/"
    assert visitor.get("/i/gibtsnicht/").headers["Location"] == "/dienste/"
    with municipality("musterstadt"):
        assert Handout.objects.get(pk=sheet.pk).opened == 1


def test_all_other_roles_together_do_not_get_in(person: Person) -> None:
    kim = person("kim")
    with municipality("alpha"):
        for role, rights in ROLES.items():
            if RUN_STAND not in rights:
                add_member(kim, role)
    client = enter(kim)
    assert client.get("/amt/infostand/").status_code == 403
    assert client.post("/amt/infostand/", NEW).status_code == 403


@pytest.mark.usefixtures("helge")
def test_another_town_has_no_such_event(person: Person, helge: Client) -> None:
    address = _event(helge)
    other = enter(person("beate", beta="stand-staff"), "beta")
    paths = ("", "tablets/", "blaetter/", "bestand.csv", "protokoll.json", "drehung/1/")
    assert [other.get(f"{address}{path}").status_code for path in paths] == [404] * len(paths)
    assert _move(other, address, "committed").status_code == 404
    with municipality("alpha"):
        assert WheelRun.objects.get().state == "prepared"
