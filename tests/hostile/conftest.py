import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.cache import cache

from modellkommune.foundation.identity.commands import add_member, add_staff
from modellkommune.foundation.identity.second_factor import set_second_factor
from modellkommune.foundation.tenants.context import municipality
from tests.foundation.identity.one_time_codes import SECRET, code_now
from tests.pages.test_refusals import Browser
from tests.portals.citizen.conftest import musterstadt

__all__ = ["musterstadt"]

TOWN, HOST = "musterstadt", "musterstadt.localhost"
PASSWORD = "drei Amseln im Hof"
APPLY = "/dienste/resident-parking/antrag/"

# What somebody without a log-in answers who lives in a zone and drives her own car.
DWELLING = {
    "given_name": "Erika",
    "family_name": "Mustermann",
    "birth_date-day": "12",
    "birth_date-month": "8",
    "birth_date-year": "1964",
    "address-street": "Bahnhofstraße",
    "address-number": "12",
    "address-postcode": "00101",
    "dwelling": "sole",
    "moved_in": "yes",
    "private_space": "no",
}
VEHICLE = {"plate": "DN-AB 123", "plate-country": "D", "keeper": "self"}
TERM = {"months": "12", "email": "erika@example.org"}
STEPS = {"dwelling": DWELLING, "vehicle": VEHICLE, "term": TERM}


@dataclass(frozen=True)
class Visitor:
    """A browser on Musterstadt's portal; what it applied for."""

    client: Browser
    draft: str = ""
    case: str = ""

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query)

    def post(self, path: str, form: dict[str, Any], **more: Any) -> Any:
        return self.client.post(path, form, **more)

    def step(self, name: str) -> str:
        """The address of a step of her draft."""
        return f"/antrag/{self.draft}/{name}/"

    def begins(self) -> "Visitor":
        """Start an application without a log-in."""
        found = re.match(r"/antrag/([0-9a-f-]{36})/", self.post(APPLY, {}).headers["Location"])
        assert found
        return replace(self, draft=found[1])

    def answers(self, *steps: str) -> "Visitor":
        """Answer these steps as they should be answered."""
        for name in steps:
            answer = self.post(self.step(name), STEPS[name])
            assert answer.status_code == 302, answer.content.decode()
        return self

    def hands_in(self) -> "Visitor":
        """Declare and send the application."""
        answer = self.post(self.step("pruefen"), {"declared": "yes"})
        found = re.match(r"/vorgang/([0-9a-f-]{36})/", answer.headers["Location"])
        assert found, answer.headers["Location"]
        return replace(self, case=found[1])


@pytest.fixture
def visitor(musterstadt: str) -> Callable[..., Visitor]:
    """A new visitor without cookies: `visitor().begins()`."""

    def come(**options: Any) -> Visitor:
        return Visitor(Browser(raise_request_exception=False, headers={"host": HOST}, **options))

    return come


@pytest.fixture
def resident(visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody who has handed one application in and is writing another."""
    return visitor().begins().answers(*STEPS).hands_in().begins().answers(*STEPS)


@pytest.fixture
def clerk(visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody of the office, logged in with both factors."""
    cache.clear()
    staff = add_staff("kim@office.example", "Kim", PASSWORD)
    with municipality(TOWN):
        add_member(staff, "clerk")
    set_second_factor(staff, SECRET)
    kim = visitor()
    kim.post("/amt/konto/anmelden/", {"login": staff.email, "password": PASSWORD})
    kim.post("/amt/konto/code/", {"code": code_now()})
    assert kim.get("/amt/").status_code == 200
    return kim


NOBODYS = str(uuid.UUID(int=0))
