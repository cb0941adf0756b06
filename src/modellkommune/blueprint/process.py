"""How an application proceeds: kinds, approval, payment, deadlines, reminders of the municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from modellkommune.blueprint.schema.basis import FromParameter
from modellkommune.blueprint.schema.process import KindSpec, ProcessFile
from modellkommune.blueprint.wording import Text


@dataclass(frozen=True, slots=True)
class Window:
    """When a permit can be renewed by a kind of application: days before its last day, and days after it."""

    kind: str
    opens: int
    grace: int

    def first_day(self, ends: date) -> date:
        """The first day on which a permit that ends then can be renewed."""
        return ends - timedelta(days=self.opens)

    def last_day(self, ends: date) -> date:
        """The last day on which it can."""
        return ends + timedelta(days=self.grace)


@dataclass(frozen=True, slots=True)
class ApplicationKind:
    """A kind of application. skip: stages it does not need (checks, payment, approval).

    renews: when it can follow on to a permit, None for every other kind.
    """

    id: str
    title: Text
    of_permit: bool
    skip: tuple[str, ...]
    renews: Window | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder so many days before an event."""

    id: str
    event: str
    days_before: int


@dataclass(frozen=True, slots=True)
class Process:
    """approval: automatic, batch, single; payment: before_approval, after_approval, none; deadlines: days."""

    kinds: tuple[ApplicationKind, ...]
    approval: str
    payment: str
    display: str
    announcement: Mapping[str, Any]
    deadlines: Mapping[str, int]
    reminders: tuple[Reminder, ...]

    def kind(self, name: str) -> ApplicationKind:
        """A kind by its id; raises KeyError."""
        return {kind.id: kind for kind in self.kinds}[name]

    @property
    def renewal(self) -> Window | None:
        """By which kind a permit is renewed, and when; None: permits of this service are not renewed."""
        return next((kind.renews for kind in self.kinds if kind.renews), None)


def process_of(spec: ProcessFile, parameters: Mapping[str, Any]) -> Process:
    """The process with the municipality's values."""

    def value(setting: Any) -> Any:
        return parameters[setting.parameter] if isinstance(setting, FromParameter) else setting

    def window(kind: KindSpec) -> Window | None:
        found = kind.renews
        return Window(kind.id, int(value(found.opens)), int(value(found.grace))) if found else None

    return Process(
        kinds=tuple(
            ApplicationKind(
                one.id, one.title, one.of_permit or bool(one.renews), tuple(one.skip), window(one)
            )
            for one in spec.kinds
        ),
        approval=str(value(spec.approval)),
        payment=str(value(spec.payment)),
        display=str(value(spec.display)),
        announcement=spec.announcement.model_dump(),
        deadlines={name: int(value(days)) for name, days in spec.deadlines.items()},
        reminders=tuple(Reminder(one.id, one.event, int(value(one.days_before))) for one in spec.reminders),
    )
