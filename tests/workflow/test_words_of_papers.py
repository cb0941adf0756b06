"""What the rules state as terms are words for the texts of the papers, whatever the service calls them."""

from pathlib import Path

from modellkommune.casework.decisions.queries import decision_of
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.announcing import rule_of
from modellkommune.workflow.issuing import act_of
from modellkommune.workflow.paperdata import decision_data, listed
from tests.workflow.errands import Simulator, apply
from tests.workflow.releases import adopt_overlay
from tests.workflow.test_own_permits import end_with_permit

TOWN = "dueren"
OWN = '  de:\n    decision.opening: "Sie bekommen ihn für {months} Monate, {display}, Zone {zone}."\n'


def test_every_term_is_a_placeholder(germany: Simulator, tmp_path: Path) -> None:
    adopt_overlay(TOWN, tmp_path, {"  de:\n": OWN})
    errand = end_with_permit(apply(germany, TOWN))
    with municipality(TOWN):
        case = errand.case
        decision = decision_of(case.pk)
        assert decision is not None
        said = decision_data(act_of(case, decision), rule_of(case, decision))["opening"]
    assert "Sie bekommen ihn für 12 Monate, print, Zone" in said[1]


def test_a_list_is_written_with_its_entries_and_nothing_as_nothing() -> None:
    assert [listed(value) for value in (["a", 2], 12, None)] == [["a", "2"], ["12"], []]
