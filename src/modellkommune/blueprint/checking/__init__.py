"""Checking a blueprint and an overlay: everything that the form of the files alone does not show."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.checking.desk import Desk
from modellkommune.blueprint.checking.effects import check_effects
from modellkommune.blueprint.checking.examples import check_examples
from modellkommune.blueprint.checking.expressions import check_expressions
from modellkommune.blueprint.checking.overlays import check_overlay
from modellkommune.blueprint.checking.parameters import check_defaults
from modellkommune.blueprint.checking.references import check_references
from modellkommune.blueprint.checking.tables import check_tables
from modellkommune.blueprint.checking.texts import check_texts
from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.source import Source
from modellkommune.blueprint.vocabulary import vocabulary_of


def check_release(blueprint: Blueprint, document: Mapping[str, Any], sources: Mapping[str, Source]) -> Desk:
    """Check a release whose files have their form; its problems and notes lie on the desk returned."""
    desk = Desk(blueprint, document, sources)
    unique = check_references(desk)
    parameters = check_defaults(desk)
    check_tables(desk, parameters)
    if unique:
        vocabulary = vocabulary_of(blueprint)
        compiled = check_expressions(desk, vocabulary)
        check_texts(desk, vocabulary)
        check_effects(desk, compiled)
    return desk


__all__ = ["Desk", "check_examples", "check_overlay", "check_release"]
