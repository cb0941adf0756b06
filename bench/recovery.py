"""5,000 cases wait for a register that was down: how fast they go on when it is back; none asks twice.

A few residents hand in while the population register does not answer; their cases are copied, each with
requests of its own to the registers.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Final

import httpx

from bench.figures import Figure, at_most
from bench.filling import Filling
from bench.journey import hand_in, wait
from bench.people import TOWN, Applicant
from bench.processes import usage
from bench.resident import Resident
from tests.journeys.stack import Portal

WAITING_CASES: Final = 5_000
ORIGINALS: Final = 10
OUTAGE: Final = 130.0  # seconds in which all of them wait: two rounds of the sweep
PATIENCE: Final = 60.0  # seconds until the originals wait
QUEUEING: Final = 10.0  # seconds in which the others are put in the queue
LONGEST: Final = 760.0  # seconds until all have gone on
COUNTED: Final = ("worker", "postgres")
REGISTERS: Final = ("population", "vehicles")

_SILENT: Final = """
    SELECT count(*) FROM cases_case c WHERE c.state = 'review' AND EXISTS (
        SELECT FROM checks_checkrun run WHERE run.case_id = c.id AND run.silent <> '{}')"""
_WHAT_BECAME: Final = """
    SELECT count(*), count(*) FILTER (WHERE state = 'payment_due'),
        coalesce(sum(payments), 0), coalesce(sum(mails), 0), coalesce(sum(open_queries), 0)
    FROM (SELECT c.state,
        (SELECT count(*) FROM payments_payment p WHERE p.case_id = c.id) payments,
        (SELECT count(*) FROM mail_message m
            WHERE m.about = 'case:' || c.id AND m.template = 'payment_due') mails,
        (SELECT count(*) FROM registers_querylog q
            WHERE q.case_id = c.id AND q.outcome <> 'answered') open_queries
        FROM cases_case c WHERE EXISTS (
            SELECT FROM checks_checkrun run WHERE run.case_id = c.id AND run.silent <> '{}')) told"""
_TWICE: Final = """
    SELECT count(*) FROM (SELECT 1 FROM log WHERE part IN ('population', 'vehicles') AND work_done
    GROUP BY part, request_id HAVING count(*) > 1)"""
_TRIES: Final = "SELECT count(*) FROM log WHERE part = 'population' AND outcome = 'down'"


@dataclass(frozen=True)
class Drain:
    """Seconds since the register was mended: until the first went on, and until the last.

    `meanwhile`: seconds that somebody who handed in after the first waited; `cpu`: milliseconds.
    """

    first: float
    last: float
    left: int
    meanwhile: float
    cpu: float


def recovery_figures(portal: Portal, root: int, people: Iterator[Applicant]) -> list[Figure]:
    """Break the register, let cases pile up, mend it and watch the installation below the process `root`."""
    _switch(portal, "down")
    try:
        waiting = _pile_up(portal, people)
        before = _counted(portal, _TRIES)
        time.sleep(OUTAGE)
        tries = (_counted(portal, _TRIES) - before) / OUTAGE * 60
    finally:
        _switch(portal, "none")
    drain = _watch(portal, root, waiting, people)
    [(cases, gone_on, payments, mails, open_queries)] = portal.rows(_WHAT_BECAME)
    healed, seconds = waiting - drain.left, max(drain.last - drain.first, 1)
    return [
        Figure("cases that waited for a register", waiting),
        Figure("  queries a minute while it was down", round(tries, 1)),
        Figure("  until the first went on", round(drain.first), "s"),
        Figure("  until the last went on", round(drain.last), "s"),
        Figure("  rate, from the first to the last", round(healed / seconds, 1), "/s"),
        Figure("  CPU of each, worker and PostgreSQL", round(drain.cpu / max(healed, 1), 1), "ms"),
        Figure("  until who hands in meanwhile may pay", round(drain.meanwhile, 1), "s"),
        at_most("  left behind", drain.left, "", 0),
        at_most("  lost: neither to pay nor anything else", int(cases - gone_on), "", 0),
        at_most("  payments and mails too many or too few", float(2 * cases - payments - mails), "", 0),
        at_most("  queries without an answer", float(open_queries), "", 0),
        at_most("  queries worked off twice by the registers", _counted(portal, _TWICE), "", 0),
    ]


def _pile_up(portal: Portal, people: Iterator[Applicant]) -> int:
    for applicant in islice(people, ORIGINALS):
        resident = Resident(TOWN, portal.port)
        hand_in(resident, applicant)
        resident.close()
    until = time.monotonic() + PATIENCE
    while _silent(portal) < ORIGINALS:
        assert time.monotonic() < until, "the cases do not wait for the register"
        time.sleep(0.5)
    filling = Filling(portal.home, TOWN)
    filling.add_cases([TOWN] * (WAITING_CASES // ORIGINALS - 1), ("review",))
    filling.settle()
    return _silent(portal)


def _watch(portal: Portal, root: int, waiting: int, people: Iterator[Applicant]) -> Drain:
    before, began = usage(root), time.monotonic()
    _wait_while(began, lambda: _silent(portal) == waiting)
    first = time.monotonic() - began
    time.sleep(QUEUEING)
    meanwhile = _apply(portal, next(people))
    _wait_while(began, lambda: _silent(portal) > 0)
    last, used = time.monotonic() - began, usage(root).since(before)
    return Drain(first, last, _silent(portal), meanwhile, sum(used[part] for part in COUNTED))


def _wait_while(began: float, holds: Callable[[], bool]) -> None:
    while holds() and time.monotonic() - began < LONGEST:
        time.sleep(1)


def _apply(portal: Portal, applicant: Applicant) -> float:
    """Seconds from handing in until the resident may pay."""
    resident = Resident(TOWN, portal.port)
    status = hand_in(resident, applicant)
    began = time.monotonic()
    wait(resident, status, "/bezahlen/")
    resident.close()
    return time.monotonic() - began


def _silent(portal: Portal) -> int:
    return int(portal.rows(_SILENT)[0][0])


def _switch(portal: Portal, fault: str) -> None:
    address = f"http://127.0.0.1:{portal.port + 1}/faults/population"
    httpx.post(address, data={"fault": fault}).raise_for_status()


def _counted(portal: Portal, query: str) -> int:
    file = portal.home / "simulator" / "simulator.sqlite3"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        return int(store.execute(query).fetchone()[0])
