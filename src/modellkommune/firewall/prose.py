"""Prose: of a free text only those sentences are looked at that hold more than words.

Most of what people write is words, numbers and full stops, and sixty rules look at each letter of it. No rule
of ours has anything against such sentences, alone or one after the other, which the tests hold against every
word that the rules know. What is looked at keeps the beginning of the text, and begins and ends as it did.
"""

import re
from collections.abc import Iterator
from typing import Final

from modellkommune.firewall.plain import is_plain
from modellkommune.firewall.ruleset import spelled_out, words

# "Nr. 7" goes on.
_SENTENCE: Final = re.compile(r"(?:[^.;:!?\n]|[.;:!?](?!\s|\Z)|\.(?= [0-9]))*+[.;:!?]?\s*+")
# A comma ends "Sehr geehrte Damen und Herren," at the end of its line.
_END: Final = re.compile(r"(?:[.;:!?](?=\s|\Z)|,(?=\r?\n))?[ \r\n]*")
_WORD: Final = re.compile(r"[^\W_]+")
# Between words these mean nothing; libinjection alone knows them, and looks at the beginning of a text only.
_LOGIC: Final = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(words('words-of-logic'))})(?![\w-])")
# Times, days, amounts, what is shortened ("6:30", "1.3.2026", "z.B."): no language of attacks writes so.
_FIGURES: Final = re.compile(
    r"(?<!\S)(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?|[0-9]{1,6},[0-9]{2}"
    r"|(?:[A-Za-z]\.){2,3})(?=[\s,]|\Z)"
)
# What letters are set with, and no language of attacks knows: dashes, quotation marks, apostrophes, § and €.
_TYPE: Final = "–—…„“”‚‘’«»‹›§€°²³×·•"
_AROUND: Final = re.compile(rf"(?:^|(?<= ))[{_TYPE}]+ ?| ?[{_TYPE}]+(?=[ ,.;:!?]|\Z)")
_WITHIN: Final = re.compile(rf"[{_TYPE}]+")
_ANY: Final = re.compile(rf"[{_TYPE}(]")
# "Parkplätze (abends) fehlen": brackets of people, if the word before is none that the rules say.
_BRACKETS: Final = re.compile(r"([^\W\d_]{2,}) \(([^()]+)\)")
_SAID: Final = frozenset(re.findall(r"[^\W\d_]{2,}", spelled_out()))
_COMMANDS: Final = frozenset(words("shell-commands") + words("windows-commands") + words("statements"))
_HEADERS: Final = frozenset(words("words-before-colons"))
_CUT: Final = "a"
_ENDS: Final = " \r\n,.;:!?"


def told(text: str) -> str:
    """What of a free text could say something to a machine; empty where all of it is prose."""
    sentences = [found.group() for found in _SENTENCE.finditer(text) if found.group()]
    kept = {place for place, _ in enumerate(sentences) if not _is_prose(sentences, place)}
    if not kept:
        return ""
    near = {0} | {near for place in kept for near in _leaning_on(sentences, place)}
    return "".join(
        sentence if place in near else (_stand_in(sentence) if place + 1 in near else "")
        for place, sentence in enumerate(sentences)
    )


def _leaning_on(sentences: list[str], place: int) -> Iterator[int]:
    """The sentence, and its neighbours where it begins or ends like no sentence."""
    yield place
    if not sentences[place].lstrip()[:1].isalnum():
        yield place - 1
    if not sentences[place].endswith((". ", "! ", "? ")):
        yield place + 1


def _stand_in(sentence: str) -> str:
    """A word with the end of the sentence that is left out: what follows begins as it did."""
    return f"{_CUT}{sentence[len(sentence.rstrip(_ENDS)) :]}"


def _is_prose(sentences: list[str], place: int) -> bool:
    sentence = _unset(_FIGURES.sub("1", sentences[place]))
    said = sentence.rstrip(_ENDS)
    if not _END.fullmatch(sentence, len(said)) or not is_plain(said if place == 0 else _LOGIC.sub("a", said)):
        return False
    found = _WORD.findall(said.lower())
    if not found:
        return not sentence.strip()
    is_order = place > 0 and _ends_a_line(sentences[place - 1]) and found[0] in _COMMANDS
    is_header = sentence[len(said) : len(said) + 1] == ":" and found[-1] in _HEADERS
    return not is_order and not is_header


def _unset(sentence: str) -> str:
    """The sentence without dashes and brackets where these are those of people; "geht’s" gets a hyphen."""
    if not _ANY.search(sentence):
        return sentence
    return _BRACKETS.sub(_unbracketed, _WITHIN.sub("-", _AROUND.sub("", sentence)))


def _unbracketed(found: re.Match[str]) -> str:
    before, within = found.groups()
    return found[0] if before.lower() in _SAID else f"{before} {within}"


def _ends_a_line(sentence: str) -> bool:
    """Whether what follows is a line or a statement of its own."""
    return sentence.rstrip(" ").endswith((";", "\n", "\r"))
