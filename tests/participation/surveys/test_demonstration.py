"""Invented answers: the same every time, every way, by the commands that take real ones."""

from collections import Counter
from typing import Any

import pytest

from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import OPERATOR, close
from modellkommune.participation.surveys.demonstration import (
    NobodyWorksHere,
    answer_by_all_ways,
    open_demonstration_survey,
)
from modellkommune.participation.surveys.mixing import settle
from modellkommune.participation.surveys.models import Buffered, Survey
from modellkommune.participation.surveys.queries import answered, definition, latest_survey
from tests.participation.surveys.conftest import FOLDER


def _filled(town: str) -> list[Any]:
    with municipality(town):
        create_demonstration_staff(town)
    for _ in range(2):
        open_demonstration_survey(town, FOLDER)
    assert answer_by_all_ways(town, FOLDER, 12, 2026) == 48
    with municipality(town):
        assert Survey.objects.count() == 1
        assert not Buffered.objects.exists(), "all of them were enough for a batch"
        survey = latest_survey("online-services")
    close(town, survey.pk, OPERATOR)
    settle(town, survey.pk)
    with municipality(town):
        return list(answered(latest_survey("online-services")))


def test_each_way_brings_as_many_and_every_question_is_answered(alpha_with_service: str) -> None:
    found = _filled("alpha")
    assert Counter(one.channel for one in found) == dict.fromkeys(("open", "code", "kiosk", "paper"), 12)
    with municipality("alpha"):
        questions = definition(latest_survey("online-services")).questions
    given = Counter(name for one in found for name in one.answers)
    assert {question.id for question in questions} == set(given)
    assert any("resident-parking" in one.answers.get("used", ()) for one in found)


def test_without_staff_nobody_opens_anything(two_towns: Any) -> None:
    with pytest.raises(NobodyWorksHere):
        open_demonstration_survey("alpha", FOLDER)
