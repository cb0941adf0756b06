"""survey.yaml: what it may hold."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from modellkommune.blueprint.schema.basis import Expression, File, Id, Language, Name, Period, Strict, Text
from modellkommune.blueprint.survey.definition import LONGEST, Channel, Kind

ChoiceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")]
VERSION = r"^\d+\.\d+\.\d+$"


class ChoiceSpec(Strict):
    """One possible answer."""

    id: ChoiceId
    label: Text
    apart: bool = False


class QuestionSpec(Strict):
    """One question. There is no matrix and no ranking: both shut out people who read with a screen reader."""

    id: Id
    kind: Kind
    label: Text
    hint: Text | None = None
    choices: list[ChoiceSpec] = []
    most: Annotated[int, Field(ge=1)] | None = None
    optional: bool = True
    shown_if: Expression | None = None
    longest: Annotated[int, Field(ge=1, le=LONGEST)] | None = None
    catalogue: Literal["services"] | None = None


class RetentionSpec(Strict):
    """How long is kept after the survey is closed."""

    answers: Period
    contacts: Period


class SurveyFile(File):
    """The whole of survey.yaml, and the document of a version."""

    id: Name
    version: Annotated[str, StringConstraints(pattern=VERSION)]
    languages: Annotated[list[Language], Field(min_length=1)]
    title: Text
    lead: Text
    purpose: Text
    legal_basis: Text
    minutes: Annotated[int, Field(ge=1, le=60)]
    # Below three a count says who answered, to everybody who knows two of them.
    smallest_cell: Annotated[int, Field(ge=3, le=100)] = 10
    retention: RetentionSpec
    channels: Annotated[list[Channel], Field(min_length=1)] = ["open", "code", "kiosk", "paper"]
    raffle: Text | None = None
    breakdown: Id | None = None
    questions: Annotated[list[QuestionSpec], Field(min_length=1)]


# Here, not in whichever threads read the first survey.
SurveyFile.model_rebuild(force=True)
