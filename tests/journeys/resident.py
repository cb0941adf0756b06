"""A resident at a browser: what she presses, fills in and reads; every page on her way keeps the rules."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import Somebody
from tests.journeys.stack import Portal
from tests.pages.rules import assert_page_rules

SERVICE = "/dienste/resident-parking/"
A_STEP = re.compile(r"/antrag/[0-9a-f-]{36}/(?!gespeichert)[a-z_]+/(\?|$)")

Look = Callable[[Page], None]


def look_at_rules(page: Page) -> None:
    """The rules that a machine can check."""
    step = bool(A_STEP.search(page.url)) and page.locator("main form").count() > 0
    assert_page_rules(page.content(), step=step)


class Resident:
    """Somebody at a browser in the portal of a town; `look` is called on every page she comes to."""

    def __init__(self, portal: Portal, town: str, page: Page, look: Look = look_at_rules) -> None:
        """A new visitor, not logged in."""
        self.portal, self.town, self.page, self.look = portal, town, page, look

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.portal.url(self.town, path))
        self._arrive()

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press a button that leads to a page."""
        exact = isinstance(name, str)
        self._leave_by((within or self.page.locator("body")).get_by_role("button", name=name, exact=exact))

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow a link, by its beginning or a pattern."""
        self._leave_by((within or self.page.locator("body")).get_by_role("link", name=name).first)

    def fill(self, **values: str) -> None:
        """Fill in inputs by their ids, `__` for `-`."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").fill(value)

    def choose(self, **values: str) -> None:
        """Choose options of radio groups: `choose(dwelling="sole")`."""
        for name, value in values.items():
            self.page.locator(f"#{name}-{value}").check()

    def onward(self) -> None:
        """The step is done."""
        self.press("Weiter")

    def read(self) -> str:
        """The text of the page's main part."""
        return self.page.locator("main").inner_text()

    @property
    def headline(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        """The path of the page, without host and query."""
        return "/" + self.page.url.split("/", 3)[3].split("?")[0].split("#")[0]

    def _leave_by(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()
        self._arrive()

    def _arrive(self) -> None:
        if self.page.url.startswith(self.portal.url(self.town)):
            self.look(self.page)

    # The way of the permit.

    def log_in(self, who: Somebody) -> None:
        """Choose at the simulated eID who to be; its search finds those who are no persona."""
        button = self.page.locator(f"button[name=person][value='{who.id}']").first
        if not button.count():
            self.page.locator("#suche").fill(who.id)
            self.press(re.compile("Suchen|Search"))
        self._leave_by(button)

    def begin(self, who: Somebody) -> None:
        """Log in, which leads to the first step."""
        self.go(f"{SERVICE}antrag/")
        self.follow("Mit Online-Ausweis anmelden")
        self.log_in(who)

    def begin_without_eid(self) -> None:
        """Begin without a log-in, which leads to the first step."""
        self.go(f"{SERVICE}antrag/")
        self.press("Ohne Anmeldung weiter")

    def introduce(self, who: Somebody) -> None:
        """Type who she is, as somebody without an eID has to."""
        born = who.birth_date
        self.fill(given_name=who.given_name, family_name=who.family_name)
        self.fill(
            birth_date__day=str(born.day),
            birth_date__month=f"{born.month:02}",
            birth_date__year=str(born.year),
        )

    def dwelling(self, who: Somebody) -> None:
        """Answer the first step truthfully and go on."""
        self.fill(address__street=who.street, address__number=who.number, address__postcode=who.postcode)
        self.choose(dwelling=who.dwelling, moved_in="yes")
        if self.page.locator("#private_space-no").count():
            self.choose(private_space="no")
        self.onward()

    def vehicle(self, who: Somebody) -> None:
        """Answer the second step truthfully and go on."""
        self.fill(plate=who.plate)
        self.choose(keeper=who.keeper)
        self.onward()

    def term(self, email: str = "", months: str = "12") -> None:
        """Choose a term and go on; who is logged in gets the decision here."""
        self.choose(months=months)
        self.fill(email=email)
        if self.page.locator("#delivery-online").count():
            self.choose(delivery="online")
        self.onward()

    def declare(self) -> None:
        """Declare that all is right, and hand in."""
        self.page.locator("#declared").check()
        self.press("Kostenpflichtig beantragen")

    def apply(self, who: Somebody, email: str = "") -> None:
        """The whole application of somebody who is logged in, up to the status page."""
        self.begin(who)
        self.dwelling(who)
        self.vehicle(who)
        self.term(email)
        self.declare()

    def wait_for(self, headline: str) -> None:
        """Wait until the page, which renews itself, says so; a page that has stopped is asked again."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(headline)
        self._arrive()

    def pay(self) -> None:
        """Pay at the simulated service as soon as the page asks for it."""
        self.wait_for("Bitte bezahlen Sie die Gebühr")
        self.press(re.compile("jetzt bezahlen"))
        self.press("Jetzt bezahlen")

    def download(self, paper: str, folder: Path) -> Path:
        """Download one of the papers at the end of the status page."""
        row = self.page.locator("ul.files li").filter(has_text=paper)
        with self.page.expect_download() as download:
            row.get_by_role("link").click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file
