"""What travels or lies open names nobody: mails, journal, jobs, log lines."""

import json
import logging
import re

import pypdfium2
import pytest
from django.db import connection

from modellkommune.casework.cases.states import ISSUED, REVIEW
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import queue
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment, lapse_overdue_payments
from modellkommune.workflow.sweeping import sweep
from tests.workflow.errands import EMAIL, Errand, Simulator, apply, mails, official_of, work_off

TOWN = "musterstadt"
CANARIES = ("sommer", "lena", "bahnhofstra", "mst-ls", "ls 112", "1991-05-14", "kanarienvogel")


def told(text: str, canaries: tuple[str, ...] = CANARIES) -> list[str]:
    """Which of the canaries sing in a text."""
    return [canary for canary in canaries if canary in text.lower()]


@pytest.fixture
def errand(germany: Simulator, caplog: pytest.LogCaptureFixture) -> Errand:
    """A case that has gone through a silent register, a review, a failed payment and all the rest."""
    caplog.set_level(logging.DEBUG)
    germany.fault("population", fault="down")
    errand = apply(germany, TOWN)
    work_off()
    germany.mend()
    sweep()
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    return errand


def test_mails_carry_nothing_personal(errand: Errand) -> None:
    work_off()
    other = apply(errand.simulator, TOWN, "elektro")
    work_off()
    lapse_overdue_payments(TOWN)
    letters = mails(TOWN)
    assert errand.state == ISSUED
    assert len(letters) >= 6
    assert {letter.recipient for letter in letters} == {EMAIL}
    for letter in letters:
        assert told(f"{letter.subject}\n{letter.text}", (*CANARIES, "heß", "katharina", "kh 81")) == []
        assert str(errand.public_id) in letter.text or str(other.public_id) in letter.text


def test_jobs_carry_ids_only(errand: Errand) -> None:
    apply(errand.simulator, TOWN, "elektro")
    queue.later(queue.HEAR_OF_PAYMENT, TOWN, transaction_id=errand.payment.transaction_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text, coalesce(lock, '') FROM procrastinate_jobs")
        rows = cursor.fetchall()
    assert len(rows) > 2, rows
    for arguments, lock in rows:
        assert told(arguments + lock) == []
        values = json.loads(arguments)
        assert values.pop("town", TOWN) == TOWN
        assert all(isinstance(value, int) or re.fullmatch(r"[\w-]{8,80}", value) for value in values.values())


def test_no_table_of_the_case_can_be_read_without_its_key(errand: Errand) -> None:
    work_off()
    found = []
    with municipality(TOWN), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("places_", "django_", "identity_", "catalogue_", "tenants_")):
                continue
            cursor.execute(f'SELECT row_to_json(row)::text FROM "{table}" row')  # noqa: S608
            found += [(table, told(text)) for (text,) in cursor.fetchall() if told(text)]
    assert found == []


def test_log_lines_name_nobody(errand: Errand, caplog: pytest.LogCaptureFixture) -> None:
    work_off()
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert lines
    assert [line for line in lines if told(line)] == []


def test_the_permit_of_a_protected_person_says_neither_who_nor_where(germany: Simulator) -> None:
    errand = apply(germany, TOWN, "auskunftssperre")
    work_off()
    assert (errand.state, errand.payments) == (REVIEW, [])
    finish_review(TOWN, errand.case.pk, official_of(TOWN, "schutz"), "Zuständige Stelle hat geprüft")
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    approve(TOWN, [errand.case.pk], official_of(TOWN, "schutz"))
    work_off()
    with municipality(TOWN):
        content = paper_of(errand.case, "permit").content
    document = pypdfium2.PdfDocument(content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    secrets = ("falke", "miriam", "bahnhofstra", "1979-07-30", "30.07.1979")
    assert told(words, secrets) == []
    assert told(content.decode("latin-1"), secrets) == []
    assert errand.permit.zone in words
    assert [letter for letter in mails(TOWN) if told(letter.text, secrets)] == []
