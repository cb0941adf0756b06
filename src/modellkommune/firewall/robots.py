"""Programs by the name that they give themselves: whom the portal bars, and which search engines it knows.

Only names on the list count. Whoever gives none, an unknown one or that of a browser is never on it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

LONGEST: Final = 400
"""So many characters of a User-Agent are read."""
_LIST: Final = Path(__file__).with_name("robots.toml")
SCANNER, SEARCH = "scanner", "search"
KINDS: Final = (SCANNER, "copier", "marketing", "training", SEARCH)


@dataclass(frozen=True, slots=True)
class Robot:
    """A program. `token` is what its User-Agent holds, in small letters; it is a key for decisions, too."""

    token: str
    name: str
    kind: str
    barred: bool
    """Whether it is turned away where nobody has decided otherwise."""
    german: str
    english: str
    domains: tuple[str, ...] = ()
    """Under which the names of a search engine's machines end; none: it cannot be told from a false one."""
    home: str = ""
    """A name of a search engine that is always there: whoever finds none at all has no DNS."""

    def reason(self, language: str) -> str:
        """What it does."""
        return self.german if language.startswith("de") else self.english


@lru_cache(1)
def robots() -> dict[str, Robot]:
    """All on the list, by token."""
    stated = tomllib.loads(_LIST.read_text("utf-8"))
    return {
        str(token): _robot(str(token), kind, values)
        for kind in KINDS
        for token, values in stated[kind].items()
    }


def robot_of(agent: str) -> Robot | None:
    """The program on the list that gives this User-Agent, if any."""
    found = _pattern().search(agent[:LONGEST].lower())
    return robots()[found[1]] if found else None


def _robot(token: str, kind: str, values: dict[str, str]) -> Robot:
    domains = tuple(values.get("domains", "").split())
    said = values["de"], values["en"]
    barred = kind in (SCANNER, "copier", "marketing")
    return Robot(token, values["name"], kind, barred, *said, domains, values.get("home", ""))


@lru_cache(1)
def _pattern() -> re.Pattern[str]:
    """One expression for all: a token in the middle of another word is none."""
    tokens = "|".join(map(re.escape, sorted(robots(), key=len, reverse=True)))
    return re.compile(rf"(?<![a-z0-9])({tokens})(?![a-z0-9])")
