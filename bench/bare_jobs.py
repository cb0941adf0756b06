"""Units of work without meaning: trivial statements on one row, as many as a real case makes.

A unit is a word: r reads a row, u changes one, i writes one, d puts a job off. Units are joined by commas.
Of the house only the way to PostgreSQL is in it: the unit of work under row level security.
"""

from typing import Any, Final

from django.db import connection
from procrastinate.contrib.django import app

from modellkommune.foundation.tenants.context import municipality

DATABASE: Final = "BARE_DATABASE"
"""The environment's word for the address of the database."""
TOWN: Final = "bare"
SCHEMA: Final = """
    CREATE TABLE bare_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, town text NOT NULL, said text);
    ALTER TABLE bare_row ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON bare_row
        USING (town = nullif(current_setting('modellkommune.municipality', true), ''));
    INSERT INTO bare_row (town, said) SELECT 'bare', 'a row' FROM generate_series(1, 1000);
    GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC;
    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC;
"""
"""For the owner of the database, where procrastinate's own tables are already."""
_STATEMENTS: Final[dict[str, tuple[str, list[Any]]]] = {
    "r": ("SELECT id, town, said FROM bare_row WHERE id = %s", [1]),
    "u": ("UPDATE bare_row SET said = %s WHERE id = %s RETURNING id", ["changed", 2]),
    "i": ("INSERT INTO bare_row (town, said) VALUES (%s, %s) RETURNING id", [TOWN, "a row"]),
}


def work(units: str, jobs: list[str]) -> None:
    """Do units, each in a transaction of its own; each d puts off a job with the next of `jobs` to do."""
    database: Any = connection
    for unit in filter(None, units.split(",")):
        with municipality(TOWN):
            for letter in unit:
                if letter == "d":
                    job.defer(units=jobs.pop(0))
                else:
                    database.run(*_STATEMENTS[letter]).fetchone()


@app.task(name="bare")
def job(units: str) -> None:
    """The same in a worker."""
    work(units, [])
