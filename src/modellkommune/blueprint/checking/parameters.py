"""Parameters: defaults, values, bounds, needs, legal notes that must be acknowledged."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from modellkommune.blueprint.checking.desk import Desk, Place
from modellkommune.blueprint.parameters import EMPTY, ParameterInvalid, plain_value, unacknowledged
from modellkommune.blueprint.schema.service import ParameterSpec
from modellkommune.blueprint.wording import say

Fault = Callable[[Place, str, str], None]
Specs = Mapping[str, ParameterSpec]


def check_defaults(desk: Desk) -> dict[str, Any]:
    """Check the declarations of a release; returns the default values that can be read."""
    service = desk.blueprint.service
    values: dict[str, Any] = {}
    for at, spec in enumerate(service.parameters):
        place: Place = ("service", "parameters", at)
        values[spec.id] = [] if spec.type == "list" else None
        if spec.required == (spec.default is not None):
            remedy = "write required: true where each municipality must decide, else a default"
            desk.fault(place, "a parameter has either a default or is required", remedy)
        elif spec.default is not None:
            _into(values, spec, (*place, "default"), spec.default, desk.fault)
        if spec.type == "choice" and not spec.options:
            desk.fault(place, "a choice needs options", "add options: [...]")
        _check_options(desk, place, spec)
    specs = {one.id: one for one in service.parameters}
    defaults = {one.id: one.default for one in service.parameters if one.default is not None}
    places = {one.id: at for at, one in enumerate(service.parameters)}
    for name in unacknowledged(specs, defaults, service.acknowledged):
        _must_acknowledge(specs[name], ("service", "parameters", places[name], "default"), desk.fault)
    for name, text in _needed(specs, values):
        desk.fault(
            ("service", "parameters", places[name]), text, f"give {name} a default or choose another value"
        )
    return values


def _check_options(desk: Desk, place: Place, spec: ParameterSpec) -> None:
    options = {str(option) for option in spec.options or ()}
    for option in sorted(set(spec.needs) - options):
        desk.fault((*place, "needs"), f"{option} is no option", "correct it")
    for option in sorted(set(spec.labels) - options):
        desk.fault((*place, "labels"), f"{option} is no option", "correct it")
    for option in sorted(options - set(spec.labels)) if spec.labels else ():
        desk.fault((*place, "labels"), f"option {option} has no label", "all of them are called something")


def check_values(
    specs: Specs, chosen: Mapping[str, Any], acknowledged: Mapping[str, str], fault: Fault
) -> dict[str, Any]:
    """Check what a municipality chose; returns all values that can be read."""
    values: dict[str, Any] = {}
    for name, spec in specs.items():
        values[name] = [] if spec.type == "list" else None
        if name in chosen:
            _into(values, spec, ("parameters", name), chosen[name], fault)
        elif spec.default is not None:
            _into(values, spec, ("parameters",), spec.default, fault)
        elif spec.required:
            fault(("parameters",), f"parameter {name} is not set", f"set it: {say(spec.title, 'de')}")
    for name in sorted(set(chosen) - set(specs)):
        fault(
            ("parameters", name), f"parameter {name} is unknown", f"choose one of {', '.join(sorted(specs))}"
        )
    for name in unacknowledged(specs, chosen, acknowledged):
        _must_acknowledge(specs[name], ("parameters", name), fault)
    for name, text in _needed(specs, values):
        fault(("parameters",), text, f"set {name}, or choose another value")
    return values


def _into(values: dict[str, Any], spec: ParameterSpec, place: Place, value: Any, fault: Fault) -> None:
    try:
        values[spec.id] = plain_value(spec, value)
    except ParameterInvalid as error:
        fault(place, f"parameter {spec.id}: {error}", f"it is of type {spec.type}")


def _must_acknowledge(spec: ParameterSpec, place: Place, fault: Fault) -> None:
    note = say(spec.must_acknowledge or {}, "de")
    remedy = f"write acknowledged: {{{spec.id}: who, when}}, or leave the parameter alone"
    fault(place, f"parameter {spec.id} needs an acknowledgement: {note}", remedy)


def _needed(specs: Specs, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, spec in specs.items():
        for needed in spec.needs.get(str(values.get(name)), ()):
            if needed in specs and values.get(needed) in EMPTY:
                yield needed, f"{name}: {values[name]} needs {needed}"
