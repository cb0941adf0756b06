"""The municipality's own permits, asked like a register."""

from typing import Any

from modellkommune.casework.permits.commands import person_digest, plate_digest
from modellkommune.casework.permits.queries import permits_held as permits_of
from modellkommune.foundation.tenants import clock


def permits_held(parameters: dict[str, Any], case_id: int) -> dict[str, Any]:
    """The reply of `issued-permits`: how many other permits hold today for this person and this plate.

    `person` counts permits of this person, `plate` those of other persons for the plate.
    """
    person, plate = person_digest(parameters), str(parameters.get("plate", ""))
    digest = plate_digest(plate) if plate else ""
    held, others = permits_of(person, digest, clock.today(), case_id)
    return {"person": held, "plate": others}
