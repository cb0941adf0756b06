"""What no page may hold: errors of a database, traces of a program, private keys, the marks of a break-in.

People may write about such things, and what they wrote is shown to them and to officials. But a page shows
their quotation marks as `&quot;`, and an error that got out has bare ones. So a sign needs something that no
text of people holds on a page, or the place at which the program itself is installed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

FIRST, LAST = 64_000, 32_000
"""Bytes of a long answer that are looked at: what got out stands in place of a page, or breaks it off."""
HEAD: Final = 4_000
"""Bytes in which a page that is not ours shows what it is."""
DATABASE, TRACE, KEY, SHELL, WORD = 40001, 40002, 40003, 40004, 40005
"""Numbers of rules, beside those of the firewall."""


@dataclass(frozen=True)
class Sign:
    """Something that an answer must not hold. `hint` (long, so quickly passed over) leads to the pattern."""

    rule: int
    looks_for: str
    hint: bytes
    pattern: "re.Pattern[bytes]"
    in_data: bool = True
    """Whether it counts in JSON, which leaves apostrophes and brackets as people wrote them."""
    among_people: bool = True
    """Whether it counts where staff read what people wrote: not if those could write it as well."""

    def counts(self, data: bool, among_people: bool) -> bool:
        """Whether it counts in JSON, or where staff read what people wrote."""
        return (self.in_data or not data) and (self.among_people or not among_people)


def _sign(rule: int, looks_for: str, hint: str, pattern: str, *, in_data: bool = True) -> Sign:
    return Sign(rule, looks_for, hint.encode(), re.compile(pattern.encode(), re.DOTALL), in_data)


_SHOWN: Final = r"[^\"<]{1,200}"
SIGNS: Final = (
    _sign(DATABASE, "syntax error of PostgreSQL", "syntax error at or near", rf'error at or near "{_SHOWN}"'),
    _sign(
        DATABASE,
        "missing object of PostgreSQL",
        " does not exist",
        rf'(?:relation|column|table|function|schema|database|role|type) "{_SHOWN}" does not exist',
    ),
    _sign(
        DATABASE,
        "constraint of PostgreSQL",
        "violates ",
        rf'violates [a-z -]{{3,40}} "{_SHOWN}"|(?:column|relation) "{_SHOWN}" violates ',
    ),
    _sign(
        DATABASE, "error of MySQL", "in your SQL syntax", r"in your SQL syntax.{1,200}? near '", in_data=False
    ),
    _sign(
        DATABASE,
        "error of SQL Server",
        "Unclosed quotation mark",
        r"Unclosed quotation mark (?:after|before) the character string '",
        in_data=False,
    ),
    _sign(
        TRACE,
        "trace of Python",
        "Traceback (most recent call last)",
        r'Traceback \(most recent call last\):\s{1,20}File "[^"<]{1,400}", line \d+',
    ),
    Sign(
        KEY,
        "private key (PEM)",
        b"PRIVATE KEY-----",
        re.compile(rb"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:\\r|\\n|[\sA-Za-z0-9+/=:,-]){100}"),
        among_people=False,
    ),
)
SHELLS: Final = re.compile(
    rb"<\?php\s|<title>[^<]{0,60}(?:c99shell|r57shell|b374k|FilesMan|WSO \d|IndoXploit|P0wny|Mini Shell)"
    rb"|<pre>\s*(?:uid=\d+\(|root:x:0:0:)|<(?:b|h1|center)>[^<]{0,20}(?:c99shell|r57shell|b374k)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Leak:
    """What was found: the number of the rule and what it looks for, never the text itself."""

    rule: int
    looks_for: str


class Leaks:
    """Looks for the signs, for `places` (folders of the program), and for `words` that the operator names."""

    def __init__(self, places: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        self._places = tuple(place.encode() for place in places)
        self._words = tuple(sorted({needle for word in words for needle in _spellings(word)}))

    def found(self, body: bytes, *, data: bool = False, among_people: bool = False) -> Leak | None:
        """The first leak in an answer, or in a part of one.

        `data`: it is JSON. `among_people`: it is a page on which staff read what people wrote.
        """
        body = body if len(body) <= FIRST + LAST else body[:FIRST] + body[-LAST:]
        for sign in SIGNS:
            if sign.hint in body and sign.counts(data, among_people) and sign.pattern.search(body):
                return Leak(sign.rule, sign.looks_for)
        if any(place in body for place in self._places):
            return Leak(TRACE, "folder of the program")
        if not data and SHELLS.search(body, 0, HEAD):
            return Leak(SHELL, "web shell or source of PHP")
        return None if among_people else self._word(body)

    def _word(self, body: bytes) -> Leak | None:
        small = body.lower() if self._words else b""
        return Leak(WORD, "withheld word") if any(word in small for word in self._words) else None


def _spellings(word: str) -> set[bytes]:
    """A word as a page may hold it, the letters A to Z small: those are all that bytes can be made."""
    variants = (word, word.lower(), word.upper())
    return {form.encode().lower() for variant in variants for form in (variant, escape(variant))}
