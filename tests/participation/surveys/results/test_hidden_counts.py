"""No hidden count can be narrowed to fewer than k candidates from all that is published together."""

import random
from dataclasses import replace

import pytest

from modellkommune.participation.surveys.results.publishing import publish
from modellkommune.participation.surveys.results.tables import Column, Split, Strand, Table
from tests.participation.surveys.results.attack import Attack, Hidden
from tests.participation.surveys.results.inventing import AGES, invented_responses, invented_survey

K = 10
SETS = 200
AT_ONCE = 20


def narrowed(survey, publication) -> list[tuple[str, Hidden]]:
    return [
        (strand.id, hidden)
        for strand in publication.strands
        if strand.tables
        for hidden in Attack(survey, strand).narrow(survey.smallest_cell)
    ]


@pytest.mark.parametrize("first", range(0, SETS, AT_ONCE))
def test_every_hidden_count_keeps_k_candidates_in_200_sets_of_answers(first):
    for seed in range(first, first + AT_ONCE):
        survey = invented_survey(K, required=seed % 4 == 0)
        n = random.Random(seed).choice((40, 120, 300, 600))
        publication = publish(survey, invented_responses(survey, n, seed))
        assert narrowed(survey, publication) == [], f"seed {seed}, {n} responses"


def test_the_sets_hide_much_and_show_much():
    """Otherwise the test above would prove nothing."""
    hidden = shown = 0
    for seed in range(0, SETS, 10):
        survey = invented_survey(K)
        for strand in publish(survey, invented_responses(survey, 600, seed)).strands:
            splits = [split for table in strand.tables for split in table.splits]
            cells = [number for split in splits for row in split.cells for number in row]
            counts = [count for table in strand.tables if table.base for count in table.counts]
            hidden += sum(count is None for count in (*cells, *counts))
            shown += sum(count is not None for count in (*cells, *counts))
    assert hidden > 200
    assert shown > 400


def test_the_attacker_finds_a_lonely_hidden_count():
    table = Table("content", 100, ("1", "2", "3", "4", "5"), (40, 30, 20, None, None), ())
    survey, strand = invented_survey(K), Strand("code", ("code",), 200, (200,), (table,))
    assert Attack(survey, strand).narrow(K) == []
    betrayed = replace(strand, tables=(replace(table, counts=(40, 30, 25, 5, None)),))
    (hidden,) = Attack(survey, betrayed).narrow(K)
    assert (hidden.least, hidden.greatest) == (0, 0)


def test_the_attacker_finds_what_a_margin_betrays():
    columns = (Column(("young",), 50), Column(("middle", "old", "not_said", ""), 50))
    cells = ((20, 20), (None, 27), (27, None), (None, None), (None, None))
    table = Table("content", 100, ("1", "2", "3", "4", "5"), (40, 30, 30, None, None), ())
    split = replace(table, splits=(Split("age", columns, cells),))
    found = Attack(invented_survey(K), Strand("code", ("code",), 200, (200,), (split,))).narrow(K)
    assert {(one.name[1], one.least, one.greatest) for one in found} >= {("2", 3, 3), ("3", 3, 3)}


def test_the_attacker_knows_who_is_asked():
    """Who was asked where they had heard of it had said yes: the rest of the answers are no."""
    known = Table("known", 100, ("yes", "no"), (None, None), ())
    heard = Table("heard", 96, ("press", "friends", "stand", "no"), (24, 24, 24, 24), ())
    found = Attack(invented_survey(K), Strand("code", ("code",), 200, (200,), (known, heard))).narrow(K)
    assert {(one.name, one.least, one.greatest) for one in found} == {
        (("known", "yes"), 96, 100),
        (("known", "no"), 0, 4),
    }


def test_a_question_is_kept_back_whose_answers_would_tell_those_of_another():
    """Three said no, all others said yes and went on: whoever sees the others counted knows the three."""
    survey = invented_survey(K)
    ways = ("press", "friends") * 30
    said = [answered_by_code({"known": ("yes",), "heard": (way,)}) for way in ways]
    said += [answered_by_code({"known": ("no",)})] * 3
    (code, _) = publish(survey, said).strands
    assert code.table("known").base is None
    assert code.table("heard").base is None
    silent = [answered_by_code({"known": ("yes",)})] * 20
    (code, _) = publish(survey, said + silent).strands
    assert code.table("heard").base == 60


def answered_by_code(answers):
    (one,) = invented_responses(invented_survey(K), 1, 1)
    return replace(one, channel="code", answers={**answers, "age": (AGES[0],)})
