"""The portal's own rules as one text: `rules/portal.conf` with variables and lists of words put in."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from modellkommune.firewall.engine import MARK

FOLDER: Final = Path(__file__).parent / "rules"
_PLACE: Final = re.compile(r"\{\{([a-z-]+)\}\}")
_SAYING_WHERE: Final = f",log,logdata:'{MARK} %{{MATCHED_VAR_NAME}}',msg:"
# Python's own escape also puts a backslash before hyphens, which the rules do not know.
_SIGNS: Final = re.compile(r"[.+*?(){}\[\]|^$\\]")
_VALUES: Final = (
    "ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS:User-Agent|REQUEST_HEADERS:Referer"
    "|XML:/*|XML://@*"
)
_SETS: Final[Mapping[str, str]] = {
    "values": _VALUES,
    "values-and-path": f"{_VALUES}|REQUEST_FILENAME",
    "values-and-headers": "ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS"
    "|XML:/*|XML://@*",
    # What may stand between a separator and the command it starts: assignments, words, a path. A line break
    # is a separator itself.
    "before-a-command": r"[^\S\n\r]*(?:(?:[a-z_]\w*=\S*|time|nohup|env|sudo|exec|command|nice|eval|if|then|do"
    r"|while|until|!|\{|\(|\$[a-z@*]\w*)\s+){0,4}(?:[\w./~-]{0,200}/)?",
    # Where the folders of a machine begin.
    "roots": "(?:etc|tmp|var|usr|home|root|bin|opt|proc|dev|sys|mnt|srv|boot|lib|www)",
    # What people call their files: "Cat Photo.jpg".
    "documents": "(?:pdf|jpe?g|png|gif|heic|tiff?|bmp|docx?|odt|rtf|xlsx?|ods|pptx?|csv|zip|wav|mp[34]|avi)",
    # What stands in the brackets of a call, and not in those of "Max (Moritz)" or "System (Haus) GmbH".
    "arguments-of-a-machine": r"(?:(?<!\s)\(\s*(?:\d+(?:\s*,\s*\d+)*\s*)?\)"
    r"|\s*\(\s*(?:\)\s*;?\s*$|[$'\x22`@~!\[{&\\*<-]|\w+\s*(?:\(|::|->)|[\w\s.]*,\s*['\x22$]|[^()]*\)\s*;))",
}


class UnknownPlace(ValueError):
    """The rules name a place that is neither a set of variables nor a file of words."""


@cache
def portal_rules() -> str:
    """The rules, ready for the engine; the text ends in a line break, without one the last rule is lost.

    Each says by name in which field it has found something, never what.
    """
    return _with(one_of).replace(",log,msg:", _SAYING_WHERE)


@cache
def spelled_out() -> str:
    """The rules in lower case with their lists word by word: what they say, for those who ask for a word."""
    return _with("|".join).lower()


def _with(written: Callable[[tuple[str, ...]], str]) -> str:
    text = (FOLDER / "portal.conf").read_text("utf-8")
    return _PLACE.sub(lambda place: _SETS.get(place[1]) or written(words(place[1])), text)


def words(name: str) -> tuple[str, ...]:
    """The words of one list, in order. Raises UnknownPlace."""
    path = FOLDER / "words" / f"{name}.txt"
    if not path.is_file():
        raise UnknownPlace(name)
    return tuple(sorted({line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()}))


def one_of(texts: Iterable[str]) -> str:
    """A pattern for any of the texts, the longest first, which branches where they part.

    Tried one by one, 700 words cost each sign of a long value 9 us; so it is told at the first letter.
    """
    rests: dict[str, list[str]] = {}
    for text in texts:
        rests.setdefault(text[:1], []).append(text[1:])
    may_end = bool(rests.pop("", None))
    branches = [_SIGNS.sub(r"\\\g<0>", first) + one_of(rest) for first, rest in rests.items()]
    if not branches:
        return ""
    return branches[0] if len(branches) == 1 and not may_end else f"(?:{'|'.join(branches)}){'?' * may_end}"
