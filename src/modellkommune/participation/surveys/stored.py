"""What a survey keeps in which table, and until when: the data protection officer's page is made from it.

A test compares the columns named here with those of the tables, so that nothing can be kept silently.
"""

from dataclasses import dataclass
from typing import Final, Literal

from modellkommune.foundation.tenants.models import TenantModel
from modellkommune.participation.surveys.models import (
    Answer,
    Buffered,
    Code,
    FollowUp,
    Measure,
    PaperBatch,
    PaperEntry,
    Response,
    Results,
    Survey,
    TextReview,
    Version,
    Visit,
)

Until = Literal["sent", "mixed", "answers", "contacts", "settled", "always"]
"""Sending, mixing, the last day of answers or of contacts, the settling of a batch; or with the records."""

ALWAYS: Final = frozenset({"id", "municipality_id"})


@dataclass(frozen=True, slots=True)
class Stored:
    """A table: the name of its words on the page, its columns beside `ALWAYS`, and until when rows stay."""

    name: str
    model: type[TenantModel]
    columns: frozenset[str]
    until: Until


def _stored(name: str, model: type[TenantModel], columns: str, until: Until) -> Stored:
    return Stored(name, model, frozenset(columns.split()), until)


PEOPLE: Final = (
    _stored("visit", Visit, "survey_id channel content expires_at", "sent"),
    _stored("buffered", Buffered, "survey_id channel held ticket content", "mixed"),
    _stored("response", Response, "version_id channel day", "answers"),
    _stored("answer", Answer, "response_id question value", "answers"),
    _stored("code", Code, "survey_id digest redeemed", "answers"),
    _stored("follow_up", FollowUp, "survey_id ticket content", "contacts"),
    _stored("paper_entry", PaperEntry, "batch_id sheet second content", "settled"),
    _stored("results", Results, "survey_id counted total document hash frozen_at", "always"),
    _stored("text_review", TextReview, "survey_id question released text", "always"),
)
"""What comes from those who take part."""

STAFF: Final = (
    _stored(
        "survey",
        Survey,
        "key state version_id data_key_id handed_in_by handed_in_at approved_by approved_at sent_back_because"
        " opened_at last_day closed_at settled_at published_at contacts_deleted_at purged_at",
        "always",
    ),
    _stored("version", Version, "key version hash document taken_over_at taken_over_by", "always"),
    _stored(
        "paper_batch",
        PaperBatch,
        "survey_id number sheets received first_by second_by settled_at",
        "answers",
    ),
    _stored("measure", Measure, "survey_id question said done day service release", "always"),
)
"""What says which member of staff did what, and what the municipality did."""


def kept_of(channels: tuple[str, ...], *, raffle: bool) -> tuple[Stored, ...]:
    """The tables that a survey with these channels fills with what comes from those who take part."""
    unused = {
        "code": "code" not in channels,
        "paper_entry": "paper" not in channels,
        "follow_up": not raffle,
        "visit": set(channels) == {"paper"},
    }
    return tuple(stored for stored in PEOPLE if not unused.get(stored.name, False))
