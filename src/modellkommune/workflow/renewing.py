"""Renewing a permit: when it can be renewed, the application filled in from the one that led to it.

A permit is followed by one other at most. Whoever begins or hands in a renewal holds the permit meanwhile, so
of two tabs or devices one comes first, and the other is led to what the first has made.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint import Service, Window
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import cases_of_permits
from modellkommune.casework.cases.states import ISSUED
from modellkommune.casework.drafts.commands import Holder, Pin, start_draft
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import open_draft_of_permit
from modellkommune.casework.permits.models import Permit
from modellkommune.casework.permits.queries import held_permit, issued_permit, permits_of_cases
from modellkommune.foundation.catalogue.errors import ServiceNotOffered
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.tenants import clock
from modellkommune.workflow.ownrecords import OWN_PERMITS
from modellkommune.workflow.situation import application_content, known

MADE: Final = "made"
EARLY: Final = "early"
OPEN: Final = "open"
OVER: Final = "over"


class NotRenewable(Exception):
    """The permit cannot be renewed now: it is too early, too late, or it has been renewed."""


@dataclass(frozen=True)
class Renewal:
    """What can be done about a permit that ends: from when until when it can be renewed.

    `kind` is that of the application; `made` the case by which the permit has been renewed, or is being.
    """

    case: Case
    permit: Permit
    kind: str
    opens: datetime.date
    closes: datetime.date
    made: Case | None

    @property
    def stage(self) -> str:
        """`made`, or whether today it is too `early`, possible (`open`) or `over`."""
        if self.made is not None:
            return MADE
        today = clock.today()
        return EARLY if today < self.opens else OPEN if today <= self.closes else OVER

    @property
    def ended(self) -> bool:
        """Whether the permit itself has ended."""
        return self.permit.last < clock.today()


def renewal_of(case: Case) -> Renewal | None:
    """What can be done about the permit of a case; None where there is none, or none is renewed."""
    return next(iter(renewals_of((case,))), None)


def renewal_of_permit(permit: Permit) -> Renewal | None:
    """The same where an issued permit is at hand."""
    return next(iter(_renewals([(permit.case, permit)] if _is_held(permit.case) else [])), None)


def renewals_of(cases: Iterable[Case]) -> list[Renewal]:
    """The same of several cases, in their order. Inside `with municipality(...)`."""
    issued = [case for case in cases if _is_held(case)]
    permits = permits_of_cases(case.pk for case in issued) if issued else {}
    return _renewals([(case, permits[case.pk]) for case in issued if case.pk in permits])


def _is_held(case: Case) -> bool:
    return case.state == ISSUED and case.emptied_on is None


def _renewals(held: list[tuple[Case, Permit]]) -> list[Renewal]:
    windows = {service_id: _window(service_id) for service_id in {case.service_id for case, _ in held}}
    made = dict(_made(held, windows))
    found = ((case, permit, windows[case.service_id]) for case, permit in held)
    return [_renewal(case, permit, window, made) for case, permit, window in found if window is not None]


def begin_renewal(case: Case, holder: Holder, identity: dict[str, Any] | None, language: str) -> Draft:
    """The application that renews the permit of a case: the one under way, or one filled in from the case.

    Raises `NotRenewable`. Inside `with municipality(...)`.
    """
    permit = permits_of_cases((case.pk,)).get(case.pk)
    renewal = _held_renewal(permit.number) if permit else None
    if renewal is None or renewal.stage != OPEN:
        raise NotRenewable
    begun = open_draft_of_permit(renewal.permit.number, holder.subject_digest, holder.id)
    if begun is not None:
        return begun
    service = current(case.service_id)
    pin = Pin(service.id, service.release_hash, service.overlay_hash, renewal.kind, renewal.permit.number)
    return start_draft(pin, holder, _filled_in(service, case, identity, renewal.kind), language)


def made_before(draft: Draft) -> Case | None:
    """The case by which the permit of a draft was renewed already, None where the draft may be handed in.

    Until the unit of work ends, nobody else renews the permit. Raises `NotRenewable`.
    """
    renewal = _held_renewal(draft.of_permit)
    if renewal is None or renewal.stage not in {MADE, OPEN}:
        raise NotRenewable
    return renewal.made


def spent_renewal(draft: Draft) -> Renewal | None:
    """What can be done about the permit of a draft, where handing in the draft is no longer it.

    The permit has been renewed from another tab or device, or the time for it is over; None where the draft
    may be handed in. Inside `with municipality(...)`.
    """
    permit = issued_permit(draft.of_permit) if draft.of_permit else None
    renewal = renewal_of_permit(permit) if permit else None
    return renewal if renewal is not None and renewal.stage != OPEN else None


def own_reply(of_permit: str) -> dict[str, dict[str, Any] | None]:
    """What the own records say of the permit that a draft is about, before anybody has asked them."""
    permit = issued_permit(of_permit) if of_permit else None
    return {OWN_PERMITS: {"until": permit.last.isoformat()}} if permit else {}


def _held_renewal(number: str) -> Renewal | None:
    permit = held_permit(number)
    return renewal_of_permit(permit) if permit else None


def _window(service_id: str) -> Window | None:
    try:
        return current(service_id).process.renewal
    except ServiceNotOffered:
        return None


def _made(
    held: list[tuple[Case, Permit]], windows: Mapping[str, Window | None]
) -> Iterator[tuple[str, Case]]:
    for service_id, window in windows.items():
        numbers = [permit.number for case, permit in held if case.service_id == service_id]
        if window is not None:
            yield from cases_of_permits(numbers, window.kind).items()


def _renewal(case: Case, permit: Permit, window: Window, made: Mapping[str, Case]) -> Renewal:
    return Renewal(
        case=case,
        permit=permit,
        kind=window.kind,
        opens=window.first_day(permit.last),
        closes=window.last_day(permit.last),
        made=made.get(permit.number),
    )


def _filled_in(service: Service, case: Case, identity: dict[str, Any] | None, kind: str) -> Content:
    answers = application_content(case)["answers"]
    carried = service.carried(answers, known(identity, case.language, kind))
    return Content(carried.answers, identity, carried.steps)
