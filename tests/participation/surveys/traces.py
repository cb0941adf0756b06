"""What somebody finds who may read everything: all rows as the owner, with the system's own columns."""

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connections

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys import codes as codemaking
from modellkommune.participation.surveys.models import Code, Survey
from tests.participation.surveys.answers import answer_by_code


def rows_of(table: str, columns: str = "id::text") -> list[tuple[Any, ...]]:
    """xmin, xmax and place in the file, then the columns; in the order of the file."""
    with connections["owner"].cursor() as cursor:
        system = "xmin::text::bigint, xmax::text::bigint, ctid::text"
        cursor.execute(f"SELECT {system}, {columns} FROM {table} ORDER BY ctid")  # noqa: S608 -- names of ours
        return list(cursor.fetchall())


def everything() -> dict[str, str]:
    """Every row of every table as text."""
    with connections["owner"].cursor() as cursor:
        names = connections["owner"].introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f'SELECT string_agg(item::text, chr(10)) FROM "{name}" item')  # noqa: S608
            found[name] = str(cursor.fetchone()[0] or "")
    return found


def sequences() -> list[tuple[Any, ...]]:
    """How far each sequence has counted."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return list(cursor.fetchall())


def batches(table: str) -> list[int]:
    """How many rows each transaction has written."""
    return sorted(Counter(row[0] for row in rows_of(table)).values())


def writers(table: str) -> set[int]:
    """The transactions whose rows are there."""
    return {row[0] for row in rows_of(table)}


def likeness(first: Sequence[Any], second: Sequence[Any]) -> float:
    """Rank correlation of two orders of the same things: 1 the same, 0 none, -1 reversed (Spearman)."""
    place = {thing: at for at, thing in enumerate(second)}
    count = len(first)
    distance = sum((at - place[thing]) ** 2 for at, thing in enumerate(first))
    return 1 - 6 * distance / (count * (count**2 - 1))


def answer_all(survey: Survey, codes: Sequence[str]) -> list[str]:
    """Everybody answers with the own code and a word of her own; the words, in the order of answering."""
    words = [f"word{secrets.token_hex(4)}" for _ in codes]
    for code, word in zip(codes, words, strict=True):
        answer_by_code(survey, {"way": ["post"], "why": [word]}, code)
    return words


def code_ids(survey: Survey, codes: Sequence[str]) -> list[str]:
    """The rows of codes in the order of the codes, as somebody with the keys finds them."""
    with municipality(str(survey.municipality_id)):
        known = dict(Code.objects.values_list("digest", "id"))
        return [str(known[codemaking._digest(survey.pk, code)]) for code in codes]
