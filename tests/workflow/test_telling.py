"""What somebody is told who has not proved who she is: nothing that her own entries do not say."""

from typing import Any

import pytest
from django.test import Client

from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.drafts.commands import Holder
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow.queries import dossier, status_of
from modellkommune.workflow.telling import tell_applicant
from tests.workflow.errands import Errand, Simulator, apply, mails, official_of, plate_answer, work_off
from tests.workflow.test_own_permits import end_with_permit

TOWN = "musterstadt"
NOBODY = {"given_name": "Nora", "family_name": "Niemand", "birth_date": "1970-01-01"}
STRANGER = "Sie haben sich ohne Online-Ausweis gemeldet. Wir vergleichen das Foto Ihres Ausweises."


def told(errand: Errand) -> tuple[Any, ...]:
    """Everything that the status says to who made the application."""
    with municipality(errand.town):
        status = status_of(errand.case)
    found = errand.found
    reasons = tuple(reason["de"] for reason in status.reasons)
    return errand.state, reasons, status.fee_cents, status.steps, tuple(found["evidence"])


def stranger(germany: Simulator, slug: str = "sofort", **wishes: Any) -> Errand:
    """The application of somebody without log-in who types a persona's data, or others'."""
    errand = apply(germany, TOWN, slug, level="", **wishes)
    work_off()
    return errand


def test_a_strangers_page_is_the_same_whatever_registers_and_records_know(germany: Simulator) -> None:
    plain = stranger(germany)
    unknown_person = stranger(germany, **NOBODY)
    unknown_plate = stranger(germany, plate=plate_answer("DN-ZZ 999"))
    end_with_permit(apply(germany, TOWN))
    has_permit_now = stranger(germany)
    plate_in_use = stranger(germany, **NOBODY)
    everything = [told(one) for one in (plain, unknown_person, unknown_plate, has_permit_now, plate_in_use)]
    assert everything == [(REVIEW, (STRANGER,), None, (), ("id_photo",))] * 5
    assert "first_permit" in [reason["id"] for reason in has_permit_now.found["explained"]]


@pytest.mark.parametrize("slug", ["auskunftssperre", "umgezogen"])
def test_a_block_or_a_move_is_not_told_to_a_stranger(germany: Simulator, slug: str) -> None:
    assert told(stranger(germany, slug))[1] == (STRANGER,)


def test_the_page_says_that_more_will_be_shown_later(germany: Simulator) -> None:
    known_towns.forget()
    client = Client(headers={"host": f"{TOWN}.localhost"})
    with municipality(TOWN):
        session, token = start_session("none")
    client.cookies["resident"] = token
    errand = apply(germany, TOWN, level="", holder=Holder(session.holder), **NOBODY)
    work_off()
    page = client.get(f"/vorgang/{errand.public_id}/").text
    assert "verglichen haben" in page
    assert "Melderegister" not in page
    assert "€" not in page


def test_an_official_who_has_compared_the_photo_lets_everything_be_told(germany: Simulator) -> None:
    errand = stranger(germany, **NOBODY)
    with municipality(TOWN):
        assert dossier(errand.case.pk).withheld
    before = len(mails(TOWN))
    for _ in range(2):
        tell_applicant(TOWN, errand.case.pk, official_of(TOWN))
    _, reasons, fee, _, evidence = told(errand)
    assert "Das Melderegister hat Ihre Angaben nicht bestätigt." in reasons
    assert {"residence_proof", "registration_certificate"} <= set(evidence)
    assert fee is not None
    assert len(mails(TOWN)) == before + 1
    with municipality(TOWN):
        assert not dossier(errand.case.pk).withheld


def test_who_has_logged_in_is_told_at_once(germany: Simulator) -> None:
    end_with_permit(apply(germany, TOWN))
    again = apply(germany, TOWN)
    work_off()
    assert any("so viele Ausweise" in reason for reason in told(again)[1])
