"""How an application proceeds: kinds, approval, payment, deadlines, reminders of the municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.schema.basis import FromParameter
from modellkommune.blueprint.schema.process import ProcessFile
from modellkommune.blueprint.wording import Text


@dataclass(frozen=True, slots=True)
class ApplicationKind:
    """A kind of application. skip: stages it does not need (checks, payment, approval)."""

    id: str
    title: Text
    of_permit: bool
    skip: tuple[str, ...]


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


def process_of(spec: ProcessFile, parameters: Mapping[str, Any]) -> Process:
    """The process with the municipality's values."""

    def value(setting: Any) -> Any:
        return parameters[setting.parameter] if isinstance(setting, FromParameter) else setting

    return Process(
        kinds=tuple(ApplicationKind(one.id, one.title, one.of_permit, tuple(one.skip)) for one in spec.kinds),
        approval=str(value(spec.approval)),
        payment=str(value(spec.payment)),
        display=str(value(spec.display)),
        announcement=spec.announcement.model_dump(),
        deadlines={name: int(value(days)) for name, days in spec.deadlines.items()},
        reminders=tuple(Reminder(one.id, one.event, int(value(one.days_before))) for one in spec.reminders),
    )
