"""Cases of the domain that only a whole case shows, by their names: A10, A14, B8."""

from typing import Any

from modellkommune.casework.cases.states import ISSUED, PAYMENT_DUE, REVIEW
from modellkommune.casework.permits.commands import plate_digest
from modellkommune.casework.permits.models import PermitPlate
from modellkommune.casework.permits.queries import content_of
from modellkommune.foundation.documents.permitseal import permit_fields, profile
from modellkommune.foundation.tenants.context import municipality
from modellkommune.seal.profile import decode_contents
from modellkommune.seal.structure import read_seal
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.queries import dossier
from modellkommune.workflow.statement import Statement
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off
from tests.workflow.test_own_permits import pay

TOWN = "dueren"


def plate(kind: str, text: str, core: str) -> dict[str, Any]:
    """An answer to the question for the plate."""
    return {"kind": kind, "text": text, "core": core, "suffix": "", "season": "", "country": ""}


def granted(errand: Errand) -> Errand:
    """An official looks, sees no obstacle and approves; the resident pays."""
    assert errand.state == REVIEW
    official = official_of(TOWN)
    finish_review(TOWN, errand.case.pk, official, "Gesehen", Statement())
    assert approve(TOWN, [errand.case.pk], official).approved
    work_off()
    assert errand.state == PAYMENT_DUE
    pay(errand)
    work_off()
    assert errand.state == ISSUED
    return errand


def shown_on(errand: Errand) -> tuple[list[str], list[str], bool]:
    """The plates of the permit, those of its seal, and whether the first is found by its digest."""
    permit = errand.permit
    with municipality(TOWN):
        plates = content_of(permit, errand.case)["plates"]
        found = PermitPlate.objects.filter(permit=permit, digest=plate_digest(plates[0])).exists()
    return plates, permit_fields(decode_contents(profile(), read_seal(bytes(permit.seal))))["plates"], found


def test_a10_a_moped_goes_to_a_person_who_can_grant_the_permit(germany: Simulator) -> None:
    errand = apply(germany, TOWN, plate=plate("insured", "123 ABC", "123 ABC"))
    work_off()
    assert errand.found["reasons"][0]["de"].startswith("Das Fahrzeug hat ein Versicherungskennzeichen.")
    assert shown_on(granted(errand)) == (["123 ABC"], ["123 ABC"], True)


def test_a14_the_provider_stands_in_permit_and_seal_and_is_found(germany: Simulator) -> None:
    shared = "Carsharing Stadtteilauto"
    errand = apply(germany, TOWN, plate=plate("named", shared, "carsharing"), keeper=None)
    work_off()
    assert shown_on(granted(errand)) == ([shared], [shared], True)


def test_b8_a_law_firm_is_looked_at_by_a_person_who_reads_what_speaks_for_a_refusal(
    germany: Simulator,
) -> None:
    errand = apply(germany, TOWN, dwelling="business", keeper="employer")
    work_off()
    assert (errand.state, errand.decisions, errand.payments) == (REVIEW, [], [])
    with municipality(TOWN):
        office = [reason["de"] for reason in dossier(errand.case.pk).proposal.reasons]
    assert any("Spricht für eine Ablehnung" in one and "VG Aachen 2 K 1550/16" in one for one in office)
    told = [reason["de"] for reason in errand.found["reasons"]]
    assert any("für Menschen, die dort wohnen" in one for one in told)
    assert not any("Ablehnung" in one for one in told)
