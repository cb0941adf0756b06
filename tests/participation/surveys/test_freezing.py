"""Results are counted once when all is in, hidden before, and never altered afterwards."""

import pytest
from django.db import IntegrityError, transaction

from modellkommune.blueprint.survey.definition import Answered
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys import freezing
from modellkommune.participation.surveys.commands import publish
from modellkommune.participation.surveys.errors import NotSettled, ResultsMissing, TextMissing
from modellkommune.participation.surveys.freezing import freeze, publication, results_row
from modellkommune.participation.surveys.mixing import SYSTEM
from modellkommune.participation.surveys.models import Answer, Response, Results, TextReview
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.releasing import (
    Told,
    add_measure,
    measures,
    put_together,
    released_texts,
    review_text,
    waiting_texts,
)
from modellkommune.participation.surveys.results import publishing
from tests.participation.surveys.results.storing import close_and_settle, store

pytestmark = pytest.mark.database
ANALYST, AUTHOR = 21, 22


def people(*numbers):
    """So many online, so many by post (who say why), all with codes."""
    online, post = numbers
    yield from (Answered("code", {"way": ("online",)}) for _ in range(online))
    yield from (Answered("code", {"way": ("post",), "why": ("Weil ja.",)}) for _ in range(post))
    yield Answered("code", {})


@pytest.fixture
def over(opened):
    survey = opened()
    store(survey, people(30, 20))
    return close_and_settle(survey)


def test_results_are_the_tables_of_all_responses(over, town, monkeypatch):
    monkeypatch.setattr(freezing, "AT_ONCE", 7)
    digest = freeze(town, over.pk)
    with municipality(town):
        row = results_row(over.pk)
        found = publication(row).strand("code")
        assert (row.hash, row.counted, row.total) == (digest, 51, 51)
        assert found == publishing.publish(definition(over), people(30, 20)).strand("code")
    assert (found.n, found.table("way").counts) == (51, (30, 20))


def test_nothing_is_counted_while_answers_may_come_in(opened, town):
    survey = opened()
    store(survey, people(30, 20))
    with pytest.raises(NotSettled):
        freeze(town, survey.pk)
    with pytest.raises(NotSettled):
        put_together(town, survey.pk, AUTHOR)
    with municipality(town):
        assert results_row(survey.pk) is None


def test_results_stay_as_they_were_frozen(over, town):
    first = freeze(town, over.pk)
    store(over, people(500, 1))
    assert freeze(town, over.pk) == first
    with municipality(town):
        entries = Entry.objects.filter(verb="survey_results_frozen", subject=f"survey:{over.pk}")
        assert entries.count() == 1


def test_altered_results_are_not_shown(over, town):
    freeze(town, over.pk)
    with municipality(town):
        row = results_row(over.pk)
        row.document = row.document.replace('"base":50', '"base":51')
        with pytest.raises(ResultsMissing):
            publication(row)


def test_a_survey_is_not_published_without_results(over, town):
    with pytest.raises(ResultsMissing):
        publish(town, over.pk, SYSTEM)
    freeze(town, over.pk)
    publish(town, over.pk, SYSTEM)


def test_counting_says_how_far_it_is_and_can_be_repeated_after_a_kill(over, town, monkeypatch):
    monkeypatch.setattr(freezing, "AT_ONCE", 10)
    seen = []

    def killed(survey, responses):
        for number, _ in enumerate(responses, start=1):
            if number == 25:
                with municipality(town):
                    row = results_row(survey_id=over.pk)
                    seen.append((row.counted, row.total, row.hash))
                raise KeyboardInterrupt

    monkeypatch.setattr(freezing, "publish", killed)
    with pytest.raises(KeyboardInterrupt):
        freeze(town, over.pk)
    assert seen == [(30, 51, "")]
    monkeypatch.setattr(freezing, "publish", publishing.publish)
    freeze(town, over.pk)
    with municipality(town):
        assert publication(results_row(over.pk)).strand("code").n == 51


def test_putting_together_twice_is_one_job(over, town):
    put_together(town, over.pk, AUTHOR)
    put_together(town, over.pk, AUTHOR)
    with municipality(town):
        assert Results.objects.filter(survey=over).count() == 1
        assert Entry.objects.filter(verb="survey_results_ordered").count() == 1


def test_no_text_is_public_before_somebody_released_it(over, town):
    with municipality(town):
        first, second, *others = waiting_texts(over, 100)
        assert released_texts(over.pk) == {}
    assert len(others) == 18
    assert review_text(town, over.pk, first.id, ANALYST, release=True)
    assert review_text(town, over.pk, second.id, ANALYST, release=False)
    assert not review_text(town, over.pk, second.id, ANALYST, release=True)
    with municipality(town):
        assert released_texts(over.pk) == {"why": ["Weil ja."]}
        assert not TextReview.objects.get(pk=second.id).text
        assert len(waiting_texts(over, 100)) == 18
        verbs = Entry.objects.filter(subject=f"survey-text:{first.id}").values_list("verb", "actor_id")
        assert list(verbs) == [("survey_text_released", str(ANALYST))]


def test_only_a_text_can_be_released(over, town):
    with municipality(town):
        choice = Answer.objects.filter(question="way").first()
    assert not review_text(town, over.pk, choice.pk, ANALYST, release=True)


def test_results_and_released_texts_stay_when_the_answers_are_deleted(over, town):
    freeze(town, over.pk)
    with municipality(town):
        first = waiting_texts(over, 1)[0]
    review_text(town, over.pk, first.id, ANALYST, release=True)
    with municipality(town):
        Response.objects.filter(version_id=over.version_id).delete()
        assert publication(results_row(over.pk)).strand("code").n == 51
        assert released_texts(over.pk) == {"why": ["Weil ja."]}


def test_what_followed_names_question_day_and_words(over, town):
    from_today = over.settled_at.date()
    told = Told("way", {"de": "Zu viel Post", "en": ""}, {"de": "Mehr online", "en": ""}, from_today)
    add_measure(town, over.pk, AUTHOR, told)
    with municipality(town):
        (measure,) = measures(over.pk)
        assert (measure.said, measure.release) == ({"de": "Zu viel Post"}, "")
    with pytest.raises(TextMissing):
        add_measure(town, over.pk, AUTHOR, Told("way", {"de": ""}, {"de": "x"}, from_today))


def test_results_exist_once_for_each_survey(over, town):
    freeze(town, over.pk)
    with pytest.raises(IntegrityError), municipality(town), transaction.atomic():
        Results.objects.create(survey=over)
