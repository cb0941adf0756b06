"""Checking the chain: was an entry altered, taken out or cut off, does one wait for ever?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Exists, OuterRef

from modellkommune.foundation.journal.chain import BEGINNING, link_hash
from modellkommune.foundation.journal.models import Entry, Head, Link, Unsealed
from modellkommune.foundation.journal.sealing import head_file
from modellkommune.foundation.tenants.context import municipality

Kind = Literal["altered", "gap", "cut-off", "forgotten"]

_SENTENCES: Final = {
    "altered": "the entry or its hash was altered, or one before it was",
    "gap": "a position is missing",
    "cut-off": "the chain does not contain the published head",
    "forgotten": "the entry is not in the chain and does not wait for it",
}


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong, at a position of the chain or, if it is in no chain, at an entry's id."""

    kind: Kind
    place: int

    def __str__(self) -> str:
        """A sentence for the operator."""
        where = "entry" if self.kind == "forgotten" else "position"
        return f"{where} {self.place}: {_SENTENCES[self.kind]}"


@dataclass(frozen=True)
class VerifyReport:
    """What a check found: entries in the chain, ids of entries that wait for the sealer, flaws."""

    municipality: str
    sealed: int
    head: str
    unsealed: tuple[int, ...]
    flaws: tuple[Flaw, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong; entries that wait for the sealer are not wrong."""
        return not self.flaws


def verify(town: str, known_heads: Iterable[tuple[int, str]] = ()) -> VerifyReport:
    """Check a municipality's chain against itself, the published heads and `known_heads` (position, hash)."""
    with municipality(town):
        heads = {*_published(), *_written(town), *known_heads}
        walk = _Walk(frozenset(position for position, _ in heads))
        walk.along(Link.objects.select_related("entry").order_by("position").iterator(chunk_size=2000))
        outside = _entries_outside()
    flaws = walk.flaws
    flaws += [Flaw("cut-off", position) for position, end in sorted(heads) if walk.seen.get(position) != end]
    flaws += [Flaw("forgotten", entry) for entry, waits in outside if not waits]
    unsealed = tuple(entry for entry, waits in outside if waits)
    return VerifyReport(town, walk.links, walk.last, unsealed, tuple(flaws))


class _Walk:
    """Goes along the chain once and keeps what is wrong and the hashes at the wanted positions."""

    def __init__(self, wanted: frozenset[int]) -> None:
        self._wanted = wanted
        self._position = 0
        self.links = 0
        self.last = BEGINNING
        self.seen: dict[int, str] = {}
        self.flaws: list[Flaw] = []

    def along(self, links: Iterable[Link]) -> None:
        """Look at each link once, in the order of the positions."""
        for link in links:
            self._look_at(link)

    def _look_at(self, link: Link) -> None:
        self._position += 1
        if link.position != self._position:
            self.flaws.append(Flaw("gap", self._position))
        elif link.hash != link_hash(link.entry, link.position, self.last):
            self.flaws.append(Flaw("altered", link.position))
        # Going on from the stored hash names the place of each change, not all that follows.
        self._position, self.last = link.position, link.hash
        self.links += 1
        if link.position in self._wanted:
            self.seen[link.position] = link.hash


def _entries_outside() -> list[tuple[int, bool]]:
    """Ids of entries without a link, each with whether it waits for the sealer; one statement, one moment."""
    of_entry = {"entry_id": OuterRef("pk")}
    return list(
        Entry.objects.filter(~Exists(Link.objects.filter(**of_entry)))
        .annotate(waits=Exists(Unsealed.objects.filter(**of_entry)))
        .order_by("pk")
        .values_list("pk", "waits")
    )


def _published() -> list[tuple[int, str]]:
    return list(Head.objects.values_list("position", "hash"))


def _written(town: str) -> Iterator[tuple[int, str]]:
    file = head_file(town)
    if not file.exists():
        return
    for line in file.read_text("ascii").splitlines():
        _, position, end = line.split()
        yield int(position), end
