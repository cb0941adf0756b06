"""Who wants her decision on paper: the office prints it, records that it was posted, and she reads when."""

from collections.abc import Callable, Iterator

from pypdfium2 import PdfDocument

from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident
from tests.loopback import LOOPBACK

CLERK = "sachbearbeitung@musterstadt.example"


def test_a_decision_goes_out_as_a_letter_without_script(
    visitor: Callable[..., Resident], all_neighbours: Iterator[Somebody]
) -> None:
    resident, who = visitor(javascript=False), next(all_neighbours)
    resident.begin(who)
    resident.dwelling(who)
    resident.vehicle(who)
    resident.choose(months="12", delivery="letter")
    resident.onward()
    resident.declare()
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    assert "Ihren Bescheid bekommen Sie mit der Post" in resident.read()
    official = visitor(javascript=False)
    log_in(official, CLERK)
    official.follow("Briefe ansehen")
    assert who.name in official.read()
    _print(official, who)
    official.press("Als abgeschickt festhalten")
    assert "als abgeschickt festgehalten" in official.read()
    assert who.name not in official.read()
    resident.go(resident.path)
    assert "Ihr Brief ging am" in resident.read()


def _print(official: Resident, who: Somebody) -> None:
    row = official.page.get_by_role("row").filter(has_text=who.name)
    address = row.get_by_role("link", name="PDF öffnen").get_attribute("href")
    words = [page.get_textpage().get_text_bounded() for page in PdfDocument(_fetched(official, str(address)))]
    assert len(words) % 2 == 0
    assert who.family_name in words[0]
    assert who.plate in words[-2]


def _fetched(official: Resident, address: str) -> bytes:
    """What the browser would show in its viewer, which no test can read."""
    cookies = official.page.context.cookies(official.portal.url(official.town))
    headers = {
        "host": f"{official.town}.localhost:{official.portal.port}",
        "cookie": "; ".join(f"{each.get('name')}={each.get('value')}" for each in cookies),
    }
    return LOOPBACK.get(f"http://127.0.0.1:{official.portal.port}{address}", headers=headers).content
