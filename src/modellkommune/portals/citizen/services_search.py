"""Finding a service by what people call it, also with a typing error."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from modellkommune.portals.citizen.services_offer import Offer
from modellkommune.values.latin import search_form

# Words that say nothing about the errand.
SILENT_WORDS: Final = (
    "der die das den dem ein eine einen einem einer für vor in im an am auf mit und oder von zu zum zur ich "
    "mein meine meinen möchte will brauche beantragen a an the for of on my i want need to apply and or"
)
SILENT: Final = frozenset(search_form(SILENT_WORDS).split())
SIMILAR: Final = 0.8  # of SequenceMatcher: one wrong letter in five, two in ten
ENOUGH: Final = 0.4  # mean over the words asked: one of two must be part of a term


def find_services(offers: Sequence[Offer], asked: str) -> tuple[Offer, ...]:
    """The offers that fit what was typed, best first; all of them if nothing was typed."""
    words = _split(asked)
    if not words:
        return tuple(offers)
    rated = [(rate(offer, words), offer) for offer in offers]
    fitting = [(rating, offer) for rating, offer in rated if rating >= ENOUGH]
    return tuple(offer for _, offer in sorted(fitting, key=lambda pair: (-pair[0], pair[1].title)))


def rate(offer: Offer, asked: Sequence[str]) -> float:
    """How well an offer fits, 0 to 1: the mean over the words of the best likeness to one of its terms."""
    terms = {term for words in offer.words for term in _split(words)}
    return sum(max((_likeness(word, term) for term in terms), default=0.0) for word in asked) / len(asked)


def _split(text: str) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in search_form(text)).split()
    return [word for word in words if word not in SILENT]


def _likeness(word: str, term: str) -> float:
    if word == term:
        return 1.0
    if len(word) >= 3 and (term.startswith(word) or (len(term) >= 5 and word.startswith(term))):
        return 0.9
    if len(word) >= 4 and word in term:
        return 0.8
    if min(len(word), len(term)) < 4:
        return 0.0
    likeness = SequenceMatcher(None, word, term[: len(word) + 2], autojunk=False).ratio()
    return likeness * 0.9 if likeness >= SIMILAR else 0.0
