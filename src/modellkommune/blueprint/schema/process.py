"""process.yaml: kinds of application, approval, payment, deadlines, reminders."""

from typing import Annotated, Literal

from pydantic import Field

from modellkommune.blueprint.schema.basis import DateText, File, FromParameter, Id, Strict, Text

Stage = Literal["checks", "payment", "approval"]
Days = Annotated[int, Field(ge=0, le=3660)] | FromParameter


class WindowSpec(Strict):
    """When a permit can be renewed: from so many days before its last day until so many days after it."""

    opens: Days
    grace: Days = 0


class KindSpec(Strict):
    """A kind of application; `of_permit`: it is about a permit; `renews`: it follows on to one."""

    id: Id
    title: Text
    of_permit: bool = False
    renews: WindowSpec | None = None
    skip: list[Stage] = Field(default_factory=list)


class AnnouncementRule(Strict):
    """From when a decision counts as announced: so many days after an event, by channel, since a date."""

    channel: Literal["postbox", "mail", "letter"]
    valid_from: DateText
    days: Annotated[int, Field(ge=0, le=60)]
    counts_from: str
    basis: str
    note: Text | None = None


class Announcement(Strict):
    """How the decision reaches the person."""

    rules: list[AnnouncementRule] = Field(default_factory=list)

    with_login: Literal["postbox", "mail", "letter"] = "postbox"
    without_login: Literal["postbox", "mail", "letter"] = "letter"


class ReminderSpec(Strict):
    """A reminder by mail so many days before an event."""

    id: Id
    event: Literal["permit_ends", "payment_due", "documents_due", "draft_deleted"]
    days_before: Annotated[int, Field(ge=1, le=92)] | FromParameter


class ProcessFile(File):
    """The whole of process.yaml."""

    kinds: Annotated[list[KindSpec], Field(min_length=1)]
    approval: Literal["automatic", "batch", "single"] | FromParameter
    payment: Literal["before_approval", "after_approval", "none"] | FromParameter = "none"
    display: Literal["print", "digital", "both"] | FromParameter = "print"
    announcement: Announcement = Announcement()
    deadlines: dict[Id, Days] = Field(default_factory=dict)
    reminders: list[ReminderSpec] = Field(default_factory=list)
