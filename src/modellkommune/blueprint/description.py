"""form.yaml: steps and fields; and the whole document of a release."""

from typing import Annotated

from pydantic import Field

from modellkommune.blueprint.fields import AnySpec
from modellkommune.blueprint.schema.basis import Expression, File, Id, Language, Strict, Text
from modellkommune.blueprint.schema.process import ProcessFile
from modellkommune.blueprint.schema.rules import RulesFile
from modellkommune.blueprint.schema.service import ServiceFile


class StepSpec(Strict):
    """One page of questions."""

    id: Id
    title: Text
    lead: Text | None = None
    when: Expression | None = None
    fields: Annotated[list[AnySpec], Field(min_length=1)]


class FormFile(File):
    """The whole of form.yaml."""

    steps: Annotated[list[StepSpec], Field(min_length=1)]


class Blueprint(File):
    """A whole release: what its hash is taken of."""

    service: ServiceFile
    form: FormFile
    rules: RulesFile
    process: ProcessFile
    texts: dict[Language, dict[str, str]]
    documents: dict[str, str]


# Here, not in whichever threads read the first releases.
Blueprint.model_rebuild(force=True)
