"""Invented cases open like real ones: the resident's page, the office's page, and the papers."""

from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
import pytest
from django.test import Client

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import ISSUED
from modellkommune.foundation.documents.queries import trust_of
from modellkommune.foundation.documents.verification import verify_pdf
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.access import code_of_case
from modellkommune.workflow.demonstration import load_cases
from modellkommune.workflow.jobs import write_receipt
from tests.portals.clerk.conftest import browser

CASES = 55
"""So many show each state at least once."""


@dataclass(frozen=True)
class Town:
    """A town full of invented cases: one of each state, by state."""

    key: str
    cases: dict[str, Case]


@pytest.fixture(params=["musterstadt", "dueren"])
def town(request: pytest.FixtureRequest, towns: None, db: None) -> Town:
    """A town in which nobody pays before it is decided, and one in which everybody does."""
    load_cases(request.param, CASES, 2026)
    with municipality(request.param):
        return Town(request.param, {case.state: case for case in Case.objects.select_related("key")})


def resident_of(town: Town, case: Case) -> Client:
    """Whoever has the link and the code of a case."""
    client = browser(town.key)
    with municipality(town.key):
        code = code_of_case(case)
    assert client.post(f"/vorgang/{case.public_id}/zugang/", {"code": code}).status_code == 302
    return client


def test_invented_cases_open_like_real_ones_and_have_genuine_papers(
    town: Town, at_desk: Callable[..., Client]
) -> None:
    """One test, because inventing a town takes as long as all of it."""
    _assert_pages_of_every_state_open(town, at_desk(town.key))
    _assert_permit_and_decision_are_genuine(town, town.cases[ISSUED])
    _assert_a_receipt_is_written_for_who_asks(town, town.cases[ISSUED])


def _assert_pages_of_every_state_open(town: Town, clerk: Client) -> None:
    assert len(town.cases) == 8
    for state, case in town.cases.items():
        assert case.number in resident_of(town, case).get(f"/vorgang/{case.public_id}/").text, state
        assert case.number in clerk.get(f"/amt/vorgang/{case.pk}/").text, state
    for page in ("/amt/", "/amt/vorschlaege/", "/amt/briefe/", "/amt/zahlungen/"):
        assert clerk.get(page).status_code == 200, page


def _assert_permit_and_decision_are_genuine(town: Town, case: Case) -> None:
    resident, address = resident_of(town, case), f"/vorgang/{case.public_id}/"
    shown = resident.get(address).text
    for paper in ("permit", "decision"):
        assert f"{address}{paper}.pdf" in shown
        pdf = resident.get(f"{address}{paper}.pdf").content
        verdict = verify_pdf(pdf, trust_of(town.key))
        assert (verdict.genuine, verdict.document) == (True, paper)
        words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
        assert (case.number in words) is (paper == "decision")


def _assert_a_receipt_is_written_for_who_asks(town: Town, case: Case) -> None:
    resident, address = resident_of(town, case), f"/vorgang/{case.public_id}/receipt.pdf"
    assert resident.get(address)["Content-Type"].startswith("text/html")
    write_receipt(town.key, case.pk)
    assert resident.get(address).content.startswith(b"%PDF")
