"""A small survey of three questions to try the room on, and the shipped one."""

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation

from modellkommune.blueprint import load_overlay, load_release
from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.survey.document import survey_of
from modellkommune.blueprint.survey.folder import Description
from modellkommune.foundation.catalogue.commands import adopt
from modellkommune.foundation.catalogue.commands import publish as publish_release
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import approve, hand_in, open_survey, take_over
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import survey as survey_by_id

AUTHOR, OFFICER, CLERK, OTHER_CLERK = 11, 12, 13, 14
REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / "surveys" / "online-services"


def text(words: str) -> dict[str, str]:
    """The same words in every language."""
    return {"de": words, "en": words}


def choice(name: str, **more: Any) -> dict[str, Any]:
    """A choice."""
    return {"id": name, "label": text(name), **more}


QUESTIONS: list[dict[str, Any]] = [
    {"id": "way", "kind": "single", "label": text("Way?"), "choices": [choice("online"), choice("post")]},
    {
        "id": "used",
        "kind": "multiple",
        "label": text("Used?"),
        "most": 2,
        "choices": [choice("parking"), choice("dogs"), choice("bins"), choice("none", apart=True)],
    },
    {
        "id": "why",
        "kind": "text",
        "label": text("Why?"),
        "hint": text("No names."),
        "longest": 20,
        "shown_if": "answers.way == 'post'",
    },
]


def described(**more: Any) -> Description:
    """A survey's folder as read; `more` replaces parts of it."""
    document = {
        "format": 1,
        "id": "small",
        "version": "1.0.0",
        "languages": ["de", "en"],
        "title": text("Small"),
        "lead": text("Lead"),
        "purpose": text("Purpose"),
        "legal_basis": text("Basis"),
        "minutes": 2,
        "retention": {"answers": "12M", "contacts": "3M"},
        "questions": QUESTIONS,
        **more,
    }
    return Description(document, document_hash(document), survey_of(document))


@pytest.fixture
def environment(database_urls: tuple[str, str]) -> dict[str, str]:
    """The environment of a process that belongs to the installation of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MODELLKOMMUNE_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "modellkommune.settings",
        "DATABASE_URL": database_urls[0],
        "MODELLKOMMUNE_HOME": str(installation.MODELLKOMMUNE_HOME),
        "MODELLKOMMUNE_MASTER_KEY": base64.b64encode(installation.MASTER_KEY).decode(),
        "MODELLKOMMUNE_SECRET_KEY": str(installation.SECRET_KEY),
    }


@pytest.fixture
def town(committed_db: None, two_towns: tuple[str, str]) -> str:
    """The town alpha, with real commits: anonymity is a matter of transactions."""
    return two_towns[0]


@pytest.fixture
def opened(town: str) -> Callable[..., Survey]:
    """Open the small survey: `opened(last_day=..., minutes=3)`."""

    def make(last_day: Any = None, **more: Any) -> Survey:
        survey = take_over(town, described(**more))
        hand_in(town, survey.pk, AUTHOR)
        approve(town, survey.pk, OFFICER)
        open_survey(town, survey.pk, AUTHOR, last_day)
        with municipality(town):
            return survey_by_id(survey.pk)

    return make


@pytest.fixture
def alpha_with_service(committed_db: None, two_towns: tuple[str, str]) -> str:
    """The town alpha, which offers the resident parking permit."""
    release = load_release(REPOSITORY / "blueprints" / "resident-parking")
    publish_release(release)
    overlay = load_overlay(REPOSITORY / "municipalities" / "musterstadt" / "resident-parking.yaml", release)
    adopt("alpha", release, overlay)
    return "alpha"
