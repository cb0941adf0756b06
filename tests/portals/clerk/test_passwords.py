"""Weak passwords are refused on every way on which staff get one: the page, and the operator's commands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from modellkommune.foundation.identity.commands import add_staff, reset_password
from modellkommune.foundation.identity.models import Staff
from tests.portals.clerk.conftest import PASSWORD, enter

PLACE = "/amt/konto/passwort/"
SOURCE = Path(__file__).resolve().parents[3] / "src" / "modellkommune"
WEAK = {"short": "Amsel-Baum7", "common": "password1234", "like_the_address": "kim@office.example"}
WEAK |= {"of_the_town": "Alpha-Rathaus-26", "of_the_house": "Parkausweis-2026"}


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK)
def test_the_page_refuses_it_and_the_old_one_stays(person: Callable[..., Staff], weak: str) -> None:
    kim = person("kim", alpha="clerk")
    page = enter(kim).post(PLACE, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert page.status_code == 200
    assert "<title>Fehler: " in page.text
    assert Staff.objects.get(pk=kim.pk).check_password(PASSWORD)


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK)
def test_the_commands_refuse_it(office: None, weak: str) -> None:
    with pytest.raises(ValidationError):
        add_staff("kim@office.example", "Kim", weak)
    kim = add_staff("kim@office.example", "Kim", PASSWORD)
    with pytest.raises(ValidationError):
        reset_password(kim, weak)
    assert kim.check_password(PASSWORD)


def test_no_other_way_sets_a_password() -> None:
    places = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"(?<!def )\bset_password\(", path.read_text("utf-8"))
    }
    assert places == {"foundation/identity/commands.py", "portals/clerk/accounts.py"}
