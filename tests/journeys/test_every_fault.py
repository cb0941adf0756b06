"""Each fault of each register and of the payment service: nobody loses anything, nothing happens twice.

Walked by programs without JavaScript, because these are many ways at once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import product
from typing import Any, Final

import pytest

from bench.journey import hand_in, pay
from bench.people import Applicant
from bench.resident import PageRefused, Resident
from tests.journeys.people import neighbours
from tests.journeys.stack import PATIENCE, Portal, end, free_ports, start
from tests.loopback import LOOPBACK
from tests.migrated import migrated_home

REGISTER_FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"fault": "slow", "seconds": 5},
    {"fault": "down"},
    {"fault": "wrong", "variant": "malformed"},
    {"fault": "wrong", "variant": "other"},
    {"fault": "timeout_after_work", "seconds": 5},
)
PAYMENT_FAULTS: Final[tuple[dict[str, Any], ...]] = (
    *({**fault, "times": 3} for fault in REGISTER_FAULTS),
    {"fault": "duplicate_callback"},
    {"fault": "late_callback", "seconds": 3},
)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """An installation whose simulator only these tests switch."""
    portal = Portal(free_ports(), migrated_home(tmp_path_factory, "faulty"))
    process = start(portal)
    yield portal
    end(process)


@pytest.fixture
def visitors(faulty: Portal) -> Iterator[Callable[[], Resident]]:
    """Each call is somebody new at the portal of Musterstadt."""
    with ExitStack() as doors:
        yield lambda: doors.enter_context(closing(Resident("musterstadt", faulty.port)))


def _switch(portal: Portal, part: str, **fault: Any) -> None:
    LOOPBACK.post(f"http://127.0.0.1:{portal.port + 1}/faults/{part}", json=fault).raise_for_status()


def _mend(portal: Portal) -> None:
    LOOPBACK.delete(f"http://127.0.0.1:{portal.port + 1}/faults").raise_for_status()


def _look_until(resident: Resident, status: str, mark: str) -> None:
    """Look again now and then, as people do."""
    until = time.monotonic() + PATIENCE
    while mark not in resident.page:
        assert time.monotonic() < until, f"{mark} does not appear: {_headline(resident)}"
        time.sleep(0.5)
        resident.get(status)


def _try_to_pay(resident: Resident, status: str) -> None:
    """What people do who are led nowhere: they go back to the page of their application."""
    try:
        resident.get(status)
        if "/bezahlen/" in resident.page:
            pay(resident)
    except (PageRefused, IndexError):
        return


def _pay_until_paid(resident: Resident, status: str) -> None:
    until = time.monotonic() + PATIENCE
    while "permit.pdf" not in resident.page:
        assert time.monotonic() < until, f"no permit: {_headline(resident)}"
        time.sleep(0.5)
        _try_to_pay(resident, status)


def _headline(resident: Resident) -> str:
    return resident.page.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]


def _assert_each_once(portal: Portal, cases: int) -> None:
    for table in ("cases_case", "payments_booking", "permits_permit", "decisions_decision"):
        assert portal.rows(f"SELECT count(*) FROM {table}") == [(cases,)], table  # noqa: S608 -- ours
    assert portal.rows("SELECT count(*) FROM permits_permit WHERE state <> 'issued'") == [(0,)]
    mails = "SELECT about, template FROM mail_message GROUP BY about, template HAVING count(*) > 1"
    assert portal.rows(mails) == []
    # An answer that came is never asked for again.
    answers = "SELECT case_id, register FROM registers_querylog WHERE outcome = 'answered'"
    assert portal.rows(f"{answers} GROUP BY case_id, register HAVING count(*) > 1") == []


def test_no_fault_costs_anybody_anything(faulty: Portal, visitors: Callable[[], Resident]) -> None:
    handed_in: list[tuple[Resident, str]] = []
    people = neighbours()  # nobody else applies at this installation
    for part, fault in product(("population", "vehicles"), REGISTER_FAULTS):
        who = next(people)
        _switch(faulty, part, only=who.id if part == "population" else who.plate, **fault)
        resident = visitors()
        handed_in.append((resident, hand_in(resident, Applicant(who.id, who.plate))))
    for resident, status in handed_in:
        _look_until(resident, status, "Ein Mensch sieht sich Ihren Antrag an")
    _mend(faulty)
    for resident, status in handed_in:
        _look_until(resident, status, "/bezahlen/")
        assert faulty.rows("SELECT count(*) FROM payments_booking") == [(0,)]
    for (resident, status), fault in zip(handed_in, PAYMENT_FAULTS, strict=False):
        _switch(faulty, "payment", **fault)
        _try_to_pay(resident, status)
        _mend(faulty)
    for resident, status in handed_in:
        _pay_until_paid(resident, status)
    _assert_each_once(faulty, len(handed_in))
