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
    right: str = ""
    """The right it takes; "" for everybody who works in this office."""

    @property
    def text(self) -> str:
        """The key of its words."""
        return f"office.nav.{self.name}"


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
    Entry("staff", "/amt/mitarbeitende/", rights.SEE_STAFF),
    Entry("profile", "/amt/profil/"),
)


def entries_for(held: Set[str]) -> tuple[Entry, ...]:
    """The places for somebody with these rights; none for who works in another office."""
    return tuple(entry for entry in ENTRIES if entry.right in held or not entry.right) if held else ()
