"""Asking a register: read, call without a transaction, record."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json, unseal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.registers.breaker import breaker_of, lets_through, note_answer, note_failure
from modellkommune.foundation.registers.errors import LegalBasisMissing, RegisterSilent
from modellkommune.foundation.registers.models import ANSWERED, Breaker, QueryLog
from modellkommune.foundation.registers.port import Query, Question, Reply
from modellkommune.foundation.registers.providers import register_named
from modellkommune.foundation.registers.queries import PURPOSE
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality, refuse_open_unit
from modellkommune.foundation.tenants.reading import RowReader

SILENT: Final = Reply("silent")
_AGS: Final = "SELECT ags FROM tenants_municipality WHERE key = %s"
# The first one to ask writes the row; whoever asks the same again reads it.
_LOG: Final = """
    INSERT INTO registers_querylog (municipality_id, register, purpose, legal_basis, request_id, case_id,
                                    key_id, attempts, asked_at, outcome)
    VALUES (%s, %s, %s, %s, %s, %s, %s::uuid, 0, %s, 'asked')
    ON CONFLICT (municipality_id, request_id) DO NOTHING RETURNING id"""
_FINISH: Final = """
    UPDATE registers_querylog SET attempts = attempts + 1, outcome = %s, answered_at = %s, reply = %s
    WHERE id = %s AND outcome <> 'answered'"""
_LOGS = RowReader(lambda request_id: QueryLog.objects.select_related("key").filter(request_id=request_id))


def ask(town: str, query: Query, case_id: int, request_id: str, key: DataKey) -> Reply:
    """Ask a register for a case, outside of any transaction. Silence is an answer, not an error.

    An answer recorded under `request_id` is returned again, not asked for again. The reply is kept sealed
    under `key`, the case's. Raises `LegalBasisMissing`, `RegisterUnknown`, `UnitOfWorkOpen`.
    """
    refuse_open_unit()
    register = register_named(query.register)
    with municipality(town):
        question = _question(town, query, request_id)
        log = _logged(question, case_id, key)
        if log.outcome == ANSWERED:
            return _recorded(log)
        breaker = breaker_of(query.register)
        if not lets_through(breaker):
            return SILENT
    try:
        data = register.ask(question)
    except RegisterSilent as silence:
        return _record_silence(town, log, silence.reason)
    return _record_answer(town, log, data, breaker)


def _question(town: str, query: Query, request_id: str) -> Question:
    purpose, legal_basis = _german(query.purpose), _german(query.legal_basis)
    if not (purpose and legal_basis):
        raise LegalBasisMissing(query.register)
    with connection.cursor() as cursor:
        cursor.execute(_AGS, [town])
        (ags,) = cursor.fetchone()
    return Question(query.register, purpose, legal_basis, request_id, ags, query.parameters)


def _german(text: Any) -> str:
    # The language of law: registers and their supervisors read German.
    return str((text.get("de") if isinstance(text, Mapping) else text) or "").strip()


def _logged(question: Question, case_id: int, key: DataKey) -> QueryLog:
    log = QueryLog(
        request_id=question.request_id,
        register=question.register,
        purpose=question.purpose[:200],
        legal_basis=question.legal_basis[:300],
        case_id=case_id,
        key=key,
        asked_at=clock.now(),
    )
    why: list[Any] = [log.register, log.purpose, log.legal_basis]
    about: list[Any] = [log.request_id, case_id, key.pk, log.asked_at]
    with connection.cursor() as cursor:
        cursor.execute(_LOG, [current_municipality(), *why, *about])
        row = cursor.fetchone()
    if row is None:
        return _read(question.request_id)
    (log.pk,) = row
    return log


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
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [outcome, answered_at, reply, log.pk])
        if not cursor.rowcount:
            return False
    verb = "register_answered" if outcome == ANSWERED else "register_silent"
    record(verb, f"case:{log.case_id}", Actor("system", log.register))
    return True


def _recorded(log: QueryLog) -> Reply:
    return Reply("answered", unseal_json(log.key, log.reply or b"", PURPOSE))
