"""How often something may be done: every limit of the portal in one table.

What is counted in the database counts for all processes together. Requests are counted in each process, as a
question to the database for each would cost more than most of them.
"""

from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60  # seconds
HOUR: Final = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within so many seconds."""

    most: int
    seconds: int


BEGUN: Final = {
    "drafts": Limit(200, HOUR),
    "files": Limit(1000, HOUR),
    "pairings": Limit(30, HOUR),
    "idea-codes": Limit(60, HOUR),
    "dot-codes": Limit(120, HOUR),
}
"""What one network begins without a log-in: far more than a household or a school does."""

FORMS: Final = {"network": Limit(100, 10 * MINUTE), "code": Limit(5, 10 * MINUTE)}
"""So much is taken as if it came from people: three school classes at once; tries with a code."""

PASSWORDS: Final = {
    "known": Limit(10, 15 * MINUTE),
    "place": Limit(5, 15 * MINUTE),
    "account": Limit(30, HOUR),
    "network": Limit(20, MINUTE),
    "tireless": Limit(100, 10 * MINUTE),
}
"""Wrong passwords: of a known browser; one account from one network, or from everywhere, known browsers
apart; all accounts from one network. In an hour one network has fewer tries at an account than all together,
so it shuts nobody else out of it. Who still goes on is shut out of the portal for a while."""

REQUESTS: Final = {
    ("read", "network"): Limit(3000, MINUTE),
    ("read", "block"): Limit(9000, MINUTE),
    ("read", "session"): Limit(600, MINUTE),
    ("send", "network"): Limit(600, MINUTE),
    ("send", "block"): Limit(1800, MINUTE),
    ("send", "session"): Limit(120, MINUTE),
}
"""Pages that are read and forms that are sent, by network, by the block around it, and by session.

Two hundred people behind one address read ten pages a minute each. Who has a valid session goes on where her
network has reached its limit, up to that of her session.
"""

BLOCK: Final = {4: 24, 6: 48}
"""Bits of a block: what one customer of a provider may have at most."""

UNLIMITED: Final = ("/static/", "/healthz", "/metrics", "/rueckmeldung/")
"""Pictures and style sheets, which cost little; those who watch; services that report back."""
