"""The municipality's own permits, asked like a register."""

from typing import Any

from modellkommune.casework.permits.commands import person_digest, plate_digest
from modellkommune.casework.permits.queries import permits_of_person, permits_of_plate
from modellkommune.foundation.tenants import clock


def permits_held(parameters: dict[str, Any], case_id: int) -> dict[str, Any]:
    """The reply of `issued-permits`: how many other permits hold today for this person and this plate.

    `person` counts permits of this person, `plate` those of other persons for the plate.
    """
    person = person_digest(parameters)
    held = permits_of_person(person, clock.today(), case_id)
    plate = str(parameters.get("plate", ""))
    others = permits_of_plate(plate_digest(plate), person, clock.today()) if plate else 0
    return {"person": held, "plate": others}
