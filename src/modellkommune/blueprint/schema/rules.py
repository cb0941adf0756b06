"""rules.yaml: facts, checks, decision tables, fee, reviews, terms."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from modellkommune.blueprint.schema.basis import (
    DateText,
    Exact,
    Expression,
    File,
    FromParameter,
    Id,
    MoneyText,
    Name,
    Strict,
    Text,
    Value,
)

FactType = Literal["text", "integer", "number", "boolean", "date", "money", "texts"]
CellType = Literal["integer", "number", "money", "boolean", "choice"]
OutputType = Literal["money", "integer", "number", "boolean", "text"]
Citation = Annotated[str, StringConstraints(min_length=2)]


class FactSpec(Strict):
    """A value derived from others; `value` is an expression, `codes` say what its codes mean."""

    id: Id
    type: FactType
    value: Expression
    title: Text
    unit: str | Text | None = None
    explanation: Text | None = None
    codes: dict[str, Text] = Field(default_factory=dict)


class RequirementSpec(Strict):
    """What a check asks of people, said before anybody applies; `when` reads parameters only."""

    id: Id
    when: Expression | None = None
    text: Text


class CheckSpec(Strict):
    """A condition that must hold; three sentences say how it went.

    Of its requirements the first whose `when` is met stands on the service's page.
    """

    id: Id
    title: Text
    uses: Name | None = None
    when: Expression | None = None
    passes: Expression
    passed: Text
    failed: Text
    open: Text
    basis: Citation | None = None
    evidence: list[Id] = Field(default_factory=list)
    requirements: list[RequirementSpec] = Field(default_factory=list)


class FromField(Strict):
    """The domain is what a choice field offers: {field: months}."""

    field: Id


Domain = Annotated[FromField | FromParameter | Exact | list[Exact], Field(union_mode="left_to_right")]


class TableInput(Strict):
    """A column that decides: an expression, its type, unit and domain."""

    id: Id
    value: Expression
    type: CellType
    title: Text
    unit: str | Text | None = None
    domain: Domain | None = None


class TableOutput(Strict):
    """A column that results."""

    id: Id
    type: OutputType
    title: Text


class Rate(Strict):
    """rate x input / per, for example 30.00 EUR a square metre of an area in mm²."""

    rate: MoneyText
    of: Id
    per: Annotated[int, Field(gt=0)] = 1


class Share(Strict):
    """input / per, for example months / 12."""

    of: Id
    per: Annotated[int, Field(gt=0)]


def _positive(value: object) -> object:
    if str(value) in ("0", "0.00"):
        raise ValueError("rounding to 0.00 is not possible")
    return value


class Amount(Strict):
    """A calculated amount: (base + sum of rates) x share, rounded once at the end."""

    base: MoneyText = "0.00"
    plus: list[Rate] = Field(default_factory=list)
    share: Share | None = None
    round: Annotated[MoneyText, BeforeValidator(_positive)] = "0.01"
    rounding: Literal["half_up", "up", "down"] = "half_up"


class TableRow(Strict):
    """One row: conditions by input, results by output, since when it holds."""

    id: Id
    title: Text | None = None
    when: dict[Id, Value] = Field(default_factory=dict)
    then: dict[Id, Annotated[Amount | Exact, Field(union_mode="left_to_right")]]
    valid_from: DateText | None = None
    source: Citation | None = None


class TableSpec(Strict):
    """A decision table."""

    id: Id
    title: Text
    hit: Literal["unique", "first"] = "unique"
    overridable: bool = False
    dated_by: Expression | None = None
    inputs: list[TableInput]
    outputs: Annotated[list[TableOutput], Field(min_length=1)]
    rows: Annotated[list[TableRow], Field(min_length=1)]


class FeeStepSpec(Strict):
    """One line of the fee: from a table or an expression in cents."""

    id: Id
    text: Text
    when: Expression | None = None
    table: Id | None = None
    output: Id | None = None
    amount: Expression | None = None


class FeeSpec(Strict):
    """The fee: the sum of its steps, never below zero."""

    steps: Annotated[list[FeeStepSpec], Field(min_length=1)]


class ReviewSpec(Strict):
    """Why a person must look, beside checks that did not pass.

    `office` is what the office reads instead of `reason`, where the applicant must not be told all of it.
    """

    id: Id
    when: Expression
    reason: Text
    office: Text | None = None


class RulesFile(File):
    """The whole of rules.yaml."""

    facts: list[FactSpec] = Field(default_factory=list)
    checks: list[CheckSpec] = Field(default_factory=list)
    tables: list[TableSpec] = Field(default_factory=list)
    fee: FeeSpec | None = None
    reviews: list[ReviewSpec] = Field(default_factory=list)
    terms: dict[Id, Expression] = Field(default_factory=dict)
