"""A demonstration's town: the same people and states every time, consistent like real cases."""

import argparse
from typing import Any

import pytest
from django.db import transaction

from modellkommune.casework.cases.commands import empty_case
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import count_by_state
from modellkommune.casework.cases.states import GRANTED, ISSUED, LAPSED, PAID
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.decisions.queries import never_fetched
from modellkommune.casework.fees.queries import fees_in_force
from modellkommune.casework.payments.models import Booking
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.documents.queries import trust_of
from modellkommune.foundation.documents.verification import verify_seal_bytes
from modellkommune.foundation.identity.models import Membership
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.sealing import seal_rows
from modellkommune.foundation.journal.verifying import verify
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import demo
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.workflow.demonstration import NobodyApproves, load_cases
from modellkommune.workflow.demonstration_people import homes_of, inhabitant
from modellkommune.workflow.queries import proposals
from tests.workflow.errands import SERVICE, queued

SEED = 2026
SYSTEM = Actor("system", "test")
FIRST_NINE = (
    "BP-2D3KZ-FS9G4", "BP-58PPG-H5PFP", "BP-8J7CD-66F4T", "BP-AT8PK-PAPAR", "BP-CWJ48-4THNZ",
    "BP-G4D4C-R9U4A", "BP-GFNPE-3WRME", "BP-HHHAD-PC8D7", "BP-NWS2K-GRRF3",
)  # fmt: skip
"""Written down in manuals and courses: they stay."""


@pytest.fixture
def town(towns: None, db: None) -> str:
    """A town without cases."""
    return "musterstadt"


def states(town: str) -> dict[str, int]:
    with municipality(town):
        return count_by_state()


def run(*words: str) -> None:
    """`modellkommune demo <words>`."""
    parser = argparse.ArgumentParser()
    demo.register(parser.add_subparsers())
    arguments = parser.parse_args(["demo", *words])
    arguments.run(arguments)


@pytest.mark.parametrize(
    ("town", "waiting", "granted"), [("musterstadt", "paid", "granted"), ("dueren", "ready", "paid")]
)
def test_a_hundred_cases_show_every_state_that_lasts(
    towns: None, db: None, town: str, waiting: str, granted: str
) -> None:
    assert load_cases(town, 100, SEED) == 100
    shares = {"issued": 60, "review": 12, waiting: 10, "payment_due": 8, "lapsed": 5}
    assert states(town) == shares | {granted: 2, "withdrawn": 2, "checking": 1}
    assert queued() == []


def test_a_second_run_adds_only_what_is_missing(town: str) -> None:
    assert [load_cases(town, cases, SEED) for cases in (7, 7, 10, 3)] == [7, 0, 3, 0]
    assert sum(states(town).values()) == 10


def numbers(town: str) -> list[tuple[str, str, str]]:
    """Each case's number and state, and the number of its permit."""
    with municipality(town):
        permits = {permit.case_id: permit.number for permit in Permit.objects.all()}
        return sorted((case.number, case.state, permits.get(case.pk, "")) for case in Case.objects.all())


def test_the_same_town_comes_out_whatever_is_loaded_in_how_many_parts(town: str) -> None:
    for cases in (3, 9):
        load_cases(town, cases, SEED)
    first = numbers(town)
    with transaction.atomic():
        load_cases(town, 12, SEED)
        assert set(first) < set(numbers(town))
        transaction.set_rollback(True)
    with transaction.atomic():
        load_cases(town, 9, SEED + 1)
        assert len(set(numbers(town))) == 18
        transaction.set_rollback(True)
    assert tuple(number for number, _, _ in first) == FIRST_NINE


def test_what_was_deleted_in_due_time_does_not_come_back(town: str) -> None:
    load_cases(town, 5, SEED)
    with municipality(town):
        for case in Case.objects.select_related("key"):
            empty_case(case, SYSTEM)
    assert load_cases(town, 5, SEED) == 0


def test_who_has_a_permit_has_taken_it_home(town: str) -> None:
    load_cases(town, 10, SEED)
    with municipality(town):
        provided = Decision.objects.exclude(document="")
        assert {decision.fetched_at is not None for decision in provided} == {True}
        assert never_fetched(10) == ()


def test_the_same_seed_gives_the_same_people_and_another_seed_others(town: str) -> None:
    with municipality(town):
        homes = homes_of(book())
        durations = current(SERVICE).parameters["durations"]
    people = [inhabitant(town, SEED, number, homes, durations) for number in range(50)]
    assert people == [inhabitant(town, SEED, number, homes, durations) for number in range(50)]
    assert people[0] != inhabitant(town, SEED + 1, 0, homes, durations)
    assert len({person.plate for person in people}) == len({person.holder for person in people}) == 50


def test_its_cases_are_as_consistent_as_real_ones(town: str) -> None:
    load_cases(town, 60, SEED)
    with municipality(town):
        cases = {case.pk: case for case in Case.objects.all()}
        fees = fees_in_force(list(cases))
        permits = {permit.case_id: permit for permit in Permit.objects.all()}
        decided = set(Decision.objects.values_list("case_id", flat=True))
        booked = dict(Booking.objects.values_list("payment__case_id", "amount_cents"))
        assert len(proposals()) == sum(case.state in {"review", PAID} for case in cases.values())
    issued = {number for number, case in cases.items() if case.state == ISSUED}
    assert set(permits) == decided
    assert {number for number, permit in permits.items() if permit.state == "issued"} == issued
    assert decided == issued | {number for number, case in cases.items() if case.state == GRANTED}
    assert booked == {
        number: fees[number].total_cents
        for number, case in cases.items()
        if case.state in {ISSUED, GRANTED, PAID}
    }
    assert all(number not in booked for number, case in cases.items() if case.state == LAPSED)
    for permit in (permits[number] for number in issued):
        verdict = verify_seal_bytes(bytes(permit.seal), trust_of(town))
        assert verdict.fields is not None
        assert (verdict.genuine, verdict.fields["number"]) == (True, permit.number)
    seal_rows(town)
    assert (verify(town).intact, verify(town).unsealed) == (True, ())


def test_without_a_clerk_nothing_is_approved(town: str) -> None:
    with municipality(town):
        Membership.objects.all().delete()
    with pytest.raises(NobodyApproves):
        load_cases(town, 1, SEED)


def test_the_command_tells_what_it_made(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("load", "--cases", "2", "--town", "dueren")
    assert capsys.readouterr().out.startswith("dueren: 2 new cases (")
    assert (sum(states("dueren").values()), states(town)) == (2, {})


def test_the_command_refuses_production_and_towns_that_do_not_exist(town: str, settings: Any) -> None:
    with pytest.raises(Refused, match="no town nowhere"):
        run("load", "--cases", "1", "--town", "nowhere")
    settings.DEMONSTRATION = False
    with pytest.raises(Refused, match="production"):
        run("load", "--cases", "1")
