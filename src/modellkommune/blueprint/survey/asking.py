"""Asking: which questions come for these answers, and reading what was chosen or typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from modellkommune.blueprint.survey.conditions import scope_of, values_of
from modellkommune.blueprint.survey.definition import Answers, Question, Survey
from modellkommune.values.latin import normalise

Fault = Literal["", "unknown", "too_many", "apart", "too_long", "missing"]
Given = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as read (empty: not answered), and what is wrong with it ("": nothing)."""

    answer: tuple[str, ...]
    fault: Fault = ""


class Questionnaire:
    """A survey ready to ask. Immutable; keep it by the hash of its version."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        scope = scope_of(survey.questions)
        self._conditions = {
            question.id: scope.compile(question.shown_if, "boolean")
            for question in survey.questions
            if question.shown_if
        }

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions for these answers; an answer to one that is not asked does not count for others."""
        return tuple(question for question, _ in self._walk(answers))

    def kept(self, answers: Answers) -> Given:
        """The answers that count: given, and to questions that are asked."""
        return {question.id: given for question, given in self._walk(answers) if given}

    def missing(self, answers: Answers) -> tuple[Question, ...]:
        """Questions asked that need an answer and have none."""
        return tuple(question for question, given in self._walk(answers) if not (given or question.optional))

    def _walk(self, answers: Answers) -> list[tuple[Question, tuple[str, ...]]]:
        found: list[tuple[Question, tuple[str, ...]]] = []
        seen: Given = {}
        for question in self.survey.questions:
            condition = self._conditions.get(question.id)
            if condition is None or condition.met(values_of(self.survey.questions, seen)):
                seen[question.id] = answers.get(question.id, ())
                found.append((question, seen[question.id]))
        return found


def read_answer(question: Question, sent: Sequence[str]) -> Reading:
    """Read what a form sent for a question: ids of choices, or a text. Never raises."""
    if question.kind == "text":
        return _text(question, normalise("\n".join(sent)))
    chosen = set(filter(None, sent))
    answer = tuple(choice.id for choice in question.choices if choice.id in chosen)
    return Reading(answer, _fault(question, answer, len(chosen)))


def _fault(question: Question, answer: tuple[str, ...], sent: int) -> Fault:
    if len(answer) != sent or (question.kind != "multiple" and sent > 1):
        return "unknown"
    if not answer:
        return "" if question.optional else "missing"
    if question.kind == "multiple" and len(answer) > 1 and set(answer) & _apart(question):
        return "apart"
    return "too_many" if question.most and len(answer) > question.most else ""


def _apart(question: Question) -> set[str]:
    return {choice.id for choice in question.choices if choice.apart}


def _text(question: Question, text: str) -> Reading:
    if not text:
        return Reading((), "" if question.optional else "missing")
    return Reading((text,), "too_long" if len(text) > question.longest else "")
