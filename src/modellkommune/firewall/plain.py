"""Plain values: words and numbers between which nothing stands that any language of attacks needs.

Names, streets, plates, days, choices: most of what people enter. No rule of ours has anything against them,
which the tests hold against every word that the rules know, so nobody waits while sixty rules look for
themselves. Rules of others are not asked either: those of OWASP take Perl Bauer, Akira Sudo and the plates of
Fulda for commands ("FD AB 123"), and of 938 attacks of theirs one alone is lost by it ("ls foo bar").
"""

import re
from typing import Final

from modellkommune.firewall.ruleset import spelled_out, words

LONGEST: Final = 4000
"""Characters; longer texts are looked at in any case."""
# Latin letters only: with others the bytes of an angle bracket could be hidden between letters.
_LETTER: Final = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_WORD: Final = f"[0-9{_LETTER}]++"
# A full stop ends an abbreviation before a number, or the value; before a letter it could name a file.
_PLAIN: Final = re.compile(
    rf"(?:{_WORD}(?:-{_WORD})*+(?:(?<=[{_LETTER}]{{2}})\.(?= *(?:[0-9]|\Z)))?(?:,? |\Z))*+"
)
_BETWEEN: Final = re.compile("[ ,.-]+")
# What SQL, Java, PowerShell and the shell understand without a sign between the words.
_TELLING: Final = frozenset(words("telling-words"))
_COMMANDS: Final = words("powershell-commands") + words("shell-commands")
_WITHIN: Final = re.compile("|".join(words("telling-parts")))
_HYPHENED: Final = re.compile("|".join(word for word in _COMMANDS if "-" in word))
# What names the sessions of other programs: "cfid", "cakephp", "shiny-token".
_SESSIONS: Final = re.compile("sess|sid|token|cf|cake|symfony|wordpress")
# "information_schema", "array_map": names that stand in a rule as they are.
_SAID: Final = frozenset(re.findall("[a-z0-9]+(?:_[a-z0-9]+)+", spelled_out()))


def is_plain(value: str) -> bool:
    """Whether a value is nothing but words and numbers, and none of them says anything to a machine."""
    if len(value) > LONGEST or _PLAIN.fullmatch(value) is None:
        return False
    lowered = value.lower()
    if "-" in lowered and _HYPHENED.search(lowered):
        return False
    return _WITHIN.search(lowered) is None and _TELLING.isdisjoint(_BETWEEN.split(lowered))


def is_plain_name(name: str) -> bool:
    """Whether the name of a field tells the rules nothing: "address-street", "moved_in".

    Names that a rule says, as those of functions, and of other programs' sessions are not plain.
    """
    lowered = name.lower()
    if lowered in _SAID or _SESSIONS.search(lowered):
        return False
    return is_plain(name.removeprefix("_").replace("_", "-"))
