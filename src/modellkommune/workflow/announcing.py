"""From when an act counts as announced: the dated rule of the release, on the day of what it counts from.

The rule stands in the table `announcement` of the release that the case is pinned to (OZG section 9, VwVfG
section 41). It is looked up on the day on which the act is provided or posted, not on that of the checks.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.commands import Announcement
from modellkommune.casework.decisions.models import LETTER, POSTBOX, Decision
from modellkommune.casework.decisions.queries import content_of
from modellkommune.foundation.tenants import clock
from modellkommune.values.period import date_text
from modellkommune.workflow.situation import pinned_service

TABLE: Final = "announcement"
"""The table of a release with the input `channel` and the outputs `days`, `basis` and `counts_from`."""
PROVISION: Final = "provision"
POSTING: Final = "posting"
RETRIEVAL: Final = "retrieval"


@dataclass(frozen=True)
class Rule:
    """So many days after an event ("provision", "posting", "retrieval") an act counts as announced."""

    channel: str
    days: int
    basis: str
    counts_from: str

    def on(self, day: datetime.date) -> datetime.date:
        """The day on which an act counts as announced whose event was on `day`."""
        return day + datetime.timedelta(days=self.days)

    def provided(self, day: datetime.date) -> Announcement:
        """What is known when the act lies ready: the day only where it counts from there."""
        return Announcement(self.channel, self.basis, self.on(day) if self.counts_from == PROVISION else None)

    def happened(self, day: datetime.date) -> Announcement:
        """What is known once the event that the rule counts from has happened."""
        return Announcement(self.channel, self.basis, self.on(day))

    @property
    def wording(self) -> str:
        """The key of the sentence in which the decision says it."""
        name = RETRIEVAL if self.counts_from == RETRIEVAL else self.channel
        return f"decision.announced_{name}"

    def words(self, case: Case) -> dict[str, str]:
        """What that sentence may name; the days belong to an act provided today."""
        today, patience = clock.today(), pinned_service(case).process.deadlines.get(POSTBOX, 0)
        return {
            "provided": date_text(today, case.language),
            "announced": date_text(self.on(today), case.language),
            "days": str(self.days),
            "patience": str(patience),
        }


def rule_of(case: Case, decision: Decision, channel: str = "") -> Rule:
    """The rule in force today for an act, on the channel it was decided for or on another one.

    A release without such a table has stated the rule in the terms.
    """
    terms: dict[str, Any] = content_of(decision, case)["terms"]
    channel = channel or str(terms["channel"])
    table = pinned_service(case).tables.get(TABLE)
    hit = table.decide({"channel": channel}, clock.today().isoformat()) if table else None
    found = hit.outputs if hit else {}
    return Rule(
        channel=channel,
        days=int(found.get("days", terms["announcement_days"])),
        basis=str(found.get("basis", terms["announcement_basis"])),
        counts_from=str(found.get("counts_from") or (POSTING if channel == LETTER else PROVISION)),
    )
