"""Ideas that resemble a text: German word stems, the rare ones counting most.

Full-text search cannot use its index under row level security; a table of stems with a btree can. One
statement reads the stems' rows from the index alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db import connection
from Stemmer import Stemmer

from modellkommune.participation.ideas.models import Idea, Redaction, Term
from modellkommune.participation.ideas.states import SEEN

SHORTEST: Final = 3
LONGEST: Final = 40
MOST_ASKED: Final = 30
"""Stems of a typed text that are looked up; more say nothing new."""
COMMON: Final = 801
"""A stem of so many ideas tells nothing about one; it is neither counted further nor read."""
SIMILAR_FROM: Final = 0.3
"""Share of the weight of a text's stems that an idea must have to count as similar."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_STOPWORDS: Final = frozenset(Path(__file__).with_name("stopwords.txt").read_text("utf-8").split())
_SIMILAR: Final = """
    WITH total AS (SELECT count(*) + 1 AS ideas FROM ideas_idea WHERE state = ANY(%(seen)s)),
    counted AS (
        SELECT asked.term, (SELECT count(*) FROM (
            SELECT FROM ideas_term stored WHERE stored.term = asked.term LIMIT %(common)s) AS few) AS ideas
        FROM unnest(%(terms)s::text[]) AS asked (term)),
    weighed AS MATERIALIZED (
        SELECT term, ln(1 + (SELECT ideas FROM total)::float / greatest(counted.ideas, 1)) AS weight
        FROM counted WHERE counted.ideas < %(common)s),
    whole AS (SELECT sum(weight) AS weight FROM weighed),
    best AS (
        SELECT idea_id, sum(weight) AS weight FROM weighed JOIN ideas_term USING (term)
        GROUP BY idea_id ORDER BY weight DESC, idea_id LIMIT 40)
    SELECT number, title, state, idea.id, best.weight / (SELECT weight FROM whole) AS share
    FROM best JOIN ideas_idea idea ON idea.id = best.idea_id
    WHERE state = ANY(%(seen)s) AND best.weight >= %(least)s * (SELECT weight FROM whole)
    ORDER BY share DESC, number LIMIT %(limit)s"""


@dataclass(frozen=True)
class Similar:
    """An idea that resembles a text; `share` of the weight of its stems, 0 to 1."""

    number: int
    title: str
    state: str
    id: int
    share: float


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in their order, each once, without words that every text has."""
    words = (word.casefold() for word in _WORD.findall(text))
    kept = (word for word in words if len(word) >= SHORTEST and word not in _STOPWORDS)
    return tuple(dict.fromkeys(_stem(word) for word in kept))


def similar_ideas(text: str, limit: int = 5, least: float = SIMILAR_FROM) -> list[Similar]:
    """The ideas that resemble a text, the most alike first; one statement."""
    asked = list(stems(text)[:MOST_ASKED])
    if not asked:
        return []
    values: dict[str, Any] = {"terms": asked, "least": least, "limit": limit, "common": COMMON}
    values["seen"] = list(SEEN)
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, values)
        return [Similar(*row) for row in cursor.fetchall()]


def index_idea(idea: Idea) -> None:
    """Write the stems of an idea anew, without those that stand in hidden passages only."""
    hidden = Redaction.objects.filter(idea=idea).values_list("passage", flat=True)
    text = f"{idea.title} {idea.text}"
    for passage in hidden:
        text = text.replace(passage, " ")
    Term.objects.filter(idea=idea).delete()
    Term.objects.bulk_create(Term(idea=idea, term=term) for term in stems(text))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # A stemmer of its own for each new word: one keeps the word it is at, and threads would mix theirs up.
    return str(Stemmer("german").stemWord(word))[:LONGEST]
