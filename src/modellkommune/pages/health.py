"""What a check found, in words for somebody who is no security expert: a sentence, and what to do."""

from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.health.finding import GOOD, Finding
from modellkommune.foundation.health.registry import FAILED
from modellkommune.pages.wording import say

SHOWN: Final = 20
"""Names that a page lists."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is read. `remedy` is "" where all is well; `names` lists what it is about."""

    check: str
    verdict: str
    case: str
    verdict_text: str
    title: str
    sentence: str
    remedy: str
    names: tuple[str, ...]
    town: str

    @property
    def more(self) -> int:
        """How many names are left out where there are many."""
        return max(0, len(self.names) - SHOWN)


def told(found: Finding, language: str) -> Told:
    """A finding in a language. Raises `TextMissing`."""
    place = "health" if found.case == FAILED else f"health.{found.check}"
    remedy = "" if found.verdict == GOOD else say(f"{place}.{found.case}_do", language)
    return Told(
        check=found.check,
        verdict=found.verdict,
        case=found.case,
        verdict_text=say(f"health.verdict.{found.verdict}", language),
        title=say(f"health.{found.check}.title", language),
        sentence=say(f"{place}.{found.case}", language, **found.values),
        remedy=remedy,
        names=found.names,
        town=found.town,
    )
