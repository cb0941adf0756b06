from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.identity import demonstration
from modellkommune.foundation.identity.commands import add_member, add_staff, staff_by_email
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import set_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from tests.foundation.identity.one_time_codes import SECRET, code_now
from tests.workflow.conftest import germany, running_simulator, simulator, towns
from tests.workflow.errands import Simulator

# Fixtures: real towns, real simulator. Named here, not in a test module, they end with this package.
__all__ = ["germany", "running_simulator", "simulator", "towns"]

PASSWORD = "drei Amseln im Hof"


@pytest.fixture
def office(two_towns: tuple[str, str]) -> None:
    """Two towns known to the pages, and nobody has been refused yet."""
    known_towns.forget()
    cache.clear()


@pytest.fixture
def person(office: None) -> Callable[..., Staff]:
    """Make an account: `person("kim", alpha="clerk")`, by default with a second factor."""

    def make(name: str, *, factor: bool = True, **roles: str) -> Staff:
        staff = add_staff(f"{name}@office.example", name.title(), PASSWORD)
        for town, role in roles.items():
            with municipality(town):
                add_member(staff, role)
        if factor:
            set_second_factor(staff, SECRET)
        return staff

    return make


@pytest.fixture
def at_desk(germany: Simulator) -> Callable[..., Client]:
    """Log an official of a real town in: `at_desk("dueren", "schutz")`, the clerk unless another is named."""
    known_towns.forget()
    cache.clear()

    def log_in(town: str, name: str = "sachbearbeitung") -> Client:
        staff = staff_by_email(f"{name}@{town}.example")
        set_second_factor(staff, SECRET)
        return enter(staff, town, password=demonstration.PASSWORD)

    return log_in


@pytest.fixture
def clerk(at_desk: Callable[..., Client]) -> Client:
    """The clerk of Düren, at her desk."""
    return at_desk("dueren")


def browser(town: str = "alpha", **more: Any) -> Client:
    """A browser on the portal of a town."""
    return Client(headers={"host": f"{town}.localhost", **more})


def enter(staff: Staff, town: str = "alpha", code: str = "", password: str = PASSWORD) -> Client:
    """Log in with both factors, as a person does; `code` is the one of this half minute unless stated."""
    client = browser(town)
    client.post("/amt/konto/anmelden/", {"login": staff.email, "password": password})
    client.post("/amt/konto/code/", {"code": code or code_now()})
    return client
