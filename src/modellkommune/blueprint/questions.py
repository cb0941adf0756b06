"""The form of a compiled service: what is asked now, reading a step, what is still open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.fields.base import Answer, Entered, Field, FieldError, Form, Inputs, Reading
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.wording import NOTHING, Text, say

RENDERED = "_fields"
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions."""

    id: str
    title: Text
    lead: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an application is: fields asked now (ids), steps that ask one, steps not complete (ids)."""

    asked: frozenset[str]
    steps: tuple[Step, ...]
    open: tuple[str, ...]


class _Walk:
    """The form in its order: each condition sees the answers given before it, of questions that are asked."""

    def __init__(self, questions: "Questions", known: Known) -> None:
        self.answers: dict[str, Any] = {}
        self._decided: dict[str, bool] = {}
        self._values = questions.values(self.answers, known)

    def met(self, condition: Expression | None) -> bool:
        """Whether the condition is met by the answers so far."""
        if condition is None:
            return True
        # conditions read fields further up only, so what they say does not change on the way down
        if condition.source not in self._decided:
            self._decided[condition.source] = condition.met(self._values)
        return self._decided[condition.source]


class Questions:
    """All steps of a service and their conditions."""

    def __init__(
        self,
        steps: tuple[Step, ...],
        conditions: Mapping[str, Expression],
        parameters: Mapping[str, Any],
        first_kind: str,
    ) -> None:
        self.steps, self._first_kind = steps, first_kind
        self.fields = {field.id: field for step in steps for field in step.fields}
        self._ids = {step.id: frozenset(field.id for field in step.fields) for step in steps}
        self._conditions, self._parameters = conditions, parameters
        self._on_request = frozenset(name for name, field in self.fields.items() if on_request(field))

    def values(self, answers: Answers, known: Known) -> dict[str, Any]:
        """The values that the form's conditions see."""
        today = known.today.isoformat()
        return {
            "answers": answers,
            "identity": dict(known.identity or {}),
            "parameters": self._parameters,
            "kind": known.kind or self._first_kind,
            "dates": {"today": today, "submission": today},
        }

    def kept(self, answers: Answers, known: Known) -> tuple[list[Field], dict[str, Any]]:
        """The fields asked, in order, and the answers that count: to fields asked or wanted on request."""
        walk = _Walk(self, known)
        asked = []
        for field in self._asked(walk):
            asked.append(field)
            if answers.get(field.id) is not None:
                walk.answers[field.id] = answers[field.id]
        wanted = {name: answers[name] for name in self._on_request if answers.get(name)}
        return asked, {**walk.answers, **wanted}

    def _asked(self, walk: _Walk) -> Iterator[Field]:
        for step in self.steps:
            if walk.met(self._conditions.get(f"step {step.id}")):
                yield from self._asked_of(step, walk)

    def _asked_of(self, step: Step, walk: _Walk) -> Iterator[Field]:
        for field in step.fields:
            if field.id not in self._on_request and walk.met(self._conditions.get(f"field {field.id}")):
                yield field

    def read(self, step_id: str, form: Form, answers: Answers, known: Known) -> Reading:
        """Read one step as it was sent; answers of other steps stay as far as they are still asked."""
        step = {step.id: step for step in self.steps}[step_id]
        mine = {field.id for field in step.fields}
        walk = _Walk(self, known)
        errors: list[FieldError] = []
        entered: dict[str, Any] = {}
        emptied, meant, again = set(), set(), False
        for field in self._asked(walk):
            answer = Answer(answers.get(field.id))
            if field.id in mine:
                answer = self._read_field(field, form, answers, known)
                entered.update({name: list(form.get(name, ())) for name in KINDS[field.type].names(field)})
                entered.update(answer.entered)
            errors.extend(answer.errors)
            again = again or answer.again
            if answer.value is None:
                emptied.add(field.id)
            else:
                walk.answers[field.id] = answer.value
            if answer.meant is not None:
                meant.add(field.id)
                walk.answers[field.id] = answer.meant
        for name in meant:  # that was only to know what else to ask
            del walk.answers[name]
        kept = self._with_requested(walk, answers)
        if errors or again:  # what depends on a faulty answer waits, it is not dropped
            kept = {**{name: value for name, value in answers.items() if name not in emptied}, **kept}
        return Reading(kept, tuple(errors), entered, again)

    def _with_requested(self, walk: _Walk, answers: Answers) -> dict[str, Any]:
        wanted = {name: answers[name] for name in self._on_request if answers.get(name)}
        return {**walk.answers, **wanted}

    def _read_field(self, field: Field, form: Form, answers: Answers, known: Known) -> Answer:
        rendered = form.get(RENDERED)
        if rendered is not None and field.id not in rendered:
            return Answer(answers.get(field.id))
        if self.fixed(field, known):
            return Answer(KINDS[field.type].prefilled(field, known.identity or {}, known))
        return KINDS[field.type].read(field, form, known, answers.get(field.id))

    def fixed(self, field: Field, known: Known) -> bool:
        """Whether the log-in fixes the answer: its level is high enough and it says something."""
        if not field.prefill or not field.read_only or not known.trusted(field.read_only):
            return False
        return KINDS[field.type].prefilled(field, known.identity or {}, known) is not None

    def inputs(
        self, field: Field, answers: Answers, entered: Entered, language: str, known: Known | None
    ) -> Inputs:
        """The controls of a field: what was typed, else the answer, else what the log-in says."""
        kind = KINDS[field.type]
        value = answers.get(field.id)
        fixed = known is not None and self.fixed(field, known)
        if known is not None and field.prefill and known.identity and (fixed or value is None):
            value = kind.prefilled(field, known.identity, known)
        return Inputs(
            field=field,
            grouped=kind.grouped,
            inputs=kind.inputs(field, value, entered, language),
            hint=kind.hint(field, language, known),
            read_only=fixed,
            text=kind.present(field, value, language) if fixed else "",
            body=say(field.settings.get("body") or {}, language),
            accept=",".join(f".{one}" for one in field.settings.get("accept", ())),
            files=tuple(value or ()) if field.type == "upload" else (),
            rows=kind.rows(field, value, entered, language, known),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The answer as people read it; "Nicht angegeben" without one."""
        if value is None or value == [] or value == "":
            return say(NOTHING, language)
        return KINDS[field.type].present(field, value, language)

    def typed(self, answers: Answers, known: Known) -> tuple[str, ...]:
        """The ids of fields answered by hand that a log-in fixes, as none brought what they ask."""
        identity = known.identity or {}
        held = (field for field in self.fields.values() if field.read_only and answers.get(field.id))
        return tuple(field.id for field in held if not identity.get(field.prefill.partition(".")[2]))

    def progress(self, answers: Answers, known: Known) -> Progress:
        """Which questions are asked, and which steps have one that is needed and not answered."""
        fields, kept = self.kept(answers, known)
        asked = frozenset(field.id for field in fields)
        lacking = {field.id for field in fields if field.id not in kept and needed(field)}
        return Progress(
            asked,
            tuple(step for step in self.steps if not asked.isdisjoint(self._ids[step.id])),
            tuple(step.id for step in self.steps if not lacking.isdisjoint(self._ids[step.id])),
        )


def on_request(field: Field) -> bool:
    """Whether the field is never asked in the form, only wanted by a check."""
    return bool(field.settings.get("on_request"))


def needed(field: Field) -> bool:
    """Whether the application is incomplete without an answer."""
    return not (field.optional or field.settings.get("later")) and KINDS[field.type].has_answer
