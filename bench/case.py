"""One complete case: CPU by part, requests, statements, memory, bytes of a first visit.

A server that has been running for a while is measured: before the rounds that count, as many cases are walked
through as every thread and every connection needs to have its templates, plans and statements ready.
"""

import itertools
import re
import statistics
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.journey import ANSWERS, complete_case
from bench.people import TOWN, Applicant, applicants
from bench.processes import resident_megabytes, usage
from bench.resident import Resident
from bench.statements import StatementLog
from tests.journeys.stack import Portal

WARM_UP, ROUNDS, CASES = 16, 5, 8
CROWD = 48
"""Cases of the measurement of how many get done in a second."""
AT_ONCE = 16
SIDE_BY_SIDE = 4
"""Residents at the same time: while one waits for the page to renew itself, others go on."""
COUNTED = ("web", "worker", "postgres")


@dataclass(frozen=True)
class CaseCost:
    """Medians over the rounds; CPU in milliseconds a case; `a_second` are cases of many residents at once."""

    cpu: dict[str, float]
    total: float
    requests: int
    page_views: int
    web_megabytes: float
    a_second: float


def cost_of_a_case(portal: Portal, root: int) -> CaseCost:
    """Five rounds of cases of different people; simulator and client are not counted."""
    people = applicants()
    _walk_through(portal, itertools.islice(people, WARM_UP))
    rounds = [_round(portal, root, people) for _ in range(ROUNDS)]
    last = complete_case(next(people), portal.port)
    own = [request for request in last.requests if not request[1].startswith(("/oidc/", "/payment/"))]
    cpu = {part: statistics.median(each[part] for each in rounds) for part in COUNTED}
    return CaseCost(
        cpu=cpu,
        total=statistics.median(sum(each[part] for part in COUNTED) for each in rounds),
        requests=len(own),
        page_views=sum(1 for _, _, status, _ in own if status == 200),
        web_megabytes=resident_megabytes(root, "web"),
        a_second=_cases_a_second(portal, people),
    )


def _round(portal: Portal, root: int, people: Iterator[Applicant]) -> dict[str, float]:
    before = usage(root)
    _walk_through(portal, itertools.islice(people, CASES))
    return {part: used / CASES for part, used in usage(root).since(before).items()}


def _cases_a_second(portal: Portal, people: Iterator[Applicant]) -> float:
    crowd = list(itertools.islice(people, CROWD))
    began = time.monotonic()
    _walk_through(portal, crowd, AT_ONCE)
    return CROWD / (time.monotonic() - began)


def _walk_through(portal: Portal, people: Iterable[Applicant], at_once: int = SIDE_BY_SIDE) -> None:
    with ThreadPoolExecutor(at_once) as pool:
        for resident in pool.map(lambda who: complete_case(who, portal.port), people):
            resident.close()


def statements_of_a_step(portal: Portal) -> dict[str, int]:
    """The most SQL statements that the GET and the POST of a step make."""
    most = {"GET of a step": 0, "POST of a step": 0}
    applicant = next(itertools.islice(applicants(), 200, None))
    resident = Resident(TOWN, portal.port)
    resident.log_in(applicant.person, "/dienste/resident-parking/antrag/")
    with StatementLog(portal.home) as log:
        for answers in ANSWERS:
            log.forget()
            resident.get(resident.address)
            most["GET of a step"] = max(most["GET of a step"], len(log.counted()))
            log.forget()
            more = {"plate": applicant.plate} if "keeper" in answers else {}
            answer = resident.send(**answers, **more)
            most["POST of a step"] = max(most["POST of a step"], len(log.counted()))
            resident.get(answer.headers["location"])
    resident.close()
    return most


def first_visit_bytes(portal: Portal) -> int:
    """Bytes on the wire of the front page with all that a browser fetches for it."""
    resident = Resident(TOWN, portal.port)
    resident.get("/")
    linked = re.findall(r'<link rel="(?:stylesheet|preload|icon)" href="([^"]+)"', resident.page)
    style = resident.text(next(address for address in linked if "style" in address))
    # Noto is fetched only for names that Fira cannot write.
    fonts = {address for address in re.findall(r"url\(([^)]+\.woff2)\)", style) if "fira" in address}
    wanted = {"/", *linked, *(f"/static/built/{font.rpartition('/')[2]}" for font in fonts)}
    size = sum(resident.weight(address) for address in wanted)
    resident.close()
    return size
