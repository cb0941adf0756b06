"""Asking a register: read, call without a transaction, record."""

from collections.abc import Mapping
from typing import Any, Final

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json, unseal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.registers import breaker
from modellkommune.foundation.registers.errors import LegalBasisMissing, RegisterSilent
from modellkommune.foundation.registers.models import ANSWERED, QueryLog
from modellkommune.foundation.registers.port import Query, Question, Reply
from modellkommune.foundation.registers.providers import register_named
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality, refuse_open_unit
from modellkommune.foundation.tenants.models import Municipality

PURPOSE: Final = "register-reply"
SILENT: Final = Reply("silent")


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
        if not breaker.lets_through(query.register):
            return SILENT
    try:
        data = register.ask(question)
    except RegisterSilent as silence:
        return _record_silence(town, log, silence.reason)
    return _record_answer(town, log, data)


def _question(town: str, query: Query, request_id: str) -> Question:
    purpose, legal_basis = _german(query.purpose), _german(query.legal_basis)
    if not (purpose and legal_basis):
        raise LegalBasisMissing(query.register)
    ags = Municipality.objects.values_list("ags", flat=True).get(pk=town)
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
    # The first one to ask writes the row; whoever asks the same again reads it.
    QueryLog.objects.bulk_create([log], ignore_conflicts=True)
    return QueryLog.objects.select_related("key").get(request_id=question.request_id)


def _record_answer(town: str, log: QueryLog, data: dict[str, Any]) -> Reply:
    with municipality(town):
        log = _locked(log)
        if log.outcome == ANSWERED:  # somebody else asked the same at the same time: the first answer counts
            return _recorded(log)
        log.reply, log.answered_at = seal_json(log.key, data, PURPOSE), clock.now()
        _finish(log, ANSWERED)
        breaker.note_answer(log.register)
    return Reply("answered", data)


def _record_silence(town: str, log: QueryLog, reason: str) -> Reply:
    with municipality(town):
        log = _locked(log)
        if log.outcome == ANSWERED:
            return _recorded(log)
        _finish(log, reason)
        breaker.note_failure(log.register)
    return SILENT


def _locked(log: QueryLog) -> QueryLog:
    return QueryLog.objects.select_for_update(of=("self",)).select_related("key").get(pk=log.pk)


def _finish(log: QueryLog, outcome: str) -> None:
    log.outcome, log.attempts = outcome, log.attempts + 1
    log.save(update_fields=["outcome", "attempts", "reply", "answered_at"])
    verb = "register_answered" if outcome == ANSWERED else "register_silent"
    record(verb, f"case:{log.case_id}", Actor("system", log.register))


def _recorded(log: QueryLog) -> Reply:
    return Reply("answered", unseal_json(log.key, log.reply or b"", PURPOSE))
