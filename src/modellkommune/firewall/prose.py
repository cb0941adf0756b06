"""Prose: of a free text only those sentences are looked at that hold more than words, and their neighbours.

Most of what people write is words, numbers and full stops, and sixty rules look at each letter of it. No rule
of ours has anything against such sentences, alone or one after the other, which the tests hold against every
word that the rules know. What is looked at keeps its beginning and what stands on either side of it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from modellkommune.firewall.plain import is_plain
from modellkommune.firewall.ruleset import portal_rules, words

_SENTENCE: Final = re.compile(r"(?:[^.;:!?\n]|[.;:!?](?!\s|\Z))*+[.;:!?]?\s*+")
_END: Final = re.compile(r"(?:[.;:!?](?=\s|\Z))?[ \r\n]*")
_WORD: Final = re.compile(r"[^\W_]+")
# Between words these mean nothing; libinjection alone knows them, and looks at the beginning of a text only.
_LOGIC: Final = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(words('words-of-logic'))})(?![\w-])")
_COMMANDS: Final = frozenset(words("shell-commands") + words("windows-commands") + words("statements"))
_HEADERS: Final = frozenset(words("words-before-colons"))
_CUT: Final = "a. "
"""Stands for what is left out, so that nothing is a beginning that was none."""


def told(text: str) -> str:
    """What of a free text could say something to a machine; empty where all of it is prose."""
    sentences = [found.group() for found in _SENTENCE.finditer(text) if found.group()]
    kept = {place for place, _ in enumerate(sentences) if not _is_prose(sentences, place)}
    if not kept:
        return ""
    near = {0} | {place + step for place in kept for step in (-1, 0, 1)}
    return "".join(
        sentence if place in near else (_CUT if place - 1 in near else "")
        for place, sentence in enumerate(sentences)
    )


def told_to(rules: Iterable[str]) -> Callable[[str], str]:
    """What of a text these rules are shown: all of it, if a rule comes from elsewhere."""
    return told if set(rules) == {portal_rules()} else lambda text: text


def _is_prose(sentences: list[str], place: int) -> bool:
    sentence = sentences[place]
    said = sentence.rstrip(" \r\n.;:!?")
    if not _END.fullmatch(sentence, len(said)) or not is_plain(said if place == 0 else _LOGIC.sub("a", said)):
        return False
    found = _WORD.findall(said.lower())
    if not found:
        return not sentence.strip()
    begins_anew = place > 0 and sentences[place - 1].rstrip(" ").endswith((";", "\n", "\r"))
    return not (begins_anew and found[0] in _COMMANDS) and not (
        sentence[len(said) : len(said) + 1] == ":" and found[-1] in _HEADERS
    )
