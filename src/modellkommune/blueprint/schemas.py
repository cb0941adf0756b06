"""JSON Schema: of the answers (API, FIT-Connect), and of the YAML files (for editors)."""

from typing import Any

from pydantic import BaseModel

from modellkommune.blueprint.description import FormFile
from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.questions import needed
from modellkommune.blueprint.schema.overlay import ExampleFile, OverlayFile
from modellkommune.blueprint.schema.process import ProcessFile
from modellkommune.blueprint.schema.rules import RulesFile
from modellkommune.blueprint.schema.service import ServiceFile
from modellkommune.blueprint.service import Service
from modellkommune.blueprint.wording import say

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EDITOR: dict[str, type[BaseModel]] = {
    "service": ServiceFile,
    "form": FormFile,
    "rules": RulesFile,
    "process": ProcessFile,
    "example": ExampleFile,
    "overlay": OverlayFile,
}


def answers_schema(service: Service) -> dict[str, Any]:
    """The schema of an application's answers. Questions with a condition are never required here."""
    conditional = {
        field.id for step in service.blueprint.form.steps for field in step.fields if step.when or field.when
    }
    fields = [field for field in service.fields.values() if KINDS[field.type].has_answer]
    required = [field.id for field in fields if needed(field) and field.id not in conditional]
    return {
        "$schema": DIALECT,
        "title": f"{service.id} {service.version}",
        "$comment": f"release {service.release_hash}",
        "type": "object",
        "properties": {
            field.id: {"title": say(field.label, "de"), **KINDS[field.type].json_schema(field)}
            for field in fields
        },
        "required": sorted(required),
        "additionalProperties": False,
    }


def editor_schemas() -> dict[str, dict[str, Any]]:
    """One schema for each kind of YAML file: "service" -> schema of service.yaml, ..."""
    return {
        name: {"$schema": DIALECT, **model.model_json_schema(by_alias=True)} for name, model in EDITOR.items()
    }
