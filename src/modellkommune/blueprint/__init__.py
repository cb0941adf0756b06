"""The language in which a service is described: reading, checking, compiling, asking, assessing. Pure."""

from modellkommune.blueprint.assessment import (
    Assessment,
    Derived,
    Fee,
    FeeStep,
    Finding,
    Preview,
    Reason,
    RegisterQuery,
    Situation,
    plain,
)
from modellkommune.blueprint.fields.base import Choice, Field, FieldError, Input, Inputs, Option, Reading
from modellkommune.blueprint.known import SOME_PLATE, Known, PlaceBook, PlaceMatch
from modellkommune.blueprint.overlay import Overlay, load_overlay
from modellkommune.blueprint.problems import BlueprintInvalid, Problem
from modellkommune.blueprint.process import ApplicationKind, Process, Reminder, Window
from modellkommune.blueprint.questions import Progress, Step
from modellkommune.blueprint.release import Release, load_release
from modellkommune.blueprint.service import Retention, Service, compile_service
from modellkommune.blueprint.tariffs import FeeTable

__all__ = [
    "SOME_PLATE",
    "ApplicationKind",
    "Assessment",
    "BlueprintInvalid",
    "Choice",
    "Derived",
    "Fee",
    "FeeStep",
    "FeeTable",
    "Field",
    "FieldError",
    "Finding",
    "Input",
    "Inputs",
    "Known",
    "Option",
    "Overlay",
    "PlaceBook",
    "PlaceMatch",
    "Preview",
    "Problem",
    "Process",
    "Progress",
    "Reading",
    "Reason",
    "RegisterQuery",
    "Release",
    "Reminder",
    "Retention",
    "Service",
    "Situation",
    "Step",
    "Window",
    "compile_service",
    "load_overlay",
    "load_release",
    "plain",
]
