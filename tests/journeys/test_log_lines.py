"""What web and worker wrote while whole cases went through names cases by number, and nobody."""

import json
import re
from typing import Any

import pytest

from bench.journey import complete_case
from bench.people import TOWN, applicants
from modellkommune.values.clock import SystemClock
from simulator.people import Person
from simulator.world import World
from tests.journeys.stack import ROOT, Portal

MAIL, ANSWER = "bench@example.org", "Kanarienvogel"
NOT_OURS = re.compile(r"^\[(INFO|WARN|WARNING|ERROR)\] ")  # the web server's own lines about itself


@pytest.fixture(scope="module")
def lines(portal: Portal) -> list[dict[str, Any]]:
    """The lines of both programs after one more case, whose resident also types what is no answer."""
    applicant = next(applicants())
    resident = complete_case(applicant, portal.port)
    resident.get(f"/dienste/?q={ANSWER}")
    resident.close()
    text = "".join((portal.home / "log" / f"{name}.log").read_text() for name in ("web", "worker"))
    return [json.loads(line) for line in text.splitlines() if not NOT_OURS.match(line)]


@pytest.fixture(scope="module")
def person() -> Person:
    """The resident of that case."""
    world = World(ROOT / "municipalities", 2026, SystemClock().today())
    wanted = next(applicants()).person
    return next(person for person in world.people_in(world.towns[TOWN]) if person.id == wanted)


def test_every_request_and_every_job_of_the_case_has_its_line(
    lines: list[dict[str, Any]], portal: Portal
) -> None:
    [(number,)] = portal.rows(
        "SELECT number FROM cases_case WHERE municipality_id = %s ORDER BY id DESC LIMIT 1", TOWN
    )
    of_case = [line for line in lines if line.get("case") == number]
    assert {line["municipality"] for line in of_case} == {TOWN}
    assert {line["task"] for line in of_case if line["message"] == "job"} >= {"check_case"}
    assert {line["route"] for line in of_case if line["message"] == "request"} >= {"/vorgang/<uuid:case_id>/"}
    assert all(line["ms"] > 0 and line.get("request", line.get("job")) for line in of_case)


def test_no_line_names_anybody(lines: list[dict[str, Any]], person: Person, portal: Portal) -> None:
    plate = next(applicants()).plate
    secrets = portal.rows("SELECT public_id::text FROM cases_case") + portal.rows(
        "SELECT id::text FROM drafts_draft"
    )
    words = [person.family_name, person.given_names, str(person.birth_date), plate, MAIL, ANSWER, "@"]
    words += [person.home.address.street] if person.home else []
    words += [secret for (secret,) in secrets]
    said = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).lower()
    assert len(lines) > 20
    assert [word for word in words if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", said)] == []
