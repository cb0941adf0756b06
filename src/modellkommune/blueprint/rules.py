"""The rules of a compiled service, applied to one situation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.assessment import (
    Assessment,
    Derived,
    Fee,
    FeeStep,
    Finding,
    Reason,
    Result,
    Situation,
)
from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.schema.rules import CheckSpec, FactSpec, FeeStepSpec, ReviewSpec, TableSpec
from modellkommune.blueprint.sentences import Writer, value_at
from modellkommune.blueprint.shapes import plain_scalar
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
    """All values one application shows: as messages for expressions, as plain values for sentences."""

    def __init__(self, vocabulary: Vocabulary, situation: Situation, parameters: Any, plain: Mapping[str, Any]) -> None:
        build = vocabulary.shapes.build
        self.vocabulary = vocabulary
        self.replies = {
            register_key(name): reply
            for name, reply in situation.replies.items()
            if reply is not None and register_key(name) in vocabulary.registers
        }
        dates = {"today": situation.today.isoformat(), "submission": situation.submitted.isoformat()}
        self.facts: dict[str, Any] = {}
        self.tables: dict[str, Any] = {}
        self.messages: dict[str, Any] = {
            "answers": build("answers", situation.answers),
            "identity": build("identity", situation.identity or {}),
            "parameters": parameters,
            "dates": build("dates", dates),
            "kind": situation.kind,
            "registers": build("registers", self.replies),
            "facts": build("facts", {}),
        }
        self.plain: dict[str, Any] = {
            "answers": situation.answers,
            "identity": situation.identity or {},
            "parameters": plain,
            "dates": dates,
            "kind": situation.kind,
            "registers": self.replies,
            "facts": self.facts,
            "tables": self.tables,
        }
        self._known: Any = None

    def derived(self, fact: FactSpec, value: Any) -> None:
        """A fact is known now."""
        self.facts[fact.id] = value
        self.messages["facts"] = self.vocabulary.shapes.build("facts", self.facts)
        self._known = None

    def for_facts(self) -> Any:
        """The situation for facts and inputs of tables."""
        if self._known is None:
            self._known = self.vocabulary.facts.situation(self.messages)
        return self._known

    def decided(self, hits: Mapping[str, Hit | None]) -> None:
        """The tables are known now."""
        self.tables.update({name: {**hit.outputs, "row": hit.row.id} for name, hit in hits.items() if hit})
        self.messages["tables"] = self.vocabulary.shapes.build("tables", self.tables)

    def for_rules(self) -> Any:
        """The situation for fee, reviews, terms, and checks without register."""
        return self.vocabulary.rules.situation(self.messages)

    def for_check(self, key: str) -> Any:
        """The situation for checks that use a register."""
        reply = self.vocabulary.shapes.build(self.vocabulary.registers[key], self.replies.get(key) or {})
        return self.vocabulary.checks[key].situation({**self.messages, "register": reply})

    def looked_at(self, expression: Expression, register: str = "") -> dict[str, Any]:
        """The values an expression reads, by path."""
        values = {}
        for read in expression.reads:
            path = ("registers", register, *read.path[1:]) if read.path[0] == "register" else read.path
            values[".".join(path)] = value_at(self.plain, path)
        return values


class Rules:
    """Applies compiled rules; needs no database and no clock."""

    def __init__(
        self, compiled: CompiledRules, vocabulary: Vocabulary, writer: Writer, parameters: Mapping[str, Any]
    ) -> None:
        self._rules, self._vocabulary, self._writer = compiled, vocabulary, writer
        self._plain = parameters
        self._parameters = vocabulary.shapes.build("parameters", parameters)

    def assess(self, situation: Situation, wanted: tuple[str, ...]) -> Assessment:
        """Facts, tables, checks, fee, reviews, terms, in this order. `wanted`: evidence asked and lacking."""
        sight = Sight(self._vocabulary, situation, self._parameters, self._plain)
        derived = tuple(self._derive(fact, sight) for fact in self._rules.facts)
        hits = {table.id: self._decide(spec, table, sight) for spec, table in self._rules.tables}
        sight.decided(hits)
        rules = sight.for_rules()
        findings = tuple(self._findings(sight, rules))
        fee = self._fee(sight, rules, hits)
        terms = {name: self._expression(f"term {name}").value(rules) for name in self._rules.terms}
        reasons = tuple(self._reasons(sight, rules, findings, fee, terms))
        return Assessment(
            facts=dict(sight.facts),
            findings=findings,
            fee=fee,
            proposal="review" if reasons else "grant",
            reasons=tuple(reason.sentence for reason in reasons),
            terms=terms,
            evidence=self._evidence(findings, situation, wanted),
            explained=reasons,
            derived=derived,
        )

    def _expression(self, name: str) -> Expression:
        return self._rules.expressions[name]

    def _derive(self, fact: FactSpec, sight: Sight) -> Derived:
        expression = self._expression(f"fact {fact.id}")
        value = expression.value(sight.for_facts())
        if fact.type not in ("texts",):
            value = plain_scalar(value, fact.type)
        sight.derived(fact, value)
        fill = self._writer.fill
        shown = fill(dict.fromkeys(self._writer.languages, f"{{facts.{fact.id}}}"), sight.plain)
        sentence = fill(fact.explanation, sight.plain) if fact.explanation and value is not None else {}
        return Derived(fact.id, fact.title, value, shown, sentence, fact.value, sight.looked_at(expression))

    def _decide(self, spec: TableSpec, table: Table, sight: Sight) -> Hit | None:
        known = sight.for_facts()
        inputs = {
            column.id: self._expression(f"input {spec.id}.{column.id}").value(known) for column in spec.inputs
        }
        day = self._expression(f"dated {spec.id}").value(known) if spec.dated_by else sight.plain["dates"]["submission"]
        return table.decide(inputs, day) if day is not None else None

    def _findings(self, sight: Sight, rules: Any) -> Iterator[Finding]:
        for check in self._rules.checks:
            key = register_key(check.uses or "")
            seen = sight.for_check(key) if check.uses else rules
            if check.when is None or self._expression(f"check {check.id} when").met(seen):
                yield self._finding(check, key, sight, seen)

    def _finding(self, check: CheckSpec, key: str, sight: Sight, seen: Any) -> Finding:
        expression = self._expression(f"check {check.id}")
        silent = bool(check.uses) and key not in sight.replies
        value = None if silent else expression.value(seen)
        result: Result = "open" if value is None else "passed" if value else "failed"
        sentence: Text = getattr(check, result)
        values = {**sight.plain, "register": sight.replies.get(key, {})}
        return Finding(
            id=check.id,
            title=check.title,
            result=result,
            sentence=self._writer.fill(_named_register(sentence, key), values),
            rule=check.passes,
            values=sight.looked_at(expression, key),
            source=check.uses or "answers",
            basis=check.basis or "",
        )

    def _fee(self, sight: Sight, rules: Any, hits: Mapping[str, Hit | None]) -> Fee | None:
        steps = []
        for spec in self._rules.fee_steps:
            if spec.when is not None and not self._expression(f"fee {spec.id} when").met(rules):
                continue
            step = self._fee_step(spec, sight, rules, hits)
            if step is None:
                return None
            steps.append(step)
        return Fee(max(0, sum(step.cents for step in steps)), tuple(steps)) if self._rules.fee_steps else None

    def _fee_step(self, spec: FeeStepSpec, sight: Sight, rules: Any, hits: Mapping[str, Hit | None]) -> FeeStep | None:
        if spec.amount is not None:
            expression = self._expression(f"fee {spec.id}")
            cents = expression.value(rules)
            found = (spec.amount, sight.looked_at(expression), "", sight.plain)
        else:
            hit = hits.get(spec.table or "")
            if hit is None:
                return None
            cents = hit.outputs.get(spec.output or "")
            inputs = {name: value for name, value in hit.inputs.items() if value is not None}
            found = (f"{spec.table}/{hit.row.id}", inputs, hit.row.source, {**sight.plain, "row": hit.row.title})
        if cents is None:
            return None
        rule, values, source, plain = found
        return FeeStep(spec.id, self._writer.fill(spec.text, plain), int(cents), rule, dict(values), source)

    def _reasons(
        self, sight: Sight, rules: Any, findings: tuple[Finding, ...], fee: Fee | None, terms: Mapping[str, Any]
    ) -> Iterator[Reason]:
        for finding in findings:
            if finding.result != "passed":
                yield Reason(finding.id, finding.sentence, finding.rule, finding.values)
        for review in self._rules.reviews:
            expression = self._expression(f"review {review.id}")
            if expression.met(rules):
                sentence = self._writer.fill(review.reason, sight.plain)
                yield Reason(review.id, sentence, review.when, sight.looked_at(expression))
        if self._rules.fee_steps and fee is None:
            yield Reason("fee", self._writer.fill(_NO_FEE, sight.plain), "fee", {})
        lacking = [name for name, value in terms.items() if value is None]
        if lacking:
            yield Reason("terms", self._writer.fill(_NO_TERMS, sight.plain), "terms", dict.fromkeys(lacking))

    def _evidence(
        self, findings: tuple[Finding, ...], situation: Situation, wanted: tuple[str, ...]
    ) -> tuple[str, ...]:
        doubtful = {finding.id for finding in findings if finding.result != "passed"}
        named = (name for check in self._rules.checks if check.id in doubtful for name in check.evidence)
        return tuple(dict.fromkeys([*wanted, *(name for name in named if not situation.answers.get(name))]))


def _named_register(sentence: Text, key: str) -> Text:
    """`{register.x}` is written `{registers.<the register>.x}`, so that type and unit are known."""
    return {language: text.replace("{register.", f"{{registers.{key}.") for language, text in sentence.items()}
