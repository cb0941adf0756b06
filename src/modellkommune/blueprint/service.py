"""A compiled service: a release with a municipality's overlay, ready to ask, read and assess."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

from modellkommune.blueprint.assembling import step_of, tables_of
from modellkommune.blueprint.assessment import Assessment, Derived, FeeStep, Preview, RegisterQuery, Situation
from modellkommune.blueprint.carrying import Carried, carried
from modellkommune.blueprint.compiling import compile_all
from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.fields.base import Entered, Field, Form, Inputs, Reading
from modellkommune.blueprint.fields.date import moved
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.merging import merged
from modellkommune.blueprint.parameters import values_of
from modellkommune.blueprint.process import Process, process_of
from modellkommune.blueprint.questions import Answers, Progress, Questions, Step
from modellkommune.blueprint.requirements import requirements_of
from modellkommune.blueprint.rules import CompiledRules, Rules
from modellkommune.blueprint.schema.basis import FromParameter
from modellkommune.blueprint.schema.service import DataCategory, LegalBasis, RegisterSpec
from modellkommune.blueprint.sentences import Writer
from modellkommune.blueprint.tables import Table
from modellkommune.blueprint.tariffs import FeeTable, Tariff
from modellkommune.blueprint.vocabulary import vocabulary_of
from modellkommune.blueprint.wording import Text, say


@dataclass(frozen=True, slots=True)
class Retention:
    """How long data of a kind is kept: period "2Y", "6M" or "30D" after `begins`, for machines `starts`."""

    id: str
    period: str
    begins: Text
    basis: Text
    starts: str | None = None

    def last_day(self, start: date) -> date:
        """The last day on which the data may be there."""
        return moved(start, self.period)


class Service:
    """What the rest of the house knows of a blueprint. Immutable; cache it by its two hashes."""

    def __init__(self, blueprint: Blueprint, release: Mapping[str, Any], overlay: Mapping[str, Any]) -> None:
        spec = blueprint.service
        self.blueprint = blueprint
        self.id, self.version = spec.id, spec.version
        self.release_hash, self.overlay_hash = document_hash(release), document_hash(overlay)
        self.languages = tuple(spec.languages)
        self.parameter_specs = {one.id: one for one in spec.parameters}
        self.parameters = values_of(self.parameter_specs, overlay.get("parameters", {}))
        self.vocabulary = vocabulary_of(blueprint)
        self.expressions = compile_all(blueprint, self.vocabulary)
        self.steps = tuple(step_of(step, self.parameters) for step in blueprint.form.steps)
        self.process: Process = process_of(blueprint.process, self.parameters)
        first_kind = self.process.kinds[0].id
        self.questions = Questions(self.steps, self.expressions, self.parameters, first_kind)
        self.fields = self.questions.fields
        labels = {f"parameters.{one.id}": one.labels for one in spec.parameters if one.labels}
        self.writer = Writer(self.fields, self.vocabulary.kinds, self.languages, labels)
        self.tables = {table.id: table for table in tables_of(blueprint, self.fields, self.parameters)}
        compiled = _rules(blueprint, self.tables, self.expressions)
        self.rules = Rules(compiled, self.vocabulary, self.writer, self.parameters)
        self.payment, self.zones = spec.payment, spec.zones
        self.fim = spec.fim or ""
        self.keywords: Mapping[str, list[str]] = spec.keywords
        self.situations = tuple(spec.situations)
        self.trust = {name: self._setting(getattr(spec.trust, name)) for name in ("minimum", "offered")}
        self.legal_basis: tuple[LegalBasis, ...] = tuple(spec.legal_basis)
        self.registers: tuple[RegisterSpec, ...] = tuple(spec.registers)
        self.data_categories: tuple[DataCategory, ...] = tuple(spec.data_categories)
        self.retention = tuple(
            Retention(one.id, self._setting(one.period), one.begins, one.basis, one.starts)
            for one in spec.retention
        )
        self.documents: Mapping[str, str] = blueprint.documents
        self.document_titles = {one.id: one.title for one in spec.documents}

    def _setting(self, value: Any) -> str:
        return str(self.parameters[value.parameter] if isinstance(value, FromParameter) else value)

    def text(self, key: str, language: str) -> str:
        """A sentence of texts/, the municipality's first; raises KeyError for an unknown key."""
        texts = {name: found[key] for name, found in self.blueprint.texts.items() if key in found}
        if not texts:
            raise KeyError(key)
        return say(texts, language)

    def has_text(self, key: str) -> bool:
        """Whether there is a sentence under this key."""
        return any(key in found for found in self.blueprint.texts.values())

    def texts(self, key: str, language: str) -> tuple[str, ...]:
        """The sentences of a list in texts/; empty if there is none."""
        for tongue in (language, language.partition("-")[0], *self.languages):
            here = self.blueprint.texts.get(tongue, {})
            if f"{key}.1" in here:
                return tuple(
                    takewhile(bool, (here.get(f"{key}.{place}", "") for place in range(1, len(here) + 1)))
                )
        return ()

    def requirements(self, language: str) -> tuple[str, ...]:
        """Who may apply here: what the checks ask for, then what texts/ add under `service.who`."""
        found = requirements_of(self.blueprint.rules.checks, self.expressions, self.parameters)
        values = {"parameters": self.parameters}
        of_rules = (say(self.writer.fill(text, values), language) for text in found)
        return (*of_rules, *self.texts("service.who", language))

    def field(self, field_id: str) -> Field:
        """A field by its id; raises KeyError."""
        return self.fields[field_id]

    def step(self, step_id: str) -> Step:
        """A step by its id; raises KeyError."""
        return {step.id: step for step in self.steps}[step_id]

    def asked(self, answers: Answers, known: Known) -> frozenset[str]:
        """The ids of the fields asked now."""
        return frozenset(field.id for field in self.questions.kept(answers, known)[0])

    def kept(self, answers: Answers, known: Known) -> dict[str, Any]:
        """The answers that count: those to fields that are asked (or wanted on request)."""
        return self.questions.kept(answers, known)[1]

    def read(self, step_id: str, form: Form, answers: Answers, known: Known) -> Reading:
        """Read a step as sent; raises KeyError for an unknown step.

        A form value `_fields` lists the fields that stood on the page: a question that only this sending
        brought up is then left open, which is no error.
        """
        return self.questions.read(step_id, form, answers, known)

    def carried(self, answers: Answers, known: Known) -> Carried:
        """Earlier answers as far as the form takes them today, for an application that follows on to them."""
        return carried(self.questions, answers, known)

    def inputs(
        self, field: Field, answers: Answers, entered: Entered, language: str, known: Known | None = None
    ) -> Inputs:
        """What a page needs to render a field; with `known` also what the log-in says."""
        return self.questions.inputs(field, answers, entered, language, known)

    def present(self, field: Field, value: Any, language: str) -> str:
        """An answer as people read it."""
        return self.questions.present(field, value, language)

    def typed(self, answers: Answers, known: Known) -> tuple[str, ...]:
        """The ids of fields answered by hand that a log-in fixes, as none brought what they ask."""
        return self.questions.typed(answers, known)

    def open_questions(self, answers: Answers, known: Known) -> tuple[str, ...]:
        """The ids of the steps that are not complete, in order."""
        return self.progress(answers, known).open

    def progress(self, answers: Answers, known: Known) -> Progress:
        """All of that in one walk through the form: the fields asked, their steps, the incomplete ones."""
        return self.questions.progress(answers, known)

    def queries(self, answers: Answers, known: Known) -> tuple[RegisterQuery, ...]:
        """What is asked of which register for these answers."""
        kept = self.kept(answers, known)
        seen = self.questions.values(kept, known)
        found = []
        for register in self.blueprint.service.registers:
            condition = self.expressions.get(f"register {register.id}")
            if condition is not None and not condition.met(seen):
                continue
            values = {
                name: self.expressions[f"query {register.id}.{name}"].value(seen) for name in register.query
            }
            told = {name: value for name, value in values.items() if value is not None}
            found.append(RegisterQuery(register.id, register.purpose, register.legal_basis, told))
        return tuple(found)

    def assess(self, situation: Situation) -> Assessment:
        """Apply the rules. Answers to fields not asked are left out first."""
        return self.rules.assess(*self._seen(situation))

    def assess_entries(self, situation: Situation) -> Assessment:
        """The same as if no register had been asked and no check that uses one existed.

        Whatever the registers know, this comes to the same: it may be told to whoever typed the entries.
        """
        seen, lacking = self._seen(situation)
        return self.rules.assess(replace(seen, replies={}), lacking, entries_only=True)

    def _seen(self, situation: Situation) -> tuple[Situation, tuple[str, ...]]:
        """The situation with the answers that count, and the evidence that was asked for and is lacking."""
        asked, kept = self.questions.kept(situation.answers, _known(situation))
        wanted = (field for field in asked if field.type == "upload" and not kept.get(field.id))
        lacking = tuple(field.id for field in wanted if not field.optional)
        return _with_answers(situation, kept), lacking

    def preview(self, situation: Situation) -> Preview:
        """Fee and terms as `assess` would state them, without its checks: less than half the work."""
        return self.rules.preview(_with_answers(situation, self.kept(situation.answers, _known(situation))))

    def fee_tables(self, on: date, language: str) -> tuple[FeeTable, ...]:
        """What it costs for applications of a day, one table for each decision table of the fee."""
        return tuple(tariff.shown(on.isoformat(), language) for tariff in self._tariffs)

    def cheapest(self, on: date) -> int | None:
        """The least that has to be paid by the first fee table, in cents, for everybody alike; None: free."""
        amounts = [cents for tariff in self._tariffs[:1] for cents in tariff.amounts(on.isoformat())]
        return min(amounts, default=None)

    def coming_fees(self, on: date, language: str) -> tuple[date, tuple[FeeTable, ...]] | None:
        """The next change of the fees that is known: its day, and the tables that change; None: no such."""
        starts = (tariff.next_edition(on.isoformat()) for tariff in self._tariffs)
        first = min(filter(None, starts), default="")
        if not first:
            return None
        changing = (one for one in self._tariffs if one.next_edition(on.isoformat()) == first)
        return date.fromisoformat(first), tuple(one.shown(first, language) for one in changing)

    def _beside(self, answers: Answers, day: str) -> tuple[FeeStep, ...]:
        on = date.fromisoformat(day)
        situation = Situation(answers, None, {}, self.process.kinds[0].id, on, on)
        return self.rules.beside_tables(situation)

    @property
    def _tariffs(self) -> tuple[Tariff, ...]:
        specs = {spec.id: spec for spec in self.blueprint.rules.tables}
        steps = self.blueprint.rules.fee.steps if self.blueprint.rules.fee else ()
        named = dict.fromkeys((step.table, step.output) for step in steps if step.table and step.output)
        return tuple(
            Tariff(specs[table], self.tables[table], output, self.fields, self._beside)
            for table, output in named
        )

    def explain(self, situation: Situation) -> tuple[Derived, ...]:
        """The facts behind an assessment: each with its value, sentence, rule and what that read."""
        return self.rules.explain(_with_answers(situation, self.kept(situation.answers, _known(situation))))


def _known(situation: Situation) -> Known:
    return Known(situation.identity, None, situation.submitted, kind=situation.kind)


def compile_service(
    release_document: Mapping[str, Any], overlay_document: Mapping[str, Any] | None = None
) -> Service:
    """A service of two documents; no YAML, no folder. About 20 ms: cache it by the two hashes."""
    overlay = overlay_document or {}
    return Service(merged(release_document, overlay), release_document, overlay)


def _with_answers(situation: Situation, answers: Answers) -> Situation:
    return replace(situation, answers=answers)


def _rules(
    blueprint: Blueprint, tables: Mapping[str, Table], expressions: Mapping[str, Expression]
) -> CompiledRules:
    rules = blueprint.rules
    return CompiledRules(
        facts=tuple(rules.facts),
        checks=tuple(rules.checks),
        tables=tuple((spec, tables[spec.id]) for spec in rules.tables),
        fee_steps=tuple(rules.fee.steps) if rules.fee else (),
        reviews=tuple(rules.reviews),
        terms=tuple(rules.terms),
        expressions=expressions,
    )
