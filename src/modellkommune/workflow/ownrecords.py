"""The municipality's own permits, asked like a register."""

from typing import Any, Final

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import count_others_of_permit
from modellkommune.casework.permits.commands import person_digest, plate_digest
from modellkommune.casework.permits.queries import (
    hold_permits_of,
    issued_permit,
    permits_of_person,
    permits_of_plates,
)
from modellkommune.foundation.tenants import clock

OWN_PERMITS: Final = "issued-permits"
"""The register whose answers lie here."""


def permits_held(parameters: dict[str, Any], case: Case, *, alone: bool = False) -> dict[str, Any]:
    """The reply of `issued-permits`: how many other permits hold today for this person and these plates.

    `person` counts permits of this person and `until` is the last day of the one that lasts longest; `plate`
    counts permits of other persons for one of the plates. Of a case about a permit that one does not count,
    `until` is its last day, `own` whether it is this person's; `renewals` counts other such cases about it.
    `alone`: until the unit of work ends, nobody else is granted a permit that would count.
    """
    person = person_digest(parameters)
    plates = [plate_digest(plate) for plate in _plates(parameters)]
    if alone:
        hold_permits_of(person, plates)
    held, last = permits_of_person(person, clock.today(), case.pk, case.of_permit)
    others = permits_of_plates(plates, person, clock.today()) if plates else 0
    until = {"until": last.isoformat()} if last else {}
    return {"person": held, "plate": others, **until, **_of_permit(case, person)}


def _of_permit(case: Case, person: str) -> dict[str, Any]:
    permit = issued_permit(case.of_permit) if case.of_permit else None
    if permit is None:
        return {}
    others = count_others_of_permit(case)
    return {"until": permit.last.isoformat(), "own": permit.person_digest == person, "renewals": others}


def _plates(parameters: dict[str, Any]) -> list[str]:
    # Releases before 1.2.0 ask for the first plate only.
    asked = [*parameters.get("plates", ()), parameters.get("plate", "")]
    return [str(plate) for plate in asked if plate]
