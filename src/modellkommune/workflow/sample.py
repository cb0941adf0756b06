"""Trying a service out with an invented person: her answers, and the permit as it would look.

Nothing of it is a case: no row is written, nothing is sealed or signed; "Vorführung" lies across the paper.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Any, Final

from modellkommune.blueprint import Known, Preview, Service, Situation
from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.documents.printing import printed
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import profile
from modellkommune.workflow.demonstration_people import Inhabitant, homes_of, inhabitant
from modellkommune.workflow.paperdata import Act, permit_data

SERVICE: Final = "resident-parking"
SEED: Final = 2026
HOMES: Final = 60
PEOPLE: Final = 50
WATERMARK: Final = """
#set page(
  foreground: rotate(-24deg, text(size: 82pt, weight: 600, fill: rgb(190, 30, 45, 90), data.watermark)),
)
"""
_NO_SEAL: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path fill="#fff" stroke="#000" '
    'stroke-width=".5" d="M1 1h18v18h-18zM1 1l18 18M19 1l-18 18"/></svg>'
)
_NO_SEAL_MM: Final = 24


@dataclass(frozen=True)
class SamplePaper:
    """A permit that is none: unsigned, without a seal. It is set outside of a transaction."""

    template: str
    data: dict[str, Any]
    language: str

    def pdf(self) -> bytes:
        """To print. Raises `NotPrinted`."""
        return printed(self.template, self.data, self.language)

    def picture(self) -> bytes:
        """To look at, as PNG. Raises `NotPrinted`."""
        return printed(self.template, self.data, self.language, picture=True)


class NothingToTry(Exception):
    """The town has no house in a zone, so nobody can be invented who gets a permit there."""


def invented_person(service: Service, number: int) -> Inhabitant:
    """One of the invented people of the current municipality. Raises `NothingToTry`."""
    homes = homes_of(book(), HOMES)
    if not homes:
        raise NothingToTry
    durations = [int(months) for months in service.parameters["durations"]]
    person = inhabitant(current_municipality(), SEED, number % PEOPLE, homes, durations)
    # With four digits the plates of districts with three letters would be too long to be typed in.
    return replace(person, plate=person.plate[:-1])


def prospect(service: Service, answers: dict[str, Any], known: Known) -> Preview:
    """Fee and terms for these answers, before any register was asked."""
    return service.preview(
        Situation(
            answers=answers,
            identity=known.identity,
            replies={},
            kind=service.process.kinds[0].id,
            submitted=known.today,
            today=known.today,
        )
    )


def sample_paper(service: Service, answers: dict[str, Any], known: Known, watermark: str) -> SamplePaper:
    """The permit for these answers with `watermark` across it. Inside `with municipality(...)`."""
    terms = prospect(service, answers, known).terms
    act = _act(service, answers, terms, known.language, watermark)
    data = permit_data(act) | {"seal_svg": _NO_SEAL, "seal_width_mm": _NO_SEAL_MM, "watermark": watermark}
    return SamplePaper(WATERMARK + service.documents["permit"], data, known.language)


def _act(service: Service, answers: dict[str, Any], terms: dict[str, Any], language: str, number: str) -> Act:
    case = Case(
        release_hash=service.release_hash, overlay_hash=service.overlay_hash, language=language, number=number
    )
    first, last = (datetime.date.fromisoformat(str(terms[name])) for name in ("first", "last"))
    return Act(
        town=current_municipality(),
        case=case,
        decision=Decision(case=case, decided_at=clock.now()),
        permit=Permit(case=case, number=number, zone=str(terms["zone"]), first=first, last=last),
        plates=tuple(terms["plates"]),
        terms=terms,
        official_name="",
        paid_on=None,
        answers=answers,
        described=profile(current_municipality()),
    )
