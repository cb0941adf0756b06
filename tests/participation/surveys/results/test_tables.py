"""What is published is true, never mixes codes with open channels, and never shows a small count."""

import json
from collections import Counter
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from modellkommune.participation.surveys.results.counting import count
from modellkommune.participation.surveys.results.publishing import publish
from modellkommune.participation.surveys.results.tables import CHANNEL, publication_of
from tests.participation.surveys.results.inventing import invented_responses, invented_survey

seeds = st.integers(0, 10**6)
numbers = st.sampled_from((9, 10, 40, 300))


@settings(max_examples=40)
@given(seeds, numbers, st.sampled_from((3, 10)))
def test_what_is_shown_is_at_least_k_and_true(seed, n, k):
    survey = invented_survey(k)
    answers = list(invented_responses(survey, n, seed))
    for strand in publish(survey, answers).strands:
        mine = [one for one in answers if one.channel in strand.channels]
        assert strand.n == len(mine)
        for table in strand.tables:
            said = Counter(choice for one in mine for choice in one.answers.get(table.question, ()))
            for choice, shown in zip(table.choices, table.counts, strict=True):
                assert shown is None or shown == said[choice] >= k
            for split in table.splits:
                assert_split_is_true(split, table, mine, k)


def assert_split_is_true(split, table, mine, k):
    groups = [column.members for column in split.columns]
    assert len(groups) > 1
    assert sum(column.base for column in split.columns) == table.base
    for column, members in enumerate(groups):
        own = [one for one in mine if group_of(one, split.by) in members and one.answers.get(table.question)]
        assert split.columns[column].base == len(own) >= k
        said = Counter(choice for one in own for choice in one.answers[table.question])
        for choice, row in zip(table.choices, split.cells, strict=True):
            assert row[column] is None or row[column] == said[choice] >= k


def group_of(response, by):
    return response.channel if by == CHANNEL else (response.answers.get(by, ()) or ("",))[0]


@settings(max_examples=30)
@given(seeds, seeds)
def test_the_open_channels_never_change_what_is_said_of_the_codes(seed, other):
    survey = invented_survey()
    coded = [replace(one, channel="code") for one in invented_responses(survey, 150, seed)]
    others = [one for one in invented_responses(survey, 150, other) if one.channel != "code"]
    assert publish(survey, coded + others).strand("code") == publish(survey, coded).strand("code")


@settings(max_examples=20)
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_responses_changes_nothing(seed, dice):
    survey = invented_survey()
    answers = list(invented_responses(survey, 200, seed))
    published = publish(survey, answers)
    dice.shuffle(answers)
    assert publish(survey, answers) == published


@settings(max_examples=20)
@given(seeds, numbers)
def test_the_document_says_the_same_as_the_tables(seed, n):
    survey = invented_survey()
    published = publish(survey, invented_responses(survey, n, seed))
    assert publication_of(json.loads(rfc8785.dumps(published.document()))) == published


@pytest.mark.parametrize("n", [0, 1, 9])
def test_with_fewer_than_ten_responses_nothing_but_their_number_is_said(n):
    survey = invented_survey(k=3)
    answers = [replace(one, channel="code") for one in invented_responses(survey, n, 1)]
    code = publish(survey, answers).strand("code")
    assert (code.n, code.by_channel, code.tables) == (n, (), ())


def test_a_choice_nobody_chose_looks_like_one_that_three_chose():
    survey = invented_survey()
    (one,) = invented_responses(survey, 1, 1)

    def published(*numbers):
        answers = [
            replace(one, channel="code", answers={"content": (str(choice),)})
            for choice, number in enumerate(numbers, start=1)
            for _ in range(number)
        ]
        return publish(survey, answers).strand("code").table("content")

    assert published(40, 40, 40, 13, 0) == published(40, 40, 40, 10, 3)
    assert published(40, 40, 40, 13, 0).counts == (40, 40, 40, None, None)


def test_counting_says_how_far_it_is():
    survey = invented_survey()
    heard = []
    count(survey, invented_responses(survey, 2500, 1), heard.append)
    assert heard == [1000, 2000]
