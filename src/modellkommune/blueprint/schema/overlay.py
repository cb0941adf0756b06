"""What a municipality sets: parameters, texts, tariffs; and examples (of both)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from modellkommune.blueprint.schema.basis import DateText, File, Id, Language, MoneyText, Name, Strict, Value
from modellkommune.blueprint.schema.rules import Domain, TableRow

Result = Literal["passed", "failed", "open"]


LocalText = Annotated[str, StringConstraints(min_length=1)] | list[str]


class TableChange(Strict):
    """Rows and domains that replace those of the blueprint."""

    domains: dict[Id, Domain] = Field(default_factory=dict)
    rows: Annotated[list[TableRow], Field(min_length=1)] | None = None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(value) if type(value).__name__ == "Decimal" else value


class Expected(Strict):
    """What an example expects; what is not named is not compared."""

    proposal: Literal["grant", "review"] | None = None
    findings: dict[Id, Result | None] | None = None
    fee: MoneyText | None = None
    fee_unknown: bool | None = None
    fee_steps: dict[Id, MoneyText] | None = None
    facts: Annotated[dict[Id, Any], BeforeValidator(_plain)] | None = None
    terms: Annotated[dict[Id, Any], BeforeValidator(_plain)] | None = None
    reasons: list[str] | None = None
    evidence: list[Id] | None = None
    asked: list[Id] | None = None
    not_asked: list[Id] | None = None


class ExampleFile(File):
    """A person whose case proves the rules."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=3)]
    kind: Id | None = None
    submitted: DateText
    today: DateText | None = None
    identity: Annotated[dict[Id, Any], BeforeValidator(_plain)] | None = None
    answers: Annotated[dict[Id, Any], BeforeValidator(_plain)]
    replies: Annotated[dict[Name, dict[str, Any] | None], BeforeValidator(_plain)] = Field(
        default_factory=dict
    )
    parameters: dict[Id, Value] = Field(default_factory=dict)
    expect: Expected


class OverlayFile(File):
    """The whole of municipalities/<municipality>/<service>.yaml."""

    service: Name
    release: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    parameters: dict[Id, Value] = Field(default_factory=dict)
    acknowledged: dict[Id, Annotated[str, StringConstraints(min_length=3)]] = Field(default_factory=dict)
    texts: dict[Language, dict[str, LocalText]] = Field(default_factory=dict)
    tables: dict[Id, TableChange] = Field(default_factory=dict)
    examples: dict[Id, Expected | Literal["skip"]] = Field(default_factory=dict)
