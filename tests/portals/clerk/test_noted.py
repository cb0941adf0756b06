"""Where the firewall finds something in a free text the clerk reads so beside it; it is shown as text."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from modellkommune.casework.cases.states import REVIEW
from modellkommune.firewall.engine import Engine
from modellkommune.firewall.layer import Firewall
from modellkommune.firewall.policy import NOTES, Policy, Treatment
from modellkommune.firewall.ruleset import portal_rules
from modellkommune.workflow import hearing
from tests.portals.clerk.test_refusal import WORDS
from tests.workflow.errands import Errand, Simulator, apply, plate_answer, work_off

TOWN = "dueren"
REMARK = "Die Firewall hat in diesem Text etwas Auffälliges notiert."
ATTACK = "Für die Arbeit <script>alert(1)</script>"


@pytest.fixture(scope="module")
def notes() -> Callable[[str], bool]:
    """The real rules, as the firewall in front of the pages hands them on."""
    policy = Policy(lambda *_: Treatment.SCORE, lambda *_: None, 0, lambda environ, _: environ)
    rules = Engine([portal_rules()])
    return Firewall(lambda *_: [], rules, policy, rules).notes


def _page(clerk: Client, errand: Errand, notes: Callable[[str], bool], language: str = "de") -> str:
    behind: dict[str, Any] = {NOTES: notes}
    return clerk.get(f"/amt/vorgang/{errand.case.pk}/?sprache={language}", **behind).text


def _with_reason(germany: Simulator, reason: str) -> Errand:
    further = [{"plate": plate_answer("DN-KH 81"), "reason": reason}]
    errand = apply(germany, TOWN, further_vehicles=further)
    work_off()
    return errand


def test_an_unusual_text_within_an_answer_is_remarked_and_shown_as_text(
    clerk: Client, germany: Simulator, notes: Callable[[str], bool]
) -> None:
    errand = _with_reason(germany, ATTACK)
    page = _page(clerk, errand, notes)
    assert page.count(REMARK) == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "The firewall has noted" in _page(clerk, errand, notes, "en")


def test_a_usual_text_has_no_remark(clerk: Client, germany: Simulator, notes: Callable[[str], bool]) -> None:
    assert REMARK not in _page(clerk, _with_reason(germany, "Für die Arbeit & den Einkauf"), notes)


def test_an_unusual_answer_to_a_hearing_is_remarked(
    clerk: Client, germany: Simulator, notes: Callable[[str], bool]
) -> None:
    errand = apply(germany, TOWN, "ausserhalb")
    work_off()
    assert errand.state == REVIEW
    asked = clerk.get(f"/amt/vorgang/{errand.case.pk}/anhoeren/").text
    day = re.search(r'name="answer_by"[^>]*value="([^"]*)"', asked)
    assert day
    clerk.post(f"/amt/vorgang/{errand.case.pk}/anhoeren/", {"words": WORDS, "answer_by": day[1]})
    hearing.answer(TOWN, errand.case.pk, ATTACK)
    assert _page(clerk, errand, notes).count(REMARK) == 1
