"""Reading a survey from its folder: every fault at once, or the document and its hash."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.problems import BlueprintInvalid, Problem
from modellkommune.blueprint.release import dumped
from modellkommune.blueprint.source import read_yaml
from modellkommune.blueprint.survey.checking import check_survey
from modellkommune.blueprint.survey.definition import Survey
from modellkommune.blueprint.survey.document import survey_of
from modellkommune.blueprint.survey.schema import SurveyFile
from modellkommune.blueprint.validation import validated

FILE: Final = "survey.yaml"


@dataclass(frozen=True, slots=True)
class Description:
    """A survey as its folder describes it, before a municipality's services are put in."""

    document: dict[str, Any]
    hash: str
    survey: Survey


def load_survey(folder: Path) -> Description:
    """Read and check a folder. Raises BlueprintInvalid with every problem."""
    found, problems = read_survey(folder)
    if found is None or problems:
        raise BlueprintInvalid(problems)
    return found


def read_survey(folder: Path) -> tuple[Description | None, list[Problem]]:
    """The description, or None where the file has not its form; and all problems."""
    source = read_yaml(folder / FILE)
    file = validated(source, SurveyFile)
    if file is None:
        return None, source.problems
    document = dumped(file)
    survey = survey_of(document)
    problems = [*source.problems, *check_survey(survey, source)]
    if survey.id != folder.resolve().name:
        problems.append(source.problem(("id",), f"{survey.id} is not the name of the folder", "rename one"))
    return Description(document, document_hash(document), survey), problems
