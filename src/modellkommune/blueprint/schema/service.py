"""service.yaml: what the service is, which registers and parameters it has, what it keeps and issues."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from modellkommune.blueprint.schema.basis import (
    Expression,
    File,
    FromParameter,
    Id,
    Language,
    Name,
    Period,
    Strict,
    Text,
    Value,
)

Trust = Literal["none", "low", "substantial", "high"]
ReplyType = Literal["text", "integer", "number", "boolean", "date", "address", "texts"]
RetentionStart = Literal["draft_change", "decision", "permit_end", "payment_year"]
ParameterType = Literal["integer", "number", "money", "boolean", "text", "date", "choice", "list"]


class TrustLevels(Strict):
    """Which log-in the service needs at least and which it offers (eIDAS levels)."""

    minimum: Trust | FromParameter = "none"
    offered: Trust | FromParameter = "substantial"


class LegalBasis(Strict):
    """One provision the service rests on."""

    id: Id
    citation: Annotated[str, StringConstraints(min_length=3)]
    title: Text
    note: Text | None = None


class RegisterSpec(Strict):
    """A register asked for this service: why, on what basis, with what, and what it may tell.

    `titles` say what is sent and told is called, `codes` what the codes of a reply mean.
    """

    id: Name
    title: Text | None = None
    purpose: Text
    legal_basis: Text
    when: Expression | None = None
    query: dict[Id, Expression]
    reply: dict[Id, ReplyType]
    titles: dict[Id, Text] = Field(default_factory=dict)
    codes: dict[Id, dict[str, Text]] = Field(default_factory=dict)


class ParameterSpec(Strict):
    """What a municipality decides: type, unit, bounds, default, and a note where the law matters.

    `pattern`: the form of a text that is not empty; `pattern_hint` says it in words. `labels`: what the
    options are called where people read the value. `reserved`: why nothing reads it yet, or only for kinds of
    application that are not offered yet.
    """

    id: Id
    type: ParameterType
    title: Text
    of: Literal["text", "integer"] = "text"
    options: list[int | str] | None = None
    labels: dict[str, Text] = Field(default_factory=dict)
    default: Value | None = None
    required: bool = False
    min: Value | None = None
    max: Value | None = None
    unit: str | Text | None = None
    note: Text | None = None
    reserved: Text | None = None
    needs: dict[str, list[Id]] = Field(default_factory=dict)
    must_acknowledge: Text | None = None
    pattern: str | None = None
    pattern_hint: Text | None = None


class DataCategory(Strict):
    """Personal data of one kind (Art. 13, 30 GDPR): purpose, fields, recipients, how long."""

    id: Id
    title: Text
    purpose: Text
    fields: list[Id]
    recipients: Text | None = None
    retention: Id


class RetentionSpec(Strict):
    """How long data is kept: period (2Y, 6M, 30D) after what, on which basis.

    `begins` says it to people, `starts` to the machine; without it the latest of all events counts.
    """

    id: Id
    period: Period | FromParameter
    begins: Text
    starts: RetentionStart | None = None
    basis: Text


class DocumentSpec(Strict):
    """A document the service issues; its template lies in documents/."""

    id: Id
    template: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+\.typ$")]
    title: Text


class ServiceFile(File):
    """The whole of service.yaml. `zones`: whether it depends on the zone in which somebody lives."""

    id: Name
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    languages: Annotated[list[Language], Field(min_length=1)]
    fim: Annotated[str, StringConstraints(pattern=r"^\d{14}$")] | None = None
    keywords: dict[Language, list[str]] = Field(default_factory=dict)
    situations: list[Name] = Field(default_factory=list)
    trust: TrustLevels = TrustLevels()
    legal_basis: list[LegalBasis]
    registers: list[RegisterSpec] = Field(default_factory=list)
    payment: bool = False
    zones: bool = False
    parameters: list[ParameterSpec] = Field(default_factory=list)
    acknowledged: dict[Id, str] = Field(default_factory=dict)
    data_categories: list[DataCategory]
    retention: list[RetentionSpec]
    documents: list[DocumentSpec] = Field(default_factory=list)
