"""Nothing that is stored or logged leads from a code to what was answered with it.

The reader here is the owner of the database, who sees all rows with xmin, xmax and ctid, knows every code and
whose it is, and in which order people answered.
"""

import logging
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.logs import JsonLine
from modellkommune.pages.town import towns
from modellkommune.participation.surveys.codes import issue_codes
from modellkommune.participation.surveys.commands import OPERATOR, close
from modellkommune.participation.surveys.mixing import LEAST, mix, settle
from modellkommune.participation.surveys.models import Answer, Buffered, Code, Response, Survey
from tests.participation.surveys.answers import answer
from tests.participation.surveys.conftest import AUTHOR
from tests.participation.surveys.traces import (
    answer_all,
    batches,
    code_ids,
    everything,
    likeness,
    rows_of,
    sequences,
    writers,
)

Opened = Callable[..., Survey]
MANY = 100
ALIKE = 0.45
"""A hundred things in random order are more alike than this once in a hundred thousand times."""


def _words_in_file() -> list[str]:
    """The answers in the order in which their responses lie in the file."""
    responses = [row[3] for row in rows_of("surveys_response")]
    answers = [row[3:] for row in rows_of("surveys_answer", "response_id::text, value")]
    words = {response: value for response, value in answers if "word" in value}
    return [words[response] for response in responses]


def test_a_response_holds_nothing_but_its_version_channel_and_day() -> None:
    assert {field.name for field in Response._meta.local_fields} == {
        "id",
        "municipality",
        "version",
        "channel",
        "day",
    }
    assert {field.name for field in Answer._meta.local_fields} == {
        "id",
        "municipality",
        "response",
        "question",
        "value",
    }


def test_until_a_batch_is_there_codes_are_untouched_and_answers_sealed(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, 12, AUTHOR)
    before = rows_of("surveys_code", "id::text, redeemed")
    words = answer_all(survey, codes[: LEAST - 1])
    assert mix("alpha", survey.pk) == 0
    assert rows_of("surveys_code", "id::text, redeemed") == before
    assert all(xmax == 0 for _, xmax, *_ in before), "not even a lock"
    stored = everything()
    assert not [name for name, text in stored.items() for word in words if word in text]
    with municipality("alpha"):
        digests = set(Code.objects.values_list("digest", flat=True))
        assert not digests & set(Buffered.objects.values_list("ticket", flat=True))
        contents = [bytes(row.content) for row in Buffered.objects.all()]
    assert not [word for word in words for content in contents if word.encode() in content]


def test_codes_and_responses_are_written_by_different_transactions_ten_at_least(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, 35, AUTHOR)
    for first in (0, 12):
        answer_all(survey, codes[first : first + 12])
        assert mix("alpha", survey.pk) == 12
    assert batches("surveys_response") == [12, 12]
    marked = {row[0] for row in rows_of("surveys_code", "redeemed") if row[3]}
    assert len(marked) == 2
    assert not (writers("surveys_code") & (writers("surveys_response") | writers("surveys_answer")))


def test_the_order_in_the_file_says_nothing(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, MANY, AUTHOR)
    words = answer_all(survey, codes)
    assert mix("alpha", survey.pk) == MANY
    word_of_code = dict(zip(code_ids(survey, codes), words, strict=True))
    by_code = [word_of_code[row[3]] for row in rows_of("surveys_code")]
    by_response = _words_in_file()
    assert abs(likeness(words, by_response)) < ALIKE
    assert abs(likeness(by_code, by_response)) < ALIKE
    assert abs(likeness(sorted(words), by_response)) < ALIKE
    neighbours = set(pairwise(words))
    assert len(neighbours & set(pairwise(by_response))) < 8
    ids = [row[3] for row in rows_of("surveys_response")]
    by_id = [word for _, word in sorted(zip(ids, by_response, strict=True))]
    assert abs(likeness(words, by_id)) < ALIKE, "ids count nothing"


def test_no_id_of_a_code_ticket_or_visit_is_left_anywhere(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
    answer_all(survey, codes)
    with municipality("alpha"):
        tickets = [str(ticket) for ticket in Buffered.objects.values_list("ticket", flat=True)]
        buffered = [str(key) for key in Buffered.objects.values_list("id", flat=True)]
    mix("alpha", survey.pk)
    stored = everything()
    ids = code_ids(survey, codes)
    assert {name for name, text in stored.items() for key in ids if key in text} == {"surveys_code"}
    assert not [name for name, text in stored.items() for key in (*tickets, *buffered) if key in text]
    assert not stored["surveys_visit"]


def test_answering_counts_nothing_up_and_writes_no_journal_and_no_job(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
    before, counted = everything(), sequences()
    answer_all(survey, codes)
    mix("alpha", survey.pk)
    after = everything()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"surveys_code", "surveys_response", "surveys_answer"}
    assert sequences() == counted


def test_nine_by_code_do_not_hide_among_ten_others(opened: Opened) -> None:
    assert LEAST == 10
    survey = opened()
    codes = issue_codes("alpha", survey.pk, LEAST - 1, AUTHOR)
    answer_all(survey, codes)
    for _ in range(LEAST):
        answer(survey, {"way": ["online"]})
    assert mix("alpha", survey.pk) == LEAST
    with municipality("alpha"):
        assert set(Response.objects.values_list("channel", flat=True)) == {"open"}
        assert not Code.objects.filter(redeemed=True).exists()


def test_after_the_end_the_rest_cannot_be_told_from_the_batches(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, 13, AUTHOR)
    answer_all(survey, codes[:11])
    mix("alpha", survey.pk)
    late = answer_all(survey, codes[11:12])
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    assert batches("surveys_response") == [12]
    assert batches("surveys_code") == [13]
    assert len(writers("surveys_answer")) == 1
    assert not writers("surveys_code") & writers("surveys_response")
    assert late[0] in _words_in_file()
    in_file = [row[3] for row in rows_of("surveys_code", "digest")]
    assert in_file == sorted(in_file), "the order of codes says nothing of who came last"
    with municipality("alpha"):
        assert Code.objects.filter(redeemed=True).count() == 12
        assert not Buffered.objects.exists()


def test_the_last_answers_do_not_lie_at_the_end_of_the_file(opened: Opened) -> None:
    survey = opened()
    ends = 0
    for _ in range(4):
        codes = issue_codes("alpha", survey.pk, 11, AUTHOR)
        answer_all(survey, codes[:10])
        mix("alpha", survey.pk)
    late = answer_all(survey, codes[10:])
    close("alpha", survey.pk, OPERATOR)
    for _ in range(5):
        settle("alpha", survey.pk)
        ends += _words_in_file()[-1] == late[0]
    assert ends < 5


def _told(caplog: Any) -> str:
    return "\n".join(JsonLine().format(record) for record in caplog.records)


def test_neither_logs_nor_addresses_say_with_which_code_somebody_answers(
    opened: Opened, caplog: Any, settings: Any
) -> None:
    survey = opened()
    towns.forget()
    codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
    words, visits = [], []
    with municipality("alpha"):
        entries = Entry.objects.count()
    with caplog.at_level(logging.DEBUG):
        for number, code in enumerate(codes):
            client = Client(headers={"host": "alpha.localhost"})
            address = client.post("/umfrage/small/code/", {"code": code})["Location"]
            assert code not in address
            check = re.sub(r"[a-z]+/$", "", address)
            visits.append(check.split("/")[-2])
            client.post(address, {"wish": "next", "way": "post"})
            words.append(f"word{number}x{number * 7919}")
            client.post(f"{check}why/", {"wish": "next", "text-why": words[-1]})
            assert client.post(check, {"wish": "send"})["Location"] == "/umfrage/small/danke/"
        mix("alpha", survey.pk)
    assert sorted(_words_in_file()) == sorted(words)
    told = _told(caplog)
    assert "/umfrage/<slug:key>/code/" in told, "the requests were logged"
    ids = code_ids(survey, codes)
    for secret in (*codes, *words, *visits, *ids):
        assert secret not in told
    stored = everything()
    assert not [name for name, text in stored.items() for visit in visits if visit in text]
    assert not stored["django_session"], "nobody who answers has a session"
    with municipality("alpha"):
        assert Entry.objects.count() == entries


@pytest.mark.parametrize("table", ["code", "visit", "buffered", "response", "answer", "paperentry"])
def test_rows_that_are_gone_are_cleared_from_the_file_at_once(committed_db: None, table: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [f"surveys_{table}"])
        assert cursor.fetchone()[0] == ["autovacuum_vacuum_threshold=1", "autovacuum_vacuum_scale_factor=0"]
