"""A survey as the rest of the house knows it: plain, frozen, made from a survey's document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from modellkommune.blueprint.wording import Text

Kind = Literal["single", "multiple", "scale", "text"]
Channel = Literal["open", "code", "kiosk", "paper"]
CHANNELS: Final[tuple[Channel, ...]] = ("open", "code", "kiosk", "paper")
LONGEST: Final = 500
"""The most characters of a text: more would invite stories by which people are recognised."""

Answers = Mapping[str, tuple[str, ...]]
"""Question id -> ids of the choices, or the one text; an empty tuple or no key: not answered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `apart`: it excludes all others ("none of these"), or stands off a scale."""

    id: str
    label: Text
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question, one page.

    most: the most choices of a multiple question (0: any number); longest: the most characters of a text;
    shown_if: a condition on earlier answers ("": always); catalogue: "services" if the services of the
    municipality stand before the question's own choices (in a frozen version they are among them).
    """

    id: str
    kind: Kind
    label: Text
    hint: Text
    choices: tuple[Choice, ...] = ()
    most: int = 0
    optional: bool = True
    shown_if: str = ""
    longest: int = 0
    catalogue: str = ""

    @property
    def scale(self) -> tuple[Choice, ...]:
        """The choices of a scale in their order, without what stands off it."""
        return tuple(choice for choice in self.choices if not choice.apart)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long is kept, as periods like "12M" after the survey is closed: answers, contacts of a raffle."""

    answers: str
    contacts: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A version of a survey.

    minutes: how long answering takes; smallest_cell: k, below which no count is published; raffle: what is
    raffled among those who leave a contact (empty: nothing); breakdown: the question, as a rule the age,
    by whose answers results are split ("": by channel only).
    """

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    lead: Text
    purpose: Text
    legal_basis: Text
    questions: tuple[Question, ...]
    minutes: int
    smallest_cell: int
    retention: Retention
    channels: tuple[Channel, ...] = CHANNELS
    raffle: Text | None = None
    breakdown: str = ""

    def question(self, question_id: str) -> Question:
        """A question by its id; raises KeyError."""
        return {question.id: question for question in self.questions}[question_id]


@dataclass(frozen=True, slots=True)
class Answered:
    """One response as results read it: how it came, and its answers."""

    channel: Channel
    answers: Answers
