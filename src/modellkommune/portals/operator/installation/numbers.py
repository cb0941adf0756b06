"""Every installation counts its records from a number of its own, drawn by lot when it is set up.

A municipality that moves to another installation keeps the ids of its records: its journal is chained over
them, and entries name the official who acted by hers. With 2^20 ranges of 2^32 ids each, two installations
that both counted from 1 would always meet, these two hardly ever (and then the import says so). The ids stay
below 2^53, which every program can count.
"""

import secrets
from typing import Final

from django.db import connections
from psycopg import sql

RANGES: Final = 2**19  # to draw from at first; above them there is as much room again to move up
LENGTH: Final = 2**32
STEPS: Final = 2**8  # ranges to draw from when an installation moves up
STAFF: Final = "identity_staff"

# The sequences behind ids of tables of municipalities and of staff: table, sequence, first and last number.
_SEQUENCES: Final = """
    SELECT owned.relname, sequence.relname, start.seqstart, counted.last_value
    FROM pg_class sequence
    JOIN pg_sequence start ON start.seqrelid = sequence.oid
    JOIN pg_sequences counted ON counted.schemaname = 'public' AND counted.sequencename = sequence.relname
    JOIN pg_depend link ON link.objid = sequence.oid AND link.deptype IN ('a', 'i')
        AND link.classid = 'pg_class'::regclass AND link.refclassid = 'pg_class'::regclass
    JOIN pg_class owned ON owned.oid = link.refobjid
    WHERE sequence.relkind = 'S' AND sequence.relnamespace = 'public'::regnamespace
    AND (owned.relrowsecurity OR owned.relname = %s)"""


def count_from_own_number() -> None:
    """Let all sequences that still start at 1 count from this installation's number; safe to repeat."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_SEQUENCES, [STAFF])
        found = cursor.fetchall()
        starts = [start for _, _, start, _ in found if start > 1]
        first = starts[0] if starts else secrets.randbelow(RANGES - 1) * LENGTH + LENGTH + 1
        for _, sequence, start, last in found:
            if start == 1:
                name, number = sql.Identifier(sequence), sql.Literal(max(first, (last or 0) + 1))
                cursor.execute(
                    sql.SQL("ALTER SEQUENCE public.{} START WITH {} RESTART WITH {}").format(
                        name, sql.Literal(first), number
                    )
                )


def count_above(number: int) -> None:
    """Let all sequences go on in a range above a number, unless they are beyond it already."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_SEQUENCES, [STAFF])
        found = cursor.fetchall()
        if all(max(start, last or 0) > number for _, _, start, last in found):
            return
        highest = max([number, *(last or 0 for _, _, _, last in found)])
        first = (highest // LENGTH + 1 + secrets.randbelow(STEPS)) * LENGTH + 1
        for _, sequence, _, _ in found:
            cursor.execute(
                sql.SQL("ALTER SEQUENCE public.{} START WITH {} RESTART WITH {}").format(
                    sql.Identifier(sequence), sql.Literal(first), sql.Literal(first)
                )
            )


def counted_tables() -> list[str]:
    """The tables of municipalities whose ids are counted."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_SEQUENCES, [STAFF])
        return sorted(table for table, _, _, _ in cursor.fetchall() if table != STAFF)
