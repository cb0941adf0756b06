"""What a demonstration looks back on: last year's survey has results, and this year's is open."""

from datetime import timedelta

import pytest

from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.freezing import publication, results_row
from modellkommune.participation.surveys.looking_back import AGO, DAYS, ask_again_after_a_year
from modellkommune.participation.surveys.models import Buffered, Survey
from modellkommune.participation.surveys.queries import all_surveys
from modellkommune.participation.surveys.releasing import measures, released_texts
from modellkommune.values.clock import legal_date
from tests.participation.surveys.conftest import FOLDER


@pytest.fixture
def asked(alpha_with_service: str) -> tuple[Survey, Survey]:
    """This year's survey and last year's."""
    with municipality("alpha"):
        create_demonstration_staff("alpha")
    for _ in range(2):
        ask_again_after_a_year("alpha", FOLDER)
    with municipality("alpha"):
        now, before = all_surveys()
    return now, before


def test_last_years_survey_was_published_and_this_years_is_open(asked: tuple[Survey, Survey]) -> None:
    now, before = asked
    assert (now.state, before.state) == ("open", "published")
    assert before.opened_at is not None
    assert before.published_at == before.opened_at + timedelta(days=DAYS)
    assert legal_date(before.opened_at) == clock.today() - AGO


def test_six_hundred_people_answered_and_texts_and_measures_can_be_read(asked: tuple[Survey, Survey]) -> None:
    _, before = asked
    with municipality("alpha"):
        row = results_row(before.pk)
        assert row is not None
        assert (row.total, row.counted) == (600, 600)
        assert publication(row).strands
        assert sum(len(texts) for texts in released_texts(before.pk).values()) == 8
        assert len(measures(before.pk)) == 3
        assert not Buffered.objects.exists()
