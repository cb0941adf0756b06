"""Asking a register: read, call without a transaction, record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json, unseal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.registers.breaker import (
    failing_breakers,
    lets_through,
    note_answer,
    note_failure,
)
from modellkommune.foundation.registers.errors import LegalBasisMissing, RegisterSilent
from modellkommune.foundation.registers.models import ANSWERED, Breaker, QueryLog
from modellkommune.foundation.registers.port import Query, Question, Reply
from modellkommune.foundation.registers.providers import register_named
from modellkommune.foundation.registers.queries import PURPOSE
from modellkommune.foundation.registers.slowness import SlowRegisters
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality, refuse_open_unit
from modellkommune.foundation.tenants.reading import RowReader

SILENT: Final = Reply("silent")
TIME_OUT: Final = "timeout"
_SLOW: Final = SlowRegisters()
_AGS: Final = "SELECT ags FROM tenants_municipality WHERE key = %s"
# The first one to ask writes the row; whoever asks the same again reads it.
_LOG: Final = """
    INSERT INTO registers_querylog (municipality_id, case_id, key_id, asked_at, register, purpose,
                                    legal_basis, request_id, attempts, outcome)
    SELECT %s, %s, %s::uuid, %s, asked.*, 0, 'asked'
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS asked
    ON CONFLICT (municipality_id, request_id) DO NOTHING RETURNING request_id, id"""
_FINISH: Final = """
    UPDATE registers_querylog SET attempts = attempts + 1, outcome = %s, answered_at = %s, reply = %s
    WHERE id = %s AND outcome <> 'answered'"""
_LOGS = RowReader(lambda request_id: QueryLog.objects.select_related("key").filter(request_id=request_id))


@dataclass(frozen=True, slots=True)
class Asking:
    """A query of a case that is noted in the log; `reply` where nobody has to, or may, be asked."""

    town: str
    question: Question
    log: QueryLog
    breaker: Breaker | None
    reply: Reply | None

    @property
    def register(self) -> str:
        """Who is asked."""
        return self.question.register


def ask(town: str, query: Query, case_id: int, request_id: str, key: DataKey) -> Reply:
    """Ask a register for a case, outside of any transaction. Silence is an answer, not an error.

    An answer recorded under `request_id` is returned again, not asked for again. The reply is kept sealed
    under `key`, the case's. Raises `LegalBasisMissing`, `RegisterUnknown`, `UnitOfWorkOpen`.
    """
    refuse_open_unit()
    with municipality(town):
        (asking,) = note_queries({request_id: query}, case_id, key)
    return reply_to(asking)


def note_queries(queries: Mapping[str, Query], case_id: int, key: DataKey) -> tuple[Asking, ...]:
    """Note in the log what is about to be asked for a case: the first half of `ask`, for several queries.

    `queries` by their request ids. Inside `with municipality(...)`; `reply_to` follows outside of it, for one
    after the other. Raises `LegalBasisMissing`, `RegisterUnknown`.
    """
    if not queries:
        return ()
    ags = _ags()
    questions = [_question(ags, query, request_id) for request_id, query in queries.items()]
    logs = _logged(questions, case_id, key)
    breakers = failing_breakers()
    return tuple(_asking(one, logs[one.request_id], breakers.get(one.register)) for one in questions)


def reply_to(asking: Asking) -> Reply:
    """Ask what was noted, outside of any transaction, and record the answer. Raises `UnitOfWorkOpen`."""
    refuse_open_unit()
    if asking.reply is not None:
        return asking.reply
    try:
        data = register_named(asking.register).ask(asking.question)
    except RegisterSilent as silence:
        _SLOW.note(asking.register, in_time=silence.reason != TIME_OUT)
        return _record_silence(asking.town, asking.log, silence.reason)
    _SLOW.note(asking.register, in_time=True)
    return _record_answer(asking.town, asking.log, data, asking.breaker)


def _asking(question: Question, log: QueryLog, breaker: Breaker | None) -> Asking:
    reply = _recorded(log) if log.outcome == ANSWERED else None
    if reply is None and not _may_be_asked(question.register, breaker):
        reply = SILENT
    return Asking(current_municipality(), question, log, breaker, reply)


def _may_be_asked(register: str, breaker: Breaker | None) -> bool:
    if not lets_through(breaker):
        return False
    if _SLOW.may_be_asked(register):
        return True
    note_failure(register)  # so that this municipality's other cases need not find it out
    return False


def _ags() -> str:
    database: Any = connections[DEFAULT_DB_ALIAS]
    (ags,) = database.run(_AGS, [current_municipality()]).fetchone()
    return str(ags)


def _question(ags: str, query: Query, request_id: str) -> Question:
    register_named(query.register)
    purpose, legal_basis = _german(query.purpose), _german(query.legal_basis)
    if not (purpose and legal_basis):
        raise LegalBasisMissing(query.register)
    return Question(query.register, purpose, legal_basis, request_id, ags, query.parameters)


def _german(text: Any) -> str:
    # The language of law: registers and their supervisors read German.
    return str((text.get("de") if isinstance(text, Mapping) else text) or "").strip()


def _logged(questions: Sequence[Question], case_id: int, key: DataKey) -> dict[str, QueryLog]:
    """The rows of the log by request id."""
    logs = [_unwritten(question, case_id, key) for question in questions]
    columns = [
        [log.register for log in logs],
        [log.purpose for log in logs],
        [log.legal_basis for log in logs],
        [log.request_id for log in logs],
    ]
    about: list[Any] = [current_municipality(), case_id, key.pk, clock.now()]
    database: Any = connections[DEFAULT_DB_ALIAS]
    new = dict(database.run(_LOG, [*about, *columns]).fetchall())
    for log in logs:
        log.pk = new.get(log.request_id)
    return {log.request_id: log if log.pk else _read(log.request_id) for log in logs}


def _unwritten(question: Question, case_id: int, key: DataKey) -> QueryLog:
    return QueryLog(
        request_id=question.request_id,
        register=question.register,
        purpose=question.purpose[:200],
        legal_basis=question.legal_basis[:300],
        case_id=case_id,
        key=key,
    )


def _read(request_id: str) -> QueryLog:
    log = _LOGS.read(request_id)
    if log is None:
        raise QueryLog.DoesNotExist
    return log


def _record_answer(town: str, log: QueryLog, data: dict[str, Any], breaker: Breaker | None) -> Reply:
    with municipality(town):
        if not _finish(log, ANSWERED, seal_json(log.key, data, PURPOSE)):
            return _recorded(_read(log.request_id))
        if breaker is not None and breaker.failures:
            note_answer(log.register)
    return Reply("answered", data)


def _record_silence(town: str, log: QueryLog, reason: str) -> Reply:
    with municipality(town):
        if not _finish(log, reason, None):
            return _recorded(_read(log.request_id))
        note_failure(log.register)
    return SILENT


def _finish(log: QueryLog, outcome: str, reply: bytes | None) -> bool:
    """Note how a try went; False if somebody else who asked the same has an answer: the first one counts."""
    answered_at = None if reply is None else clock.now()
    database: Any = connections[DEFAULT_DB_ALIAS]
    if not database.run(_FINISH, [outcome, answered_at, reply, log.pk]).rowcount:
        return False
    verb = "register_answered" if outcome == ANSWERED else "register_silent"
    record(verb, f"case:{log.case_id}", Actor("system", log.register))
    return True


def _recorded(log: QueryLog) -> Reply:
    return Reply("answered", unseal_json(log.key, log.reply or b"", PURPOSE))
