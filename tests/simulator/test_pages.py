"""The pages a person sees: honest, accessible, and without a script."""

import re

import pytest

from simulator.html import Markup, element, join
from simulator.settings import Settings
from simulator.staff_page import log_ins, one_time_code
from tests.simulator.conftest import Germany, authorization, settings_for
from tests.simulator.test_payments import PATH, order, start

PAGES = ("/", "/staff", "/faults", "/login", "/checkout", "/refused")


def page(germany: Germany, name: str, language: str = "de") -> str:
    """A page by name, in a language."""
    asked = {"sprache": language}
    if name == "/login":
        return germany.client.get(
            "/oidc/authorize", params={**authorization(), **asked, "suche": "Sommer"}
        ).text
    if name == "/refused":
        return germany.client.get("/oidc/authorize", params={"client_id": "x", **asked}).text
    if name == "/checkout":
        return germany.client.get(f"/payment/checkout/{start(germany)}", params=asked).text
    return germany.client.get(name, params=asked).text


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_that_it_is_a_simulator_with_invented_people(germany: Germany, name: str) -> None:
    text = page(germany, name)
    assert "<strong>Simulator</strong>" in text
    assert "erfundenen Menschen" in text
    assert '<html lang="de">' in text


@pytest.mark.parametrize("name", PAGES)
def test_every_page_exists_in_english(germany: Germany, name: str) -> None:
    text = page(germany, name, "en")
    assert '<html lang="en">' in text
    assert "invented people" in text
    assert "erfundenen Menschen" not in text


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_and_a_label_for_every_field(germany: Germany, name: str) -> None:
    text = page(germany, name)
    assert text.count("<h1>") == 1
    assert "<script" not in text
    assert "style=" not in text
    fields = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', text)
    assert [field for field in fields if f'for="{field}"' not in text] == []
    identifiers = re.findall(r' id="([^"]+)"', text)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", ["/", "/staff", "/faults"])
def test_pages_load_nothing_from_elsewhere(germany: Germany, name: str) -> None:
    answer = germany.client.get(name)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert germany.client.get("/simulator.css").headers["content-type"].startswith("text/css")


def test_what_was_sent_never_becomes_markup(germany: Germany) -> None:
    nasty = '"><script>alert(1)</script>'
    text = germany.client.get("/oidc/authorize", params=authorization(state=nasty, suche=nasty)).text
    assert "<script" not in text
    germany.client.post(PATH, json=order(requestId="r-2", purpose="<script>", description=nasty))
    germany.switch("population", fault="down", only=nasty)
    assert "<script" not in germany.client.get("/faults").text


def test_text_is_escaped_and_markup_is_not_escaped_twice() -> None:
    assert element("p", "a < b", element("b", "&")) == "<p>a &lt; b<b>&amp;</b></p>"
    assert (
        element("input", class_="x", disabled=True, hidden=False, value='"')
        == '<input class="x" disabled value="&quot;">'
    )
    assert isinstance(join("a", None), Markup)


def test_a_paid_checkout_offers_only_the_way_back(germany: Germany) -> None:
    transaction = start(germany)
    germany.client.post(f"/payment/checkout/{transaction}", data={"action": "pay"})
    text = germany.client.get(f"/payment/checkout/{transaction}").text
    assert "bereits bezahlt" in text
    assert 'href="http://dueren.localhost:8000/vorgang/1/"' in text
    assert "<button" not in text


def test_the_faults_page_lets_the_silent_register_be_mended(germany: Germany) -> None:
    assert "Störung für Oskar Quast, Düren beheben" in germany.client.get("/faults").text
    germany.client.post("/faults/population", data={"fault": "none", "only": "dueren-register-schweigt"})
    assert "Störung für Oskar Quast, Düren beheben" not in germany.client.get("/faults").text


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_one_time_code_is_that_of_rfc_6238(moment: int, code: str) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the key of the standard's test values
    assert one_time_code(secret, moment) == code


@pytest.mark.parametrize("secret", ["", "not base32!", "1"])
def test_without_a_secret_there_is_no_code(secret: str) -> None:
    assert one_time_code(secret, 0) == ""


def test_the_staff_page_shows_code_and_accounts(germany: Germany) -> None:
    accounts = '[{"municipality": "dueren", "role": "clerk", "login": "a@b.example", "password": "geheim"}]'
    settings = settings_for(germany.box.settings.home, totp_secret="JBSWY3DPEHPK3PXP", staff=accounts)
    germany.box.settings = settings
    answer = germany.client.get("/staff")
    assert re.search(r'id="code">\d{6}<', answer.text)
    assert "a@b.example" in answer.text
    seconds, _, address = answer.headers["refresh"].partition("; url=")
    assert 1 <= int(seconds) <= 30
    assert address == "/staff?sprache=de"


def test_the_staff_page_can_be_stopped(germany: Germany) -> None:
    germany.box.settings = settings_for(germany.box.settings.home, totp_secret="JBSWY3DPEHPK3PXP")
    assert 'href="?sprache=de&amp;anhalten=1">Anhalten<' in germany.client.get("/staff").text
    still = germany.client.get("/staff?sprache=de&anhalten=1")
    assert "refresh" not in still.headers
    assert 'href="?sprache=de">Wieder selbst neu laden<' in still.text


def test_accounts_that_are_no_list_are_left_out(germany: Germany) -> None:
    assert log_ins(Settings(germany.box.settings.home, staff="{")) == []
