"""Decisions for documents, the resident and the office."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import LETTER, POSTBOX, REFUSED, Decision, Hearing
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "decision"
HEARING = "hearing"
ANSWER = "hearing-answer"
DECISION = RowReader(lambda case_id: Decision.objects.select_related("case__key").filter(case_id=case_id))
_NEWEST_HEARING = RowReader(lambda case_id: Hearing.objects.filter(case_id=case_id).order_by("-pk"))

_DURATIONS: Final = """
    SELECT opened.service_id, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took.seconds),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY took.seconds)
    FROM decisions_decision decision JOIN cases_case opened ON opened.id = decision.case_id,
        LATERAL (SELECT extract(epoch FROM decision.decided_at - opened.opened_at)::float AS seconds) took
    WHERE decision.decided_at >= %s AND decision.decided_at < %s GROUP BY opened.service_id"""


@dataclass(frozen=True)
class Durations:
    """How long cases took from application to decision, in seconds: half of them, and nine of ten."""

    decided: int
    median: int
    ninth: int


def durations_between(begin: datetime.datetime, end: datetime.datetime) -> dict[str, Durations]:
    """How long the cases took that were decided from `begin` until before `end`, by service."""
    with connection.cursor() as cursor:
        cursor.execute(_DURATIONS, [begin, end])
        return {
            service_id: Durations(decided, max(0, round(median)), max(0, round(ninth)))
            for service_id, decided, median, ninth in cursor.fetchall()
        }


def decision_of(case_id: int) -> Decision | None:
    """The decision of a case, or None while it is open."""
    return DECISION.read(case_id)


def content_of(decision: Decision, case: Case) -> dict[str, Any]:
    """What the act says: {terms, fee_cents, fee_steps, fee_of_day_cents, reasons, official}.

    `fee_of_day_cents`: what it costs by the rules of the day of the grant, where that day decides; or None.

    A refusal: {findings, words, heard_on, answered_on, fee_cents, fee_steps, refund_cents, terms, official}.
    """
    content: dict[str, Any] = unseal_json(case.key, bytes(decision.content), PURPOSE)
    return content


def decided_cases(states: tuple[str, ...], limit: int) -> tuple[int, ...]:
    """The ids of cases in some states that have a decision, oldest first."""
    rows = Decision.objects.filter(case__state__in=states).order_by("case_id")
    return tuple(rows.values_list("case_id", flat=True)[:limit])


def refusals_without_paper(limit: int) -> tuple[int, ...]:
    """The ids of cases whose refusal is recorded and not written yet, oldest first."""
    rows = Decision.objects.filter(outcome=REFUSED, document="").order_by("pk")
    return tuple(rows.values_list("case_id", flat=True)[:limit])


def letters_to_post(limit: int, *, protected: bool = False) -> tuple[Decision, ...]:
    """Written acts that are to go out as letters and were not posted yet, oldest first, with their cases.

    Those of protected cases are among them if wanted.
    """
    rows = _unposted(protected=protected).select_related("case__key").order_by("pk")
    return tuple(rows[:limit])


def count_letters_to_post(*, protected: bool = False) -> int:
    """How many letters wait to be posted; those of protected cases are counted if wanted."""
    return _unposted(protected=protected).count()


def never_fetched(limit: int) -> tuple[Decision, ...]:
    """Acts in the postbox that count as announced once fetched, and were not; oldest first, with cases."""
    rows = Decision.objects.filter(channel=POSTBOX, announced_on=None, fetched_at=None, case__emptied_on=None)
    return tuple(rows.exclude(document="").select_related("case__key").order_by("pk")[:limit])


def _unposted(*, protected: bool) -> QuerySet[Decision]:
    rows = Decision.objects.filter(channel=LETTER, posted_at=None, case__emptied_on=None).exclude(document="")
    return rows if protected else rows.filter(case__protected=False)


def newest_hearing(case_id: int) -> Hearing | None:
    """The last hearing of a case, or None where the applicant was not asked."""
    return _NEWEST_HEARING.read(case_id)


def hearings_of(case_id: int) -> tuple[Hearing, ...]:
    """All hearings of a case, oldest first."""
    return tuple(Hearing.objects.filter(case_id=case_id).order_by("pk"))


def newest_hearings(case_ids: list[int]) -> dict[int, Hearing]:
    """The last hearing of each of the cases that have one, in one query."""
    rows = Hearing.objects.filter(case_id__in=case_ids).order_by("case_id", "-pk").distinct("case_id")
    return {found.case_id: found for found in rows}


def asked_in(hearing: Hearing, case: Case) -> dict[str, Any]:
    """What the applicant was asked: {reasons: [finding], words}."""
    content: dict[str, Any] = unseal_json(case.key, bytes(hearing.content), HEARING)
    return content


def answer_to(hearing: Hearing, case: Case) -> dict[str, Any] | None:
    """What she answered: {words, files}, or None while she has not."""
    if hearing.answered_at is None:
        return None
    answer: dict[str, Any] = unseal_json(case.key, bytes(hearing.answer), ANSWER)
    return answer
