"""The pages of staff from the first log-in on, in both languages: second factor, payments, account."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from simulator.staff_page import PERIOD, one_time_code
from tests.journeys.inspection import Inspection
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

TOWN = "musterstadt"
PAGES = (
    "/amt/",
    "/amt/vorschlaege/",
    "/amt/briefe/",
    "/amt/zahlungen/",
    "/amt/profil/",
    "/amt/konto/passwort/",
)
WORDS = {
    "de": {"in": "Anmelden", "set_up": "Einrichten", "done": "Erledigt", "closed": "Die Zahlung ist geklärt"},
    "en": {"in": "Log in", "set_up": "Set up", "done": "Settled", "closed": "The payment is settled"},
}


@pytest.fixture
def matter(portal: Portal) -> int:
    """Money that belongs to no case."""
    insert = (
        "INSERT INTO payments_paymenttask (municipality_id, kind, reference, amount_cents, created_at)"
        " VALUES (%s, 'unknown_transaction', gen_random_uuid()::text, 3070, now()) RETURNING id"
    )
    [(number,)] = portal.rows(insert, TOWN)
    return int(number)


@pytest.mark.parametrize("language", WORDS)
def test_from_the_first_log_in_to_a_cleared_payment(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection, matter: int, language: str
) -> None:
    words, email = WORDS[language], f"neu-{language}@musterstadt.example"
    official = Resident(portal, TOWN, browser_page(bypass_csp=True), inspection)
    official.go(f"/amt/konto/anmelden/?sprache={language}")
    official.press(words["in"])
    official.fill(id_login=email, id_password=_new_account(portal, email))
    official.press(words["in"])
    official.press(words["set_up"])
    secret = official.page.locator(".secret").inner_text()
    official.fill(id_code=one_time_code(secret, time.time() // PERIOD * PERIOD))
    official.press(words["set_up"])
    assert official.path == "/amt/"
    for path in (*PAGES, "/amt/mitarbeitende/", f"/amt/zahlungen/{matter}/erledigen/"):
        official.go(path)
    official.press(words["done"])
    official.fill(note="Erstattet")
    official.press(words["done"])
    assert words["closed"] in official.read()


def _new_account(portal: Portal, email: str) -> str:
    """Open an account as the operator does; its first password."""
    said = portal.command(
        "staff", "add", email, "--name", "Nele Neu", "--municipality", TOWN, "--role", "clerk"
    )
    return said.split("First password, shown once: ")[1].split()[0]
