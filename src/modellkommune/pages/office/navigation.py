"""What the head of a staff page offers, by right: the only place."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.identity import rights


@dataclass(frozen=True)
class Entry:
    """A place in the navigation. `name` is what a page says of itself as `nav`."""

    name: str
    href: str
    right: str | tuple[str, ...] = ""
    """The right it takes, or several of which one is enough; "" for everybody who works in this office."""

    @property
    def text(self) -> str:
        """The key of its words."""
        return f"office.nav.{self.name}"

    def is_open_to(self, held: Set[str]) -> bool:
        """Whether somebody with these rights may go there."""
        rights = (self.right,) if isinstance(self.right, str) else self.right
        return not self.right or not held.isdisjoint(rights)


ENTRIES: Final = (
    Entry("office", "/amt/"),
    Entry("proposals", "/amt/vorschlaege/", rights.SEE_PROPOSALS),
    Entry("letters", "/amt/briefe/", rights.SEND_LETTERS),
    Entry("money", "/amt/zahlungen/", rights.CLEAR_MONEY),
    Entry("surveys", "/amt/umfragen/", rights.WRITE_SURVEYS),
    Entry("approvals", "/amt/freigaben/", rights.APPROVE_SURVEYS),
    Entry("paper", "/amt/papier/", rights.ENTER_PAPER),
    Entry("raw", "/amt/rohdaten/", rights.ANALYSE),
    Entry("stand", "/amt/infostand/", rights.RUN_STAND),
    Entry("held", "/amt/meldungen/", rights.REVIEW),
    Entry("adoption", "/amt/wirkung/", rights.ANALYSE),
    Entry("ideas", "/ideen/", (rights.SHARE_IDEAS, rights.WATCH_IDEAS)),
    Entry("ideas-assess", "/ideen/gutachten/", rights.ASSESS_IDEAS),
    Entry("ideas-decide", "/ideen/ausschuss/", rights.DECIDE_IDEAS),
    Entry("ideas-coordinate", "/ideen/koordination/", rights.COORDINATE_IDEAS),
    Entry("ideas-figures", "/ideen/zahlen/", (rights.COORDINATE_IDEAS, rights.WATCH_IDEAS)),
    Entry("security", "/amt/sicherheit/", rights.SECURITY),
    Entry("staff", "/amt/mitarbeitende/", rights.SEE_STAFF),
    Entry("profile", "/amt/profil/"),
)


def entries_for(held: Set[str]) -> tuple[Entry, ...]:
    """The places for somebody with these rights; none for who works in another office."""
    return tuple(entry for entry in ENTRIES if entry.is_open_to(held)) if held else ()
