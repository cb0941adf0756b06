"""What the rules state as terms are words for the texts of the papers, whatever the service calls them."""

from pathlib import Path

from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.approval import approve
from modellkommune.workflow.issuing import plan_of
from modellkommune.workflow.paperdata import listed
from tests.workflow.errands import Simulator, apply, official_of, work_off
from tests.workflow.releases import adopt_overlay
from tests.workflow.test_own_permits import pay

TOWN = "dueren"
OWN = '  de:\n    decision.opening: "Sie bekommen ihn für {months} Monate, {display}, Zone {zone}."\n'


def test_every_term_is_a_placeholder(germany: Simulator, tmp_path: Path) -> None:
    adopt_overlay(TOWN, tmp_path, {"  de:\n": OWN})
    errand = apply(germany, TOWN)
    work_off()
    assert approve(TOWN, [errand.case.pk], official_of(TOWN)).approved
    work_off()
    pay(errand)
    with municipality(TOWN):
        plan = plan_of(errand.case.pk)
    assert plan is not None
    assert "Sie bekommen ihn für 12 Monate, print, Zone" in plan.decision["opening"][1]


def test_a_list_is_written_with_its_entries_and_nothing_as_nothing() -> None:
    assert [listed(value) for value in (["a", 2], 12, None)] == [["a", "2"], ["12"], []]
