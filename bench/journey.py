"""One complete case over HTTP: from the front page to the downloaded permit and decision."""

import time

from bench.people import TOWN, Applicant
from bench.resident import PageRefused, Resident

PATIENCE = 60.0  # seconds until a step that a job does has to be over
ANSWERS = (
    {"dwelling": "sole", "moved_in": "yes", "private_space": "no"},
    {"keeper": "self"},
    {"months": "12", "email": "bench@example.org", "delivery": "online"},
)


class CaseStuck(AssertionError):
    """The case does not get where it should."""


def complete_case(applicant: Applicant, port: int) -> Resident:
    """Walk the whole way; the resident with all requests made. Raises `CaseStuck`, `PageRefused`."""
    resident = Resident(TOWN, port)
    walk(resident, applicant)
    return resident


def walk(resident: Resident, applicant: Applicant) -> None:
    """The way of one case, for a resident who has just come."""
    status = hand_in(resident, applicant)
    wait(resident, status, "/bezahlen/")
    pay(resident)
    wait(resident, status, "permit.pdf")
    for paper in ("permit", "decision"):
        resident.get(f"{status}{paper}.pdf?laden=1")


def hand_in(resident: Resident, applicant: Applicant) -> str:
    """From the front page to the submission; the address of the status page."""
    resident.get("/").get("/dienste/resident-parking/")
    resident.get("/dienste/resident-parking/antrag/")
    resident.log_in(applicant.person, "/dienste/resident-parking/antrag/")
    for answers in ANSWERS:
        more = {"plate": applicant.plate} if "keeper" in answers else {}
        resident.submit(**answers, **more)
        if "/hinweis/" in resident.address:
            raise CaseStuck(resident.address)
    resident.submit(declared="yes")
    return resident.address


def pay(resident: Resident) -> None:
    """From the status page through the payment service and back."""
    resident.submit(form_to(resident, "/bezahlen/"))
    resident.submit(0, action="pay", method="CREDITCARD")


def wait(resident: Resident, status: str, mark: str) -> None:
    """Look again as often as the page renews itself in a browser."""
    until = time.monotonic() + PATIENCE
    while mark not in resident.page:
        if time.monotonic() > until or not resident.refresh:
            raise CaseStuck(f"{mark} does not appear")
        seconds, _, onward = resident.refresh.partition("; url=")
        time.sleep(float(seconds))
        resident.get(onward or status)


def form_to(resident: Resident, target: str) -> int:
    """Which form of the present page leads to an address with `target` in it. Raises `PageRefused`."""
    for number, form in enumerate(resident.forms):
        if target in form.action:
            return number
    raise PageRefused(f"no form leads to {target}")
