"""A clerk reads what the firewall has noted in a free text: as text only, with a remark beside it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.inspection import look_closely
from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident, look_at_rules
from tests.journeys.stack import Portal

TOWN = "musterstadt"
CLERK = f"sachbearbeitung@{TOWN}.example"
ODD = "<script>document.title = 'Übernommen'</script> Das ist unser zweites Auto."
REMARKS = {
    "en": "The firewall has noted something unusual in this text. It is shown here as text only.",
    "de": "Die Firewall hat in diesem Text etwas Auffälliges notiert. Er wird hier nur als Text angezeigt.",
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A photo of the certificate of the further car."""
    file = tmp_path / "fahrzeugschein.png"
    Image.new("RGB", (64, 40), "lightblue").save(file)
    return file


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_the_case_page_remarks_what_the_firewall_noted(
    portal: Portal, browser_page: Callable[..., Page], neighbour: Somebody, papers: Path, javascript: bool
) -> None:
    def somebody() -> Resident:
        page = browser_page(javascript=javascript, bypass_csp=javascript)
        return Resident(portal, TOWN, page, look_at_rules)

    _apply(somebody(), neighbour, papers)
    official = somebody()
    log_in(official, CLERK, "/amt/vorschlaege/")
    row = official.page.get_by_role("row").filter(has_text=neighbour.family_name).last
    official.follow(re.compile("BP-"), within=row)
    case = official.page.url.partition("#")[0]
    for language, remark in REMARKS.items():
        official.go(f"/{case.split('/', 3)[3]}&sprache={language}")
        beside = official.page.locator("dd", has_text=ODD)
        expect(beside.get_by_text(remark)).to_have_count(1)
        expect(official.page.get_by_text(remark)).to_have_count(1)
        assert "Übernommen" not in official.page.title()
        if javascript:
            look_closely(official.page, f"noted-{language}")


def _apply(resident: Resident, who: Somebody, papers: Path) -> None:
    resident.begin(who)
    resident.dwelling(who)
    resident.fill(plate=who.plate)
    resident.choose(keeper=who.keeper)
    resident.press("Weiteres Fahrzeug hinzufügen")
    resident.fill(further_vehicles__0__plate="MST-LS 113", further_vehicles__0__reason=ODD)
    resident.onward()
    resident.page.locator("#further_registrations").set_input_files(papers)
    resident.onward()
    resident.term()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
