import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from modellkommune.foundation.identity.commands import set_active
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import has_second_factor
from modellkommune.foundation.tenants import clock
from modellkommune.portals.clerk.accounts import StaffAccounts
from modellkommune.values.clock import FixedClock
from tests.foundation.identity.one_time_codes import SECRET, code_now
from tests.portals.clerk.conftest import PASSWORD, browser, enter

LOGIN = "/amt/konto/anmelden/"
Person = Callable[..., Staff]


def _password(client: Client, staff: Staff, **more: str) -> str:
    response = client.post(LOGIN, {"login": staff.email, "password": PASSWORD}, query_params=more or None)
    return str(response.headers.get("Location", ""))


def test_password_and_code_lead_into_the_office(person: Person) -> None:
    kim, client = person("kim", alpha="clerk"), browser()
    assert _password(client, kim).startswith("/amt/konto/code/")
    assert client.get("/amt/").status_code == 302
    response = client.post("/amt/konto/code/", {"code": code_now()})
    assert response.headers["Location"] == "/amt/"
    assert "Guten Tag, Kim" in client.get("/amt/").text


@pytest.mark.parametrize("address", ["/amt/profil/", "/ideen/neu/"])
def test_it_leads_back_to_where_somebody_wanted_to_go(person: Person, address: str) -> None:
    kim, client = person("kim", alpha="clerk"), browser()
    wanted = client.get(address).headers["Location"]
    assert wanted == f"/amt/konto/anmelden/?{urlencode({'next': address})}"
    _password(client, kim, next=address)
    assert client.post("/amt/konto/code/", {"code": code_now()}).headers["Location"] == address


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/amt/", "//evil.example/amt/", "/dienste/", "/ideen-galerie/", "/amt/\\..//evil"],
)
def test_it_leads_nobody_out_of_the_office(person: Person, address: str) -> None:
    kim, client = person("kim", alpha="clerk"), browser()
    _password(client, kim, next=address)
    location = client.post("/amt/konto/code/", {"code": code_now()}).headers["Location"]
    assert location.startswith("/amt/")
    assert "evil" not in location.partition("/amt/")[0]


def test_who_has_no_second_factor_gets_to_its_set_up_and_nowhere_else(person: Person) -> None:
    kim, client = person("kim", factor=False, alpha="clerk"), browser()
    _password(client, kim)
    for page in ("/amt/", "/amt/vorschlaege/", "/amt/profil/", "/amt/konto/passwort/"):
        assert client.get(page).headers["Location"] == "/amt/konto/einrichten/"


def test_who_sets_the_second_factor_up_is_inside(person: Person) -> None:
    kim, client = person("kim", factor=False, alpha="clerk"), browser()
    _password(client, kim)
    page = client.get("/amt/konto/einrichten/")
    assert "data:image/svg+xml" in page.text
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    wrong = client.post("/amt/konto/einrichten/", {"code": "000000"})
    assert "Dieser Code stimmt nicht" in wrong.text
    assert client.post("/amt/konto/einrichten/", {"code": code_now()}).headers["Location"] == "/amt/"
    assert client.get("/amt/").status_code == 200
    assert has_second_factor(kim.pk)


def test_a_session_from_before_the_second_factor_stays_outside(person: Person) -> None:
    kim, thief = person("kim", factor=False, alpha="clerk"), browser()
    _password(thief, kim)
    owner = browser()
    _password(owner, kim)
    owner.get("/amt/konto/einrichten/")
    session = owner.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    owner.post("/amt/konto/einrichten/", {"code": code_now()})
    assert has_second_factor(kim.pk)
    assert thief.get("/amt/").headers["Location"].startswith(LOGIN)
    assert thief.get("/amt/konto/einrichten/").headers["Location"].startswith(LOGIN)


def test_a_code_opens_one_session(person: Person) -> None:
    kim = person("kim", alpha="clerk")
    # Taken once: a half minute may end between two log-ins.
    code, next_code = code_now(), code_now(1)
    assert enter(kim, code=code).get("/amt/").status_code == 200
    assert enter(kim, code=code).get("/amt/").status_code == 302
    assert enter(kim, code=next_code).get("/amt/").status_code == 200


def test_wrong_passwords_say_the_same_for_everybody_and_show_the_address_again(person: Person) -> None:
    person("kim", alpha="clerk")
    texts = set()
    for address in ("kim@office.example", "nobody@office.example"):
        page = browser().post(LOGIN, {"login": address, "password": "falsch"})
        assert "<title>Fehler: " in page.text
        assert address in page.text
        texts.add("E-Mail-Adresse und Passwort passen nicht zusammen" in page.text)
    assert texts == {True}


def test_after_five_wrong_passwords_one_has_to_wait(person: Person) -> None:
    kim, client = person("kim", alpha="clerk"), browser()
    for _ in range(5):
        client.post(LOGIN, {"login": kim.email, "password": "falsch"})
    assert "zu viele Versuche" in client.post(LOGIN, {"login": kim.email, "password": PASSWORD}).text


def test_forgotten_fields_are_named(office: None) -> None:
    page = browser().post(LOGIN, {"login": "", "password": ""})
    assert "Bitte geben Sie Ihre E-Mail-Adresse ein." in page.text
    assert "Bitte geben Sie Ihr Passwort ein." in page.text
    assert 'href="#id_login"' in page.text


def test_a_blocked_account_is_out_at_once(person: Person) -> None:
    kim = person("kim", alpha="clerk")
    client = enter(kim)
    set_active(kim, active=False)
    assert client.get("/amt/").status_code == 302


def test_logging_out_ends_the_session(person: Person) -> None:
    client = enter(person("kim", alpha="clerk"))
    assert client.get("/amt/konto/abmelden/").status_code == 200
    client.post("/amt/konto/abmelden/")
    assert client.get("/amt/").status_code == 302


@pytest.mark.parametrize(
    ("requests", "ends"), [([59, 118], False), ([61], True), ([50 * n for n in range(1, 13)], True)]
)
def test_a_session_ends_when_idle_or_too_long(person: Person, requests: list[int], ends: bool) -> None:
    noon = datetime.datetime(2026, 12, 3, 12, 0, tzinfo=datetime.UTC)
    with clock.replaced_by(FixedClock(noon)):
        client = enter(person("kim", alpha="clerk"))
    for minutes in requests:
        with clock.replaced_by(FixedClock(noon + datetime.timedelta(minutes=minutes))):
            response = client.get("/amt/")
    assert (response.status_code == 302) is ends
    if ends:
        assert "Ihre Sitzung war zu lange offen" in client.get(response.headers["Location"]).text


def test_a_new_password_ends_the_other_sessions(person: Person) -> None:
    kim = person("kim", alpha="clerk")
    here, there = enter(kim), enter(kim, code=code_now(1))
    new = {"oldpassword": PASSWORD, "password1": "vier Amseln im Hof", "password2": "vier Amseln im Hof"}
    assert (
        "jetzige Passwort stimmt nicht"
        in here.post("/amt/konto/passwort/", new | {"oldpassword": "falsch"}).text
    )
    here.post("/amt/konto/passwort/", new)
    assert here.get("/amt/profil/").status_code == 200
    assert there.get("/amt/").status_code == 302


@pytest.mark.parametrize(
    "page", ["signup", "email", "password/reset", "login", "konto/signup", "konto/passwort/vergessen"]
)
def test_there_is_no_sign_up_and_no_reset_by_mail(office: None, page: str) -> None:
    for address in (f"/amt/{page}/", f"/accounts/{page}/", f"/{page}/"):
        assert browser().get(address).status_code == 404


def test_the_directory_has_no_office(office: None) -> None:
    assert Client(headers={"host": "localhost"}).get(LOGIN).status_code == 404


def test_the_pages_speak_english(office: None) -> None:
    assert "Log-in for staff" in browser().get(LOGIN, {"sprache": "en"}).text


def test_refused_log_ins_are_counted_where_every_process_sees_them(person: Callable[..., Staff]) -> None:
    staff = person("kim", alpha="clerk")
    browser().post("/amt/konto/anmelden/", {"login": staff.email, "password": "falsch"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone()[0] > 0


def test_behind_a_proxy_the_last_address_it_names_is_counted(rf: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "203.0.113.1, 198.51.100.7"})
    assert StaffAccounts().get_client_ip(request) == "198.51.100.7"


def test_the_setting_for_a_proxy_is_that_of_the_log_in_as_well() -> None:
    words = "from modellkommune import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    for stated, count in (("yes", "1"), ("no", "0")):
        environment = {**os.environ, "MODELLKOMMUNE_BEHIND_PROXY": stated}
        done = subprocess.run(
            [sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == count
