"""Bad input in a real browser without script: told what is wrong, nothing typed is lost."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.people import Somebody
from tests.journeys.resident import SERVICE, Resident

WITHDRAW = "UPDATE catalogue_release SET withdrawn = {} WHERE service_id = 'resident-parking'"
EXPIRE = "UPDATE drafts_draft SET expires_at = now() - interval '1 day' WHERE id = %s"


def _begin(visitor: Callable[..., Resident]) -> Resident:
    resident = visitor(javascript=False, width=390)
    resident.go(f"{SERVICE}antrag/")
    resident.press("Ohne Anmeldung weiter")
    return resident


def _order(resident: Resident, statement: str, *values: str) -> None:
    resident.portal.rows(f"{statement} RETURNING 1", *values)


def test_odd_answers_stand_there_again_with_what_is_wrong(visitor: Callable[..., Resident]) -> None:
    resident = _begin(visitor)
    arabic, endless, markup = "محمد عبد الله", "Ä" * 120, 'Am "Markt" <Hof>'
    resident.fill(given_name=arabic, family_name=endless, address__street=markup, address__number="12")
    resident.fill(birth_date__day="31", birth_date__month="2", birth_date__year="1999")
    resident.fill(address__postcode="1234")
    resident.onward()
    assert resident.page.title().startswith("Fehler:")
    said = resident.read()
    assert "kommt in Namen nicht vor" in said
    assert "Den 31. gibt es in diesem Monat nicht" in said
    assert "fünf Ziffern" in said
    for name, typed in (("given_name", arabic), ("family_name", endless), ("address-street", markup)):
        expect(resident.page.locator(f"#{name}")).to_have_value(typed)
    narrow = resident.page.evaluate("document.documentElement.scrollWidth <= 390")
    assert narrow, "the page scrolls sideways"


def test_what_looks_like_an_attack_gets_a_number_to_name_and_the_draft_is_safe(
    visitor: Callable[..., Resident],
) -> None:
    resident = _begin(visitor)
    step = resident.path
    resident.fill(given_name="Erika", family_name="<script>alert(1)</script>")
    resident.onward()
    said = resident.read()
    assert "sieht aus wie ein Angriff" in said
    assert re.search(r"Nummer [0-9A-Z]{8}\.", said)
    assert resident.page.locator("main a[href^='tel:']").count() == 1
    resident.go(step)
    resident.fill(given_name="Erika", family_name="Muster")


def test_a_draft_that_has_run_out_is_told_so_with_a_way_on(visitor: Callable[..., Resident]) -> None:
    resident = _begin(visitor)
    _order(resident, EXPIRE, resident.path.split("/")[2])
    resident.fill(given_name="Erika")
    resident.onward()
    assert "gibt es nicht mehr" in resident.read() or "gelöscht" in resident.read()
    resident.go(resident.path)
    assert resident.page.locator("main a.kern-btn").count() > 0


def test_a_release_withdrawn_meanwhile_ends_no_application(
    visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = visitor(javascript=False, width=390)
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    _order(resident, WITHDRAW.format("true"))
    try:
        resident.vehicle(neighbour)
        resident.term()
        resident.declare()
        assert resident.path.startswith("/vorgang/")
        newcomer = visitor(javascript=False)
        newcomer.go(f"{SERVICE}antrag/")
        assert newcomer.headline == "Diese Seite gibt es nicht"
    finally:
        _order(resident, WITHDRAW.format("false"))
