"""The page of a case says truly where it stands, what was decided, and why, in sentences."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.blueprint.phrases import Phrases
from modellkommune.casework.cases.states import ISSUED, LAPSED
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.approval import approve
from modellkommune.workflow.paying import close_unpaid, follow_payment
from modellkommune.workflow.situation import pinned_service
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off


def issued(germany: Simulator, town: str) -> Errand:
    """A permit that somebody holds."""
    errand = apply(germany, town)
    work_off()
    if town == "dueren":
        approve(town, [errand.case.pk], official_of(town))
        work_off()
    errand.pay()
    follow_payment(town, errand.payment.pk)
    work_off()
    assert errand.state == ISSUED
    return errand


def shown(client: Client, errand: Errand) -> str:
    """The words of its page, without the marks between them."""
    page = client.get(f"/amt/vorgang/{errand.case.pk}/").text
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.mark.parametrize(
    ("town", "by"), [("musterstadt", "Automatisch, nach § 4 Abs. 2"), ("dueren", "Kim Sachbearbeitung")]
)
def test_an_issued_case_shows_decision_and_permit(
    at_desk: Callable[..., Client], germany: Simulator, town: str, by: str
) -> None:
    errand = issued(germany, town)
    said = shown(at_desk(town), errand)
    for part in ("Ausgestellt", f"Entschieden von {by}", "Im Postfach der Person", errand.permit.number):
        assert part in said
    assert "Gilt als bekannt gegeben am" in said
    assert "3. Dezember 2026 bis Donnerstag, 2. Dezember 2027" in said


def test_a_case_that_lapsed_proposes_nothing_any_more(
    at_desk: Callable[..., Client], germany: Simulator
) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    with municipality("musterstadt"):
        close_unpaid(errand.payment)
    assert errand.state == LAPSED
    said = shown(at_desk("musterstadt"), errand)
    assert "Nicht bezahlt und beendet" in said
    assert "Bewilligen" not in said


def test_findings_and_fees_are_explained_in_sentences(
    at_desk: Callable[..., Client], germany: Simulator
) -> None:
    said = shown(at_desk("musterstadt"), issued(germany, "musterstadt"))
    for part in (
        "Person gefunden (Melderegister): Ja",
        "Bestanden, wenn: Person gefunden (Melderegister): ja und verstorben (Melderegister): nein",
        "Länge des Fahrzeugs: 4065 mm; Größte Länge: 5600 mm",
        "Tabelle „Gebühr für den Ausweis“, Zeile „bis 4109 mm Länge“",
        "Laufzeit: 12 Monate",
    ):
        assert part in said, part
    for raw in ("registers.", "parameters.", "facts.", ": True", "issued-permits"):
        assert raw not in said, raw


def test_every_rule_that_a_page_may_explain_is_a_sentence(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    with municipality("musterstadt"):
        service = pinned_service(errand.case)
    phrases = Phrases(service)
    rules = [phrases.check(check.id) for check in service.blueprint.rules.checks]
    rules += [phrases.step(step.amount) for step in service.blueprint.rules.fee.steps if step.amount]
    assert all(rules)
    assert not [rule for rule in rules if re.search(r"registers\.|parameters\.|facts\.|&&", rule)]
