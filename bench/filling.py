"""Fill an installation quickly: copies of genuinely written cases, made inside PostgreSQL.

Every table that a case leaves rows in is copied with new ids, numbers and public ids. Copies in the town of
the originals share the originals' data keys, so that everything can be read; in other towns only the rows
count. Foreign keys are not checked meanwhile: the rules below keep them. Details of the journal are left out:
nothing that is measured reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from modellkommune.portals.operator.installation.embedded import Cluster
from modellkommune.portals.operator.installation.secrets import SUPERUSER

# How a column of a copy comes from the original's. {c}: the column; k: number of the copy; step: more than
# lies between any two original ids.
NUMBER: Final = "{c} + k * step"
UUID: Final = "md5({c}::text || k)::uuid"
TEXT: Final = "CASE {c} WHEN '' THEN '' ELSE {c} || '-' || k END"
DIGEST: Final = "CASE {c} WHEN '' THEN '' ELSE md5({c} || k) || md5(k || {c}) END"
SUBJECT: Final = "'case:' || split_part({c}, ':', 2)::bigint + k * step"
REQUEST: Final = "md5(left({c}, 36) || k)::uuid || substr({c}, 37)"
PLACE: Final = "{c} + k * (links + 1000000)"  # the sealer may be adding to the chain meanwhile
# In other towns permits end later than anybody is reminded: nobody can read there to whom it would be said.
LATER: Final = "CASE town WHEN municipality_id THEN {c} ELSE greatest({c}, current_date + 400) END"
KEY: Final = "CASE town WHEN municipality_id THEN {c} ELSE md5({c}::text || k)::uuid END"

_ENTRIES: Final = "entry_id IN (SELECT id FROM journal_entry WHERE subject IN (SELECT subject FROM chosen))"
_OF_CASE: Final = "case_id IN (SELECT id FROM chosen)"
_DRAFTS: Final = f"id IN (SELECT draft_id FROM applications_application WHERE {_OF_CASE})"  # noqa: S608
_BOOKED: Final = f"payment_id IN (SELECT id FROM payments_payment WHERE {_OF_CASE})"  # noqa: S608
_PLATES: Final = f"permit_id IN (SELECT id FROM permits_permit WHERE {_OF_CASE})"  # noqa: S608


@dataclass(frozen=True)
class Rule:
    """Which rows of a table are copied, and what changes in them."""

    rows: str
    changes: Mapping[str, str]


def _of_case(**changes: str) -> Rule:
    return Rule(_OF_CASE, {"id": NUMBER, "case_id": NUMBER, **changes})


OF_CASES: Final = {
    "keys_datakey": Rule("id IN (SELECT key_id FROM cases_case JOIN chosen USING (id))", {"id": UUID}),
    "cases_case": Rule(
        "id IN (SELECT id FROM chosen)",
        {"id": NUMBER, "number": TEXT, "public_id": UUID, "holder": UUID, "subject_digest": DIGEST},
    ),
    "drafts_draft": Rule(
        _DRAFTS,
        {"id": UUID, "holder": UUID, "subject_digest": DIGEST},
    ),
    "applications_application": _of_case(draft_id=UUID),
    "checks_checkrun": _of_case(),
    "fees_feeassessment": _of_case(),
    "decisions_decision": _of_case(),
    "payments_payment": _of_case(request_id=UUID, transaction_id=TEXT),
    "payments_booking": Rule(
        _BOOKED,
        {"id": NUMBER, "payment_id": NUMBER},
    ),
    "permits_permit": _of_case(number=TEXT, person_digest=DIGEST, last=LATER),
    "permits_permitplate": Rule(
        _PLATES,
        {"id": NUMBER, "permit_id": NUMBER, "digest": DIGEST},
    ),
    "registers_querylog": _of_case(request_id=REQUEST),
    "mail_message": Rule(
        "about IN (SELECT subject FROM chosen)", {"id": NUMBER, "mail_id": UUID, "about": SUBJECT}
    ),
    "journal_entry": Rule("subject IN (SELECT subject FROM chosen)", {"id": NUMBER, "subject": SUBJECT}),
    "journal_link": Rule(_ENTRIES, {"id": NUMBER, "entry_id": NUMBER, "position": PLACE}),
}
"""In this order, because each table's rows are found through the originals' of the others."""

OF_TOWNS: Final = {
    "keys_datakey": Rule("id IN (SELECT key_id FROM documents_signingkey)", {"id": UUID}),
    "documents_signingkey": Rule("true", {"id": UUID}),
    "catalogue_overlay": Rule("true", {"id": NUMBER}),
    "catalogue_adoption": Rule("true", {"id": NUMBER, "overlay_id": NUMBER}),
    "identity_membership": Rule("true", {"id": NUMBER}),
    "places_edition": Rule("true", {"id": NUMBER}),
    **{
        table: Rule("true", {"id": NUMBER, "edition_id": NUMBER})
        for table in ("places_zone", "places_street", "places_streethouses", "places_zonerule")
    },
}

_TOWN: Final = """
    INSERT INTO tenants_municipality (key, name, ags, hosts, profile, demonstration)
    SELECT town, town, ags, jsonb_build_array(town || '.localhost'), profile, demonstration
    FROM tenants_municipality, copies WHERE key = %s"""
_CHOSEN: Final = """
    CREATE TEMP TABLE chosen AS
    SELECT id, 'case:' || id AS subject FROM cases_case WHERE municipality_id = %s AND state = ANY (%s)"""
_COPIES: Final = "CREATE TEMP TABLE copies (k bigint PRIMARY KEY, town text NOT NULL)"

_HURRY: Final = ("max_wal_size = '8GB'", "full_page_writes = off", "autovacuum = off")


class Filling:
    """Copies in an installation; `template` is the town whose cases are the originals."""

    def __init__(self, home: Path, template: str) -> None:
        self._url = Cluster(home).url(SUPERUSER)
        self._template = template
        self._copies = 0

    def add_towns(self, towns: Sequence[str]) -> None:
        """Municipalities like the template, without cases."""
        with self._open() as connection:
            self._name_copies(connection, towns)
            connection.execute(_TOWN.encode(), [self._template])
            self._copy(connection, OF_TOWNS)

    def add_cases(self, towns: Sequence[str], states: Sequence[str]) -> int:
        """For each entry of `towns` a copy of the template's cases in `states` there; cases made."""
        with self._open() as connection:
            connection.execute(_CHOSEN.encode(), [self._template, list(states)])
            connection.execute(b"ANALYZE chosen")
            self._name_copies(connection, towns)
            self._copy(connection, OF_CASES)
            (chosen,) = _row(connection, "SELECT count(*) FROM chosen")
            return int(chosen) * len(towns)

    def hurry(self) -> None:
        """Let PostgreSQL put off what makes a crash survivable; nothing here has to survive one."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            for setting in _HURRY:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute(b"SELECT pg_reload_conf()")

    def settle(self) -> None:
        """What PostgreSQL would do by and by: statistics, visibility, a checkpoint."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(b"VACUUM ANALYZE")
            connection.execute(b"ALTER SYSTEM RESET ALL")
            connection.execute(b"SELECT pg_reload_conf()")
            connection.execute(b"CHECKPOINT")

    def _open(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url)
        connection.execute(b"SET session_replication_role = replica")
        connection.execute(b"SET synchronous_commit = off")
        connection.execute(b"SET work_mem = '64MB'")
        return connection

    def _name_copies(self, connection: psycopg.Connection[Any], towns: Sequence[str]) -> None:
        # Numbers of copies are never used twice, so ids do not meet.
        connection.execute(_COPIES.encode())
        with connection.cursor().copy(b"COPY copies (k, town) FROM STDIN") as rows:
            for number, town in enumerate(towns, self._copies + 1):
                rows.write_row((number, town))
        self._copies += len(towns)
        connection.execute(b"ANALYZE copies")

    def _copy(self, connection: psycopg.Connection[Any], rules: Mapping[str, Rule]) -> None:
        tables = {*OF_CASES, *OF_TOWNS}
        counted = [table for table in tables if _columns(connection, table)["id"] == "bigint"]
        step = self._step(connection, counted)
        (links,) = _row(connection, "SELECT coalesce(max(position), 0) FROM journal_link")
        for table, rule in rules.items():
            statement = self._statement(connection, table, rule)
            words = statement.replace("step", str(step)).replace("links", str(links))
            connection.execute(words.encode(), [self._template])
        for table in counted:
            connection.execute(_NEXT.format(table=table).encode())

    def _step(self, connection: psycopg.Connection[Any], tables: Sequence[str]) -> int:
        extent = "SELECT min(id) AS low, max(id) AS high FROM {} HAVING count(*) > 0"
        all_of_them = " UNION ALL ".join(extent.format(table) for table in tables)
        (step,) = _row(connection, f"SELECT max(high) - min(low) + 1 FROM ({all_of_them}) extents")  # noqa: S608
        return int(step)

    def _statement(self, connection: psycopg.Connection[Any], table: str, rule: Rule) -> str:
        changes = {"municipality_id": "town", "key_id": KEY, **rule.changes}
        columns = list(_columns(connection, table))
        values = [changes.get(column, "{c}").format(c=f'"{column}"') for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        return (
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table}, copies"  # noqa: S608
            f" WHERE municipality_id = %s AND {rule.rows}"
        )


_NEXT: Final = """
    SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))
    WHERE EXISTS (SELECT FROM {table})"""


def _columns(connection: psycopg.Connection[Any], table: str) -> dict[str, str]:
    query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1"
    return dict(connection.execute(query.encode(), [table]).fetchall())


def _row(connection: psycopg.Connection[Any], query: str) -> Any:
    return connection.execute(query.encode()).fetchone()
