"""The power fails at any moment: no vote is lost, none counts twice, and no code is free again.

Every statement that a command sends is once the one before which everything ends; what was committed by then
is there, the rest is not. One test ends a real process by SIGKILL.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import begin, save_answer, send
from modellkommune.participation.surveys.codes import code_of, issue_codes
from modellkommune.participation.surveys.commands import OPERATOR, close
from modellkommune.participation.surveys.errors import CodeUsed, VisitGone
from modellkommune.participation.surveys.mixing import LEAST, mix, settle
from modellkommune.participation.surveys.models import Answer, Buffered, Code, Response, Survey
from modellkommune.participation.surveys.queries import definition
from tests.participation.surveys.answers import answer_by_code
from tests.participation.surveys.conftest import AUTHOR
from tests.participation.surveys.traces import answer_all, batches

Opened = Callable[..., Survey]
MOST_STATEMENTS = 60


class PowerFailed(BaseException):
    """Nothing catches it, as nothing catches the end of a process."""


@contextmanager
def _power_until(statement: int) -> Iterator[None]:
    """Let everything end before the so many-th statement, and end quietly."""
    sent = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == statement:
            raise PowerFailed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(counted):
            yield
    except PowerFailed:
        connections["default"].close()


def _ends(statements: int, deed: Callable[[], Any]) -> bool:
    """Do it with power for so many statements; whether that was enough."""
    with _power_until(statements):
        deed()
        return True
    return False


def _votes(survey: Survey) -> tuple[int, int]:
    """How many answers wait, and how many are responses."""
    with municipality("alpha"):
        waiting = Buffered.objects.filter(survey=survey).count()
        return waiting, Response.objects.filter(version_id=survey.version_id).count()


def _refused(survey: Survey, codes: tuple[str, ...]) -> None:
    for code in codes:
        with pytest.raises(CodeUsed):
            answer_by_code(survey, {"way": ["online"]}, code)


def test_a_power_failure_while_mixing_loses_and_doubles_nothing(opened: Opened) -> None:
    for statements in range(1, MOST_STATEMENTS):
        survey = opened(id=f"s{statements}")
        codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
        answer_all(survey, codes)
        ended = _ends(statements, partial(mix, "alpha", survey.pk))
        assert sum(_votes(survey)) == LEAST, statements
        _refused(survey, codes[:2])
        mix("alpha", survey.pk)
        assert _votes(survey) == (0, LEAST), statements
        _refused(survey, codes)
        with municipality("alpha"):
            assert Code.objects.filter(survey=survey, redeemed=True).count() == LEAST
            answers = Answer.objects.filter(response__version_id=survey.version_id)
            assert answers.count() == 2 * LEAST
        if ended:
            return
    pytest.fail("mixing sends more statements than were tried")


def test_a_power_failure_while_sending_leaves_it_sent_or_to_be_sent(opened: Opened) -> None:
    survey = opened()
    for statements in range(1, MOST_STATEMENTS):
        (code,) = issue_codes("alpha", survey.pk, 1, AUTHOR)
        with municipality("alpha"):
            code_id = str(code_of(survey, code))
        visit = begin("alpha", survey, "code")
        save_answer("alpha", visit, definition(survey).question("way"), ["post"])
        before = _votes(survey)[0]
        ended = _ends(statements, partial(send, "alpha", visit, code_id))
        assert _votes(survey)[0] == before + ended, "all of it or nothing"
        if not ended:
            send("alpha", visit, code_id)
        with pytest.raises(VisitGone):
            send("alpha", visit, code_id)
        _refused(survey, (code,))
        assert _votes(survey)[0] == before + 1
        if ended:
            return
    pytest.fail("sending sends more statements than were tried")


def test_a_power_failure_while_settling_loses_nothing(opened: Opened) -> None:
    for statements in range(1, MOST_STATEMENTS):
        survey = opened(id=f"s{statements}")
        codes = issue_codes("alpha", survey.pk, LEAST + 1, AUTHOR)
        answer_all(survey, codes[:LEAST])
        mix("alpha", survey.pk)
        answer_all(survey, codes[LEAST:])
        close("alpha", survey.pk, OPERATOR)
        ended = _ends(statements, partial(settle, "alpha", survey.pk))
        assert sum(_votes(survey)) == LEAST + 1, statements
        settle("alpha", survey.pk)
        assert _votes(survey) == (0, LEAST + 1)
        with municipality("alpha"):
            assert Code.objects.filter(survey=survey, redeemed=True).count() == LEAST + 1
            answers = Answer.objects.filter(response__version_id=survey.version_id)
            assert answers.count() == 2 * (LEAST + 1)
        if ended:
            assert batches("surveys_response")[0] == LEAST + 1
            return
    pytest.fail("settling sends more statements than were tried")


def test_a_code_sent_again_while_its_batch_is_mixed_counts_once(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
    with municipality("alpha"):
        code_id = str(code_of(survey, codes[0]))
    second = begin("alpha", survey, "code")
    answer_all(survey, codes)

    def mixed_meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "INSERT INTO surveys_buffered" in sql:
            with ThreadPoolExecutor(1) as other:
                assert other.submit(_mix_elsewhere, survey.pk).result() == LEAST
        return execute(sql, params, many, context)

    with connection.execute_wrapper(mixed_meanwhile), pytest.raises(CodeUsed):
        send("alpha", second, code_id)
    assert _votes(survey) == (0, LEAST)


def _mix_elsewhere(survey_id: int) -> int:
    try:
        return mix("alpha", survey_id)
    finally:
        connections["default"].close()


_MIX = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from modellkommune.participation.surveys.mixing import mix

def killed(execute, sql, params, many, context):
    if sql.startswith("DELETE"):  # the codes are marked and committed, the answers still wait
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(killed):
    mix("alpha", int(sys.argv[1]))
"""


def test_a_process_killed_between_codes_and_responses_is_made_good_by_the_next(
    opened: Opened, environment: dict[str, str]
) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, LEAST, AUTHOR)
    answer_all(survey, codes)
    words = [sys.executable, "-c", _MIX, str(survey.pk)]
    assert subprocess.run(words, env=environment, check=False).returncode == -signal.SIGKILL
    with municipality("alpha"):
        assert Code.objects.filter(redeemed=True).count() == LEAST
    assert _votes(survey) == (LEAST, 0)
    _refused(survey, codes)
    assert mix("alpha", survey.pk) == LEAST
    assert _votes(survey) == (0, LEAST)
    _refused(survey, codes)
