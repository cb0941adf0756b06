"""The rules of a compiled service, applied to one situation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.assessment import (
    GAPS,
    OF_ANSWERS,
    Assessment,
    Derived,
    Fee,
    FeeStep,
    Finding,
    GuardedReason,
    Preview,
    Reason,
    Result,
    Situation,
)
from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.schema.rules import CheckSpec, FactSpec, FeeStepSpec, ReviewSpec, TableSpec
from modellkommune.blueprint.sentences import Writer
from modellkommune.blueprint.shapes import plain_scalar, value_at
from modellkommune.blueprint.tables import Hit, Table
from modellkommune.blueprint.vocabulary import Vocabulary, register_key
from modellkommune.blueprint.wording import Text

_NO_FEE: Text = {
    "de": "Die Gebühr ließ sich nicht von selbst berechnen.",
    "en": "The fee could not be calculated automatically.",
}
_NO_TERMS: Text = {
    "de": "Für das Dokument fehlt noch eine Angabe.",
    "en": "Something the document needs is still missing.",
}


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """Everything in rules.yaml, compiled. `expressions`: "check lives_here" -> expression, ..."""

    facts: tuple[FactSpec, ...]
    checks: tuple[CheckSpec, ...]
    tables: tuple[tuple[TableSpec, Table], ...]
    fee_steps: tuple[FeeStepSpec, ...]
    reviews: tuple[ReviewSpec, ...]
    terms: tuple[str, ...]
    expressions: Mapping[str, Expression]


class Sight:
    """All values one application shows, to expressions and to sentences."""

    def __init__(self, vocabulary: Vocabulary, situation: Situation, parameters: Mapping[str, Any]) -> None:
        self.replies = {
            register_key(name): dict(reply)
            for name, reply in situation.replies.items()
            if reply is not None and register_key(name) in vocabulary.registers
        }
        self.facts: dict[str, Any] = {}
        self.tables: dict[str, Any] = {}
        self.values: dict[str, Any] = {
            "answers": dict(situation.answers),
            "identity": dict(situation.identity or {}),
            "parameters": parameters,
            "dates": {"today": situation.today.isoformat(), "submission": situation.submitted.isoformat()},
            "kind": situation.kind,
            "registers": self.replies,
            "facts": self.facts,
            "tables": self.tables,
        }

    def with_register(self, key: str) -> dict[str, Any]:
        """The values a check that uses a register sees."""
        return {**self.values, "register": self.replies.get(key, {})} if key else self.values

    def looked_at(self, expression: Expression, register: str = "") -> dict[str, Any]:
        """The values an expression reads, by path."""
        values = {}
        for read in expression.reads:
            path = ("registers", register, *read.path[1:]) if read.path[0] == "register" else read.path
            values[".".join(path)] = value_at(self.values, path)
        return values


class Rules:
    """Applies compiled rules; needs no database and no clock."""

    def __init__(
        self, compiled: CompiledRules, vocabulary: Vocabulary, writer: Writer, parameters: Mapping[str, Any]
    ) -> None:
        self._rules, self._vocabulary, self._writer = compiled, vocabulary, writer
        self._parameters = parameters
        self._sentences = {
            (check.id, result): _named_register(getattr(check, result), register_key(check.uses or ""))
            for check in compiled.checks
            for result in ("passed", "failed", "open")
        }

    def assess(
        self, situation: Situation, wanted: tuple[str, ...], *, entries_only: bool = False
    ) -> Assessment:
        """Facts, tables, checks, fee, reviews, terms, in this order. `wanted`: evidence asked and lacking.

        `entries_only`: no check that uses a register is made, and what the rules cannot state is no reason.
        """
        sight, hits = self._decided(situation)
        found = self._findings(sight)
        findings = tuple(one for one in found if not entries_only or one.source == OF_ANSWERS)
        fee, terms = self._fee(sight, hits), self._terms(sight)
        reasons = tuple(self._reasons(sight, findings, fee, terms))
        if entries_only:
            reasons = tuple(reason for reason in reasons if reason.id not in GAPS)
        return Assessment(
            facts=dict(sight.facts),
            findings=findings,
            fee=fee,
            proposal="review" if reasons else "grant",
            reasons=tuple(reason.sentence for reason in reasons),
            terms=terms,
            evidence=self._evidence(findings, situation, wanted),
            explained=reasons,
        )

    def preview(self, situation: Situation) -> Preview:
        """Fee and terms alone: no check is made, no reason looked for."""
        sight, hits = self._decided(situation)
        return Preview(self._fee(sight, hits), self._terms(sight))

    def beside_tables(self, situation: Situation) -> tuple[FeeStep, ...]:
        """The fee steps with an amount of their own that this situation brings, such as a rebate."""
        sight, hits = self._decided(situation)
        specs = (spec for spec in self._rules.fee_steps if spec.amount is not None)
        met = (spec for spec in specs if self._has_step(spec, sight))
        return tuple(step for spec in met if (step := self._fee_step(spec, sight, hits)) is not None)

    def _has_step(self, spec: FeeStepSpec, sight: Sight) -> bool:
        return spec.when is None or self._expression(f"fee {spec.id} when").met(sight.values)

    def _decided(self, situation: Situation) -> tuple[Sight, dict[str, Hit | None]]:
        sight = Sight(self._vocabulary, situation, self._parameters)
        self._derive(sight)
        hits = {table.id: self._decide(spec, table, sight) for spec, table in self._rules.tables}
        sight.tables.update({name: {**hit.outputs, "row": hit.row.id} for name, hit in hits.items() if hit})
        return sight, hits

    def _terms(self, sight: Sight) -> dict[str, Any]:
        return {name: self._expression(f"term {name}").value(sight.values) for name in self._rules.terms}

    def _expression(self, name: str) -> Expression:
        return self._rules.expressions[name]

    def explain(self, situation: Situation) -> tuple[Derived, ...]:
        """Each fact with what it was derived from, ready to be read."""
        sight = Sight(self._vocabulary, situation, self._parameters)
        self._derive(sight)
        return tuple(self._derived(fact, sight) for fact in self._rules.facts)

    def _derive(self, sight: Sight) -> None:
        for fact in self._rules.facts:
            value = self._expression(f"fact {fact.id}").value(sight.values)
            sight.facts[fact.id] = value if fact.type == "texts" else plain_scalar(value, fact.type)

    def _derived(self, fact: FactSpec, sight: Sight) -> Derived:
        value, fill = sight.facts[fact.id], self._writer.fill
        shown = fill(dict.fromkeys(self._writer.languages, f"{{facts.{fact.id}}}"), sight.values)
        sentence = fill(fact.explanation, sight.values) if fact.explanation and value is not None else {}
        values = sight.looked_at(self._expression(f"fact {fact.id}"))
        return Derived(fact.id, fact.title, value, shown, sentence, fact.value, values)

    def _decide(self, spec: TableSpec, table: Table, sight: Sight) -> Hit | None:
        seen = sight.values
        inputs = {
            column.id: self._expression(f"input {spec.id}.{column.id}").value(seen) for column in spec.inputs
        }
        day = (
            self._expression(f"dated {spec.id}").value(seen)
            if spec.dated_by
            else sight.values["dates"]["submission"]
        )
        return table.decide(inputs, day) if day is not None else None

    def _findings(self, sight: Sight) -> Iterator[Finding]:
        for check in self._rules.checks:
            key = register_key(check.uses or "")
            seen = sight.with_register(key)
            if check.when is None or self._expression(f"check {check.id} when").met(seen):
                yield self._finding(check, key, sight, seen)

    def _finding(self, check: CheckSpec, key: str, sight: Sight, seen: Any) -> Finding:
        expression = self._expression(f"check {check.id}")
        silent = bool(check.uses) and key not in sight.replies
        value = None if silent else expression.value(seen)
        result: Result = "open" if value is None else "passed" if value else "failed"
        return Finding(
            id=check.id,
            title=check.title,
            result=result,
            sentence=self._writer.fill(self._sentences[check.id, result], sight.values),
            rule=check.passes,
            values=sight.looked_at(expression, key),
            source=check.uses or OF_ANSWERS,
            basis=check.basis or "",
        )

    def _fee(self, sight: Sight, hits: Mapping[str, Hit | None]) -> Fee | None:
        steps = []
        for spec in self._rules.fee_steps:
            if not self._has_step(spec, sight):
                continue
            step = self._fee_step(spec, sight, hits)
            if step is None:
                return None
            steps.append(step)
        return Fee(max(0, sum(step.cents for step in steps)), tuple(steps)) if self._rules.fee_steps else None

    def _fee_step(self, spec: FeeStepSpec, sight: Sight, hits: Mapping[str, Hit | None]) -> FeeStep | None:
        if spec.amount is not None:
            expression = self._expression(f"fee {spec.id}")
            cents = expression.value(sight.values)
            found = (spec.amount, sight.looked_at(expression), "", sight.values)
        else:
            hit = hits.get(spec.table or "")
            if hit is None:
                return None
            cents = hit.outputs.get(spec.output or "")
            inputs = {name: value for name, value in hit.inputs.items() if value is not None}
            found = (
                f"{spec.table}/{hit.row.id}",
                inputs,
                hit.row.source,
                {**sight.values, "row": hit.row.title},
            )
        if cents is None:
            return None
        rule, values, source, plain = found
        return FeeStep(spec.id, self._writer.fill(spec.text, plain), int(cents), rule, dict(values), source)

    def _reasons(
        self, sight: Sight, findings: tuple[Finding, ...], fee: Fee | None, terms: Mapping[str, Any]
    ) -> Iterator[Reason]:
        for finding in findings:
            if finding.result != "passed":
                yield Reason(finding.id, finding.sentence, finding.rule, finding.values)
        for review in self._rules.reviews:
            expression = self._expression(f"review {review.id}")
            if expression.met(sight.values):
                yield self._reason(review, sight, sight.looked_at(expression))
        if self._rules.fee_steps and fee is None:
            yield Reason("fee", self._writer.fill(_NO_FEE, sight.values), "fee", {})
        lacking = [name for name, value in terms.items() if value is None]
        if lacking:
            yield Reason("terms", self._writer.fill(_NO_TERMS, sight.values), "terms", dict.fromkeys(lacking))

    def _reason(self, review: ReviewSpec, sight: Sight, values: dict[str, Any]) -> Reason:
        sentence = self._writer.fill(review.reason, sight.values)
        if review.office is None:
            return Reason(review.id, sentence, review.when, values)
        office = self._writer.fill(review.office, sight.values)
        return GuardedReason(review.id, sentence, review.when, values, office)

    def _evidence(
        self, findings: tuple[Finding, ...], situation: Situation, wanted: tuple[str, ...]
    ) -> tuple[str, ...]:
        doubtful = {finding.id for finding in findings if finding.result != "passed"}
        named = (name for check in self._rules.checks if check.id in doubtful for name in check.evidence)
        return tuple(dict.fromkeys([*wanted, *(name for name in named if not situation.answers.get(name))]))


def _named_register(sentence: Text, key: str) -> Text:
    """`{register.x}` is written `{registers.<the register>.x}`, so that type and unit are known."""
    return {
        language: text.replace("{register.", f"{{registers.{key}.") for language, text in sentence.items()
    }
