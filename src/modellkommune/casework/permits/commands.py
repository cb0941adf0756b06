"""Preparing and issuing permits."""

import datetime
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.models import ISSUED, PREPARED, Permit, PermitPlate
from modellkommune.casework.permits.queries import PURPOSE, permit_of
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert, update
from modellkommune.values.latin import search_form
from modellkommune.values.plate import core_of

SYSTEM = Actor("system", "issuing")


@dataclass(frozen=True)
class Terms:
    """What a permit allows: digest of the person, zone, plates (as printed), first and last day."""

    person: str
    zone: str
    plates: tuple[str, ...]
    first: datetime.date
    last: datetime.date


def prepare_permit(case: Case, number: str, terms: Terms, printed: dict[str, Any]) -> Permit:
    """Reserve the number, so that every attempt to make the document makes the same one.

    A case that has a permit keeps it. `printed` is what else the document shows.
    """
    found = permit_of(case.pk)
    if found:
        return found
    permit = Permit(
        case=case,
        number=number,
        state=PREPARED,
        zone=terms.zone,
        first=terms.first,
        last=terms.last,
        person_digest=terms.person,
        content=seal_json(case.key, {"plates": list(terms.plates), **printed}, PURPOSE),
        prepared_at=clock.now(),
    )
    insert(permit)
    for plate in terms.plates:
        insert(PermitPlate(permit=permit, digest=plate_digest(plate), first=terms.first, last=terms.last))
    record("permit_prepared", f"permit:{permit.pk}", SYSTEM, {"number": number}, case.key)
    return permit


def issue_permit(permit: Permit, seal: bytes, document: str) -> None:
    """Note that the sealed document exists. A permit already issued stays as it is."""
    if permit.state == ISSUED:
        return
    permit.state, permit.seal, permit.document = ISSUED, seal, document
    permit.issued_at = clock.now()
    update(permit, "state", "seal", "document", "issued_at")
    record("permit_issued", f"permit:{permit.pk}", SYSTEM, {"document": document}, permit.case.key)


def empty_permit(case: Case) -> None:
    """Forget whose a permit was and for which vehicles; number, zone and days stay. Safe to repeat."""
    permit = permit_of(case.pk)
    if permit is None or not permit.person_digest:
        return
    PermitPlate.objects.filter(permit=permit).delete()
    permit.person_digest, permit.content, permit.seal = "", b"", b""
    update(permit, "person_digest", "content", "seal")
    record("permit_emptied", f"permit:{permit.pk}", Actor("system", "retention"))


def person_digest(person: dict[str, Any]) -> str:
    """The keyed digest of {family_name, given_name, birth_date}, in DIN 91379 search form."""
    parts = (person.get("family_name", ""), person.get("given_name", ""), person.get("birth_date", ""))
    return keyed_digest("person", "|".join(search_form(str(part)) for part in parts))


def plate_digest(plate: str) -> str:
    """The keyed digest under which a plate is found: of its core, as suffix and season may be left out.

    Separators are kept: DN-A 123 is not D-NA 123.
    """
    return keyed_digest("plate", core_of(plate))
