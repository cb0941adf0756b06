"""Residents apply while parts are killed at random: nothing acknowledged is lost, nothing happens twice.

The residents do what people do: who gets no answer, or one that says "not reachable", sends the same once
more; who cannot log in begins the log-in again.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import httpx

from bench.journey import walk
from bench.people import TOWN, Applicant, applicants
from bench.resident import PageRefused, Resident
from tests.journeys.stack import Portal, kill

SIDE_BY_SIDE: Final = 4
PATIENCE: Final = 90.0  # seconds that a resident tries the same thing
AGAIN: Final = 0.5  # seconds until the next try
PAUSE: Final = (5.0, 15.0)  # seconds between two kills
PARTS: Final = ("web", "worker", "postgres")
SEED: Final = 42
_LOG_INS: Final = 8


class Persistent(Resident):
    """A resident who sends again what was not answered."""

    longest = 0.0
    """Seconds that the slowest answer took, over all residents."""

    def log_in(self, person: str, onward: str) -> Resident:
        """A log-in whose code was used while the answer was lost has to begin anew."""
        for _ in range(_LOG_INS):
            with suppress(PageRefused, IndexError):
                return super().log_in(person, onward)
            time.sleep(AGAIN)
        return super().log_in(person, onward)

    def _ask(self, method: str, address: str, values: list[tuple[str, str]] | None) -> httpx.Response:
        begin = time.monotonic()
        while True:
            try:
                response = super()._ask(method, address, values)
            except httpx.TransportError:
                response = None
            waited = time.monotonic() - begin
            Persistent.longest = max(Persistent.longest, waited)
            if response is not None and response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return response
            if waited > PATIENCE:
                raise PageRefused(f"{address} does not answer")
            time.sleep(AGAIN)


@dataclass
class Soak:
    """What happened, and what the database says of it afterwards."""

    finished: int = 0
    acknowledged: list[str] = field(default_factory=list)  # public ids of cases
    kills: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    longest: float = 0.0
    drained: bool = False
    lost: int = 0
    twice: int = 0


def soak(portal: Portal, root: int, minutes: float) -> Soak:
    """Let residents apply and parts die for so long, let the queue drain, and count."""
    found, over = Soak(), threading.Event()
    killer = threading.Thread(target=_kill_parts, args=(portal, root, over, found.kills))
    killer.start()
    until = time.monotonic() + minutes * 60
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        people = _one_after_the_other(applicants())
        for _ in range(SIDE_BY_SIDE):
            pool.submit(_residents, people, portal.port, until, found)
    over.set()
    killer.join()
    _count(portal, found)
    found.longest = Persistent.longest
    return found


def _one_after_the_other(people: Iterator[Applicant]) -> Iterator[Applicant]:
    """Iterators of generators may not be asked by two threads at once."""
    lock = threading.Lock()
    while True:
        with lock:
            yield next(people)


def _residents(people: Iterator[Applicant], port: int, until: float, found: Soak) -> None:
    for applicant in people:
        if time.monotonic() > until:
            return
        resident = Persistent(TOWN, port)
        try:
            walk(resident, applicant)
            found.finished += 1
        except (AssertionError, IndexError) as trouble:
            found.troubles.append(f"{resident.address}: {trouble}")
        submitted = re.findall(r"/vorgang/([0-9a-f-]{36})/", " ".join(each[1] for each in resident.requests))
        found.acknowledged.extend(set(submitted))
        resident.close()


def _kill_parts(portal: Portal, root: int, over: threading.Event, kills: Counter[str]) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- which part dies is no secret
    while not over.wait(chance.uniform(*PAUSE)):
        part = chance.choice(PARTS)
        kill(portal, root, part)
        kills[part] += 1


WAITING: Final = """
    SELECT count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()
"""
LOST: Final = """
    SELECT count(*) FROM unnest(%s::uuid[]) AS acknowledged(id)
    LEFT JOIN cases_case c ON c.public_id = acknowledged.id
    LEFT JOIN payments_payment p ON p.case_id = c.id AND p.municipality_id = c.municipality_id
    LEFT JOIN payments_booking b ON b.payment_id = p.id AND b.municipality_id = c.municipality_id
    LEFT JOIN permits_permit t ON t.case_id = c.id AND t.municipality_id = c.municipality_id
    WHERE c.id IS NULL OR (b.id IS NOT NULL AND t.state IS DISTINCT FROM 'issued')
"""
# Each resident applies once, so a person with two cases is a submission that was carried out twice.
TWICE: Final = """
    SELECT sum(n)::int FROM (
        SELECT count(*) n FROM (SELECT FROM cases_case GROUP BY subject_digest HAVING count(*) > 1) a
        UNION ALL
        SELECT count(*) FROM (SELECT FROM payments_booking b JOIN payments_payment p ON p.id = b.payment_id
                              GROUP BY p.case_id HAVING count(*) > 1) b
        UNION ALL
        SELECT count(*) FROM (SELECT FROM permits_permit GROUP BY case_id HAVING count(*) > 1) c
        UNION ALL
        SELECT count(*) FROM (SELECT FROM mail_message GROUP BY about, template HAVING count(*) > 1) d
    ) counted
"""


def _count(portal: Portal, found: Soak) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not found.drained:
        time.sleep(AGAIN)
        found.drained = portal.rows(WAITING) == [(0,)]
    found.lost = int(portal.rows(LOST, found.acknowledged)[0][0])
    found.twice = int(portal.rows(TWICE)[0][0])
