"""Log-ins of staff: seen and ended by their owner or an administrator; forms sent too late are kept."""

import datetime
from collections.abc import Callable
from typing import Any

from django.test import Client

from modellkommune.foundation.identity.models import Staff, StaffSession
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import FixedClock
from tests.portals.clerk.conftest import PASSWORD, browser, enter

OWN = "/amt/profil/anmeldungen/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def _second_device(staff: Staff) -> tuple[Client, StaffSession]:
    """Another log-in of the same account, whose codes have been used up: made as the first one was."""
    client = browser(**{"user-agent": FIREFOX})
    client.post("/amt/konto/anmelden/", {"login": staff.email, "password": PASSWORD})
    row = StaffSession.objects.create(
        staff=staff, device="firefox-windows", started=clock.now(), seen=clock.now()
    )
    client.force_login(staff)
    session = client.session
    now = clock.now().timestamp()
    session.update({"office_started": now, "office_seen": now, "office_second_factor": True})
    session["office_number"] = str(row.pk)
    session.save()
    return client, row


def test_one_sees_ones_log_ins_and_ends_the_others(person: Callable[..., Staff]) -> None:
    staff = person("kim", alpha="clerk")
    here = enter(staff)
    there, row = _second_device(staff)
    page = here.get(OWN).text
    assert "Firefox, Windows" in page
    assert "Dieses Gerät" in page
    assert page.count('name="ende"') == 1
    assert there.get("/amt/").status_code == 200
    assert here.post(OWN, {"ende": str(row.pk)}).status_code == 302
    assert there.get("/amt/").status_code == 302
    assert here.get("/amt/").status_code == 200
    assert here.post(OWN, {"ende": "x"}).status_code == 302


def test_an_administrator_ends_all_log_ins_of_a_colleague(person: Callable[..., Staff]) -> None:
    kim, boss = person("kim", alpha="clerk"), person("bo", alpha="administrator")
    at_work, administrator = enter(kim), enter(boss)
    assert f"/amt/mitarbeitende/{kim.pk}/abmelden/" in administrator.get("/amt/mitarbeitende/").text
    administrator.post(f"/amt/mitarbeitende/{kim.pk}/abmelden/")
    assert "Die Anmeldungen sind beendet" in administrator.get("/amt/mitarbeitende/").text
    assert at_work.get("/amt/").headers["Location"].startswith("/amt/konto/anmelden/")
    assert administrator.get("/amt/").status_code == 200


def test_logging_out_closes_the_log_in(person: Callable[..., Staff]) -> None:
    client = enter(person("kim", alpha="clerk"))
    assert StaffSession.objects.count() == 1
    client.post("/amt/konto/abmelden/")
    assert not StaffSession.objects.exists()


def test_a_note_sent_after_the_end_of_the_session_stays_on_the_page(
    person: Callable[..., Staff], settings: Any
) -> None:
    client = enter(person("kim", alpha="clerk"))
    later = clock.now() + datetime.timedelta(minutes=settings.STAFF_SESSION_LIMITS[0] + 1)
    with clock.replaced_by(FixedClock(later)):
        answer = client.post(
            "/amt/vorgang/1/pruefen/",
            {"note": "Adresse weicht ab"},
            headers={"origin": "http://alpha.localhost"},
        )
    assert answer.status_code == 403
    assert "Adresse weicht ab" in answer.text
    assert "csrfmiddlewaretoken" in answer.text
