"""The pages of the simulator, which residents and officials of the demonstration meet, in both languages."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.journeys.inspection import look_closely
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal
from tests.loopback import LOOPBACK

LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])
PAGES = {"people": "/", "search": "/?suche=Sommer", "staff": "/staff?anhalten=1", "faults": "/faults"}


@pytest.fixture
def page(browser_page: Callable[..., Page]) -> Page:
    """A browser in which axe may run."""
    return browser_page(bypass_csp=True)


@pytest.fixture
def transaction(portal: Portal) -> str:
    """A payment of the town that nobody has made yet."""
    order = {
        "requestId": str(uuid.uuid4()),
        "requestTimestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "currency": "EUR",
        "grosAmount": 30.70,
        "purpose": "BP-LOOK1-AAAA2",
        "description": "Bewohnerparkausweis",
        "redirectUrl": portal.url("musterstadt", "/vorgang/"),
        "notificationUrl": portal.url("musterstadt", "/rueckmeldung/zahlung/"),
        "items": [
            {
                "id": "1",
                "reference": "G",
                "description": "Ausweis",
                "taxRate": 0,
                "quantity": 1,
                "totalNetAmount": 30.70,
                "totalTaxAmount": 0,
                "singleNetAmount": 30.70,
                "singleTaxAmount": 0,
            }
        ],
    }
    service = f"http://127.0.0.1:{portal.port + 1}/payment/paymenttransaction/musterstadt/gebuehren"
    return str(LOOPBACK.post(service, json=order).json()["paymentInformation"]["transactionId"])


@LANGUAGES
@pytest.mark.parametrize("name", PAGES)
def test_people_accounts_and_faults(portal: Portal, page: Page, name: str, language: str) -> None:
    address = PAGES[name]
    page.goto(
        portal.simulator(f"{address}{'&' if '?' in address else '?'}{urlencode({'sprache': language})}")
    )
    assert page.locator("html").get_attribute("lang") == language
    look_closely(page, f"simulator-{name}-{language}")


@LANGUAGES
def test_the_log_in_and_its_search(portal: Portal, page: Page, language: str) -> None:
    visitor = Resident(portal, "musterstadt", page, lambda page: None)
    visitor.go(f"{SERVICE}antrag/?sprache={language}")
    visitor.follow({"de": "Mit Online-Ausweis anmelden", "en": "Log in with eID"}[language])
    look_closely(page, f"simulator-log-in-{language}")
    page.locator("#suche").fill("Sommer")
    visitor.press(re.compile("Suchen|Search"))
    look_closely(page, f"simulator-log-in-search-{language}")


@LANGUAGES
def test_the_checkout(portal: Portal, page: Page, transaction: str, language: str) -> None:
    page.goto(portal.simulator(f"/payment/checkout/{transaction}?sprache={language}"))
    assert "30" in page.locator(".amount").inner_text()
    look_closely(page, f"simulator-checkout-{language}")
