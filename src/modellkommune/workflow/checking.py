"""Asking the registers, assessing the rules, proposing. A register that is silent costs nobody anything."""

from dataclasses import replace
from typing import Any

from modellkommune.blueprint import Assessment, RegisterQuery, plain
from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import CHECKING, READY, REVIEW
from modellkommune.casework.checks.commands import record_run
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.fees.commands import record_fee
from modellkommune.foundation.journal.commands import Actor, record, written_together
from modellkommune.foundation.journal.verbs import EVIDENCE_ASKED
from modellkommune.foundation.registers.commands import Asking, note_queries, reply_to
from modellkommune.foundation.registers.queries import resting_registers
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.workflow import notices, queue
from modellkommune.workflow.deciding import go_on
from modellkommune.workflow.handing_in import has_come_since, with_supplements
from modellkommune.workflow.ownrecords import OWN_PERMITS, permits_held
from modellkommune.workflow.protection import protect_if_blocked
from modellkommune.workflow.situation import application_content, known, pinned_service, situation
from modellkommune.workflow.telling import is_known, said_by, told_to_stranger
from modellkommune.workflow.withheld import (
    Withheld,
    is_scanned_since,
    looked_at,
    withheld_of,
    without_spoilt,
)

SYSTEM = Actor("system", "checks")
Replies = dict[str, dict[str, Any] | None]


def check_case(town: str, case_id: int) -> None:
    """Check a case that is new, or whose registers were silent the last time."""
    with municipality(town):
        case = case_of(case_id)
        if not _waits_for_checks(case):
            return
        queries = _queries(case)
        resting = resting_registers() if case.state == REVIEW else frozenset()
        noted = note_queries(_to_others(case, queries), case.pk, case.key)
        notices.send_written(case_id)
    replies: Replies = {asking.register: _reply(asking) for asking in noted}
    with municipality(town), written_together():
        case = locked_case(case_id)
        record_checks(case, {**replies, **_own_replies(case, queries)})
        reached("checks_recorded")
        if resting and resting - resting_registers():
            queue.round_soon()  # all the others need not wait for the next one


def _waits_for_checks(case: Case) -> bool:
    if case.state == CHECKING:
        return True
    run = latest_run(case.pk) if case.state == REVIEW else None
    return run is not None and (bool(run.silent) or has_come_since(case, run) or _is_scanned(case, run))


def _is_scanned(case: Case, run: CheckRun) -> bool:
    return run.proposal == "review" and is_scanned_since(findings_of(run, case))


def _queries(case: Case) -> tuple[RegisterQuery, ...]:
    content = application_content(case)
    return pinned_service(case).queries(
        content["answers"], known(content["identity"], case.language, case.kind)
    )


def _to_others(case: Case, queries: tuple[RegisterQuery, ...]) -> dict[str, RegisterQuery]:
    """The queries to registers of others by request id."""
    others = (query for query in queries if query.register != OWN_PERMITS)
    return {f"{case.public_id}-{query.register}": query for query in others}


def _own_replies(case: Case, queries: tuple[RegisterQuery, ...]) -> Replies:
    own = (query for query in queries if query.register == OWN_PERMITS)
    return {query.register: permits_held(query.parameters, case) for query in own}


def _reply(asking: Asking) -> dict[str, Any] | None:
    reply = reply_to(asking)
    reached("register_answered")
    return reply.data


def record_checks(case: Case, replies: Replies) -> None:
    """Assess what the registers said (None: silent) and go on, unless the case waits for no checks."""
    if not _waits_for_checks(case):
        return
    service = pinned_service(case)
    content = application_content(case)
    if case.state == REVIEW:  # before the first checks nothing can have been asked for
        content = with_supplements(content, case)
    held = withheld_of(case, content["answers"])
    content = {**content, "answers": without_spoilt(content["answers"], held)}
    assessment = _held_to(service.assess(situation(case, content, replies)), held)
    protect_if_blocked(case, replies, SYSTEM)
    silent = tuple(register for register, reply in replies.items() if reply is None)
    if case.state == REVIEW and _still(case, silent):
        return
    # While a register is silent, nobody is asked to prove what its answer may show.
    wanted = tuple(held.again) if silent else assessment.evidence
    run_content = _run_content(assessment, wanted, replies) | held.noted
    if not is_known(content["identity"], _found_before(case)):
        run_content |= told_to_stranger(service, situation(case, content, replies), run_content)
        run_content["evidence"] += [name for name in held.again if name not in run_content["evidence"]]
    _note_evidence_asked(case, tuple(run_content["evidence"]))
    record_run(case, assessment.proposal, silent, run_content)
    if assessment.fee is not None:
        record_fee(case, assessment.fee.total, [plain(step) for step in assessment.fee.steps])
    _propose(case, assessment, tuple(run_content["evidence"]))


def _held_to(assessment: Assessment, held: Withheld) -> Assessment:
    """The assessment as it holds while files are withheld: a person looks, another file is wanted."""
    more = tuple(name for name in held.again if name not in assessment.evidence)
    return replace(assessment, proposal=looked_at(assessment, held), evidence=(*assessment.evidence, *more))


def _found_before(case: Case) -> dict[str, Any]:
    """What the last checks found; nothing before the first."""
    run = latest_run(case.pk) if case.state == REVIEW else None
    return findings_of(run, case) if run else {}


def _note_evidence_asked(case: Case, wanted: tuple[str, ...]) -> None:
    """Note each file that has to show what an authority holds already, once a case.

    That is evidence of a check that looks at a register. What only the resident has is not counted.
    """
    if not wanted:
        return
    before = latest_run(case.pk)
    asked = findings_of(before, case).get("evidence", ()) if before else ()
    checks = pinned_service(case).blueprint.rules.checks
    held = {name for check in checks if check.uses for name in check.evidence}
    for name in wanted:
        if name in held and name not in asked:
            record(EVIDENCE_ASKED, f"case:{case.pk}", SYSTEM)


def _still(case: Case, silent: tuple[str, ...]) -> bool:
    """Whether the same registers are silent as the last time and no evidence came: nothing new to say."""
    run = latest_run(case.pk)
    nothing_new = not has_come_since(case, run) and not _is_scanned(case, run) if run else False
    return run is not None and run.silent == sorted(silent) and nothing_new


def _propose(case: Case, assessment: Assessment, wanted: tuple[str, ...]) -> None:
    if assessment.proposal == "grant":
        move_held(case, READY, SYSTEM)
        go_on(case, SYSTEM)
    elif case.state == CHECKING:
        move_held(case, REVIEW, SYSTEM)
        notices.tell(case, "evidence_wanted" if wanted else "in_review")
    elif wanted:
        notices.tell(case, "evidence_wanted")


def _run_content(assessment: Assessment, wanted: tuple[str, ...], replies: Replies) -> dict[str, Any]:
    return {
        "facts": assessment.facts,
        "findings": [plain(finding) for finding in assessment.findings],
        "reasons": said_by(assessment),
        "office_reasons": [dict(reason) for reason in assessment.said_to_office],
        "explained": [plain(reason) for reason in assessment.explained],
        "evidence": list(wanted),
        "terms": assessment.terms,
        "held": replies.get(OWN_PERMITS),
    }
