"""Who acts in the market: an account's number with the rights it holds here, or nobody known."""

from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.keys.digests import keyed_digest


@dataclass(frozen=True)
class Person:
    """A member of staff."""

    staff_id: str
    rights: frozenset[str]

    @property
    def actor(self) -> Actor:
        """As the journal names her."""
        return Actor("staff", self.staff_id)


COLLEAGUE: Final = Actor("colleague")
"""In the journal: somebody of the staff, who is not named, because support and comments are no one's file."""
AUTHOR: Final = Actor("author")
"""In the journal: the author by her reply code."""
SYSTEM: Final = Actor("system", "ideas")


def supporter_of(staff_id: str) -> str:
    """By what a supporter is told from the others. Inside `with municipality(...)`."""
    return keyed_digest("idea-supporter", staff_id)
