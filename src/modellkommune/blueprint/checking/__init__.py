"""Checking a blueprint: everything that its form alone does not show."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.schema.form import Blueprint
from modellkommune.blueprint.schema.overlay import OverlayFile
from modellkommune.blueprint.source import Source


def check_release(blueprint: Blueprint, document: Mapping[str, Any], sources: Mapping[str, Source]) -> list[Problem]:
    return []


def check_overlay(spec: OverlayFile, document: Mapping[str, Any], release: Mapping[str, Any], source: Source) -> list[Problem]:
    return []
