"""The data protection officer's list says all that is stored: it is compared with the tables themselves."""

import pytest
from django.apps import apps
from django.db import connections

from modellkommune.pages.wording import LANGUAGES, texts
from modellkommune.participation.surveys.stored import ALWAYS, PEOPLE, STAFF, Stored, kept_of

EVERY = (*PEOPLE, *STAFF)


def test_every_table_of_the_room_is_on_the_list() -> None:
    assert {one.model for one in EVERY} == set(apps.get_app_config("surveys").get_models())


@pytest.mark.parametrize("stored", EVERY, ids=lambda stored: stored.name)
def test_every_column_of_the_table_is_named(committed_db: None, stored: Stored) -> None:
    with connections["owner"].cursor() as cursor:
        found = connections["owner"].introspection.get_table_description(cursor, stored.model._meta.db_table)
    assert {column.name for column in found} - ALWAYS == stored.columns


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_explained_in_words(language: str) -> None:
    said = texts(language)
    for one in PEOPLE:
        assert said[f"office.surveys.kept.{one.name}.what"]
        assert said[f"office.surveys.kept.{one.name}.why"]
        keys = {f"office.surveys.until.{one.until}{end}" for end in ("", "_day", "_period")}
        assert keys & set(said)
    for one in STAFF:
        assert said[f"office.surveys.kept.{one.name}.what"]


def test_what_a_survey_does_not_use_is_not_on_its_list() -> None:
    names = {one.name for one in kept_of(("open",), raffle=False)}
    assert names == {"visit", "buffered", "response", "answer", "results", "text_review"}
    assert {one.name for one in kept_of(("paper",), raffle=True)} == {
        "buffered",
        "response",
        "answer",
        "follow_up",
        "paper_entry",
        "results",
        "text_review",
    }
