"""The office opens a case whose data have been deleted, and is told so."""

from collections.abc import Callable

import pytest

from modellkommune.casework.cases.commands import empty_case
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from tests.portals.clerk.conftest import enter
from tests.workflow.errands import Simulator, apply, work_off

TOWN = "musterstadt"


@pytest.mark.parametrize("address", ["vorgang/{}/", "vorschlaege/?fall={}"])
def test_a_deleted_case_says_that_its_data_are_gone(
    germany: Simulator, person: Callable[..., Staff], address: str
) -> None:
    errand = apply(germany, TOWN)
    work_off()
    with municipality(TOWN):
        case = errand.case
        empty_case(case, Actor("system"))
    clerk = enter(person("kim", **{TOWN: "clerk"}), TOWN)
    page = clerk.get(f"/amt/{address.format(case.pk)}")
    assert page.status_code == 200
    assert case.number in page.text
    assert "Die Daten dieses Vorgangs sind gelöscht" in page.text
