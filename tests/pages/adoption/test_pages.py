"""The public figures: what they say, what they cost, and that they claim nothing unknown."""

import csv
import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.adoption.columns import COLUMNS, EVERYWHERE
from modellkommune.pages.adoption.lines import lines
from modellkommune.pages.adoption.words import duration, share
from modellkommune.pages.town import towns
from modellkommune.participation.outreach.adoption import month_after
from modellkommune.participation.outreach.adoption_commands import (
    Figures,
    assume_saving,
    enter_channel_counts,
    keep_month,
)
from modellkommune.values.clock import FixedClock
from tests.pages.rules import assert_page_rules

Get = Callable[..., Any]
SERVICE = "resident-parking"
ANALYST = Actor("staff", "7")
NOVEMBER = datetime.date(2026, 11, 1)
TODAY = datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC)
FIGURES = Figures(
    service_id=SERVICE, title={"de": "Bewohnerparkausweis", "en": "Resident parking permit"}, online=60,
    assisted=15, begun=100, decided=70, median_seconds=240, ninth_seconds=4 * 86_400, printed=6, retyped=3,
    proven=6,
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_december() -> Iterator[None]:
    with clock.replaced_by(FixedClock(TODAY)):
        yield


def count(town: str = "alpha", **changes: Any) -> None:
    with municipality(town):
        for back in (0, -1):
            keep_month(month_after(NOVEMBER, back), [replace(FIGURES, **changes)], TODAY)


def enter(town: str = "alpha") -> None:
    with municipality(town):
        for back in (0, -1):
            enter_channel_counts(
                SERVICE, {}, month_after(NOVEMBER, back), {"counter": 20, "post": 5}, ANALYST
            )


def test_without_figures_the_page_says_so(get: Get) -> None:
    page = get("/wirkung/").text
    assert_page_rules(page)
    assert "Noch ist nichts gezählt" in page


def test_while_counter_and_post_are_unknown_no_share_is_stated(get: Get) -> None:
    count()
    page = get("/wirkung/").text
    assert_page_rules(page)
    assert "am Schalter: nicht ermittelbar, per Post: nicht ermittelbar" in page
    assert "100\u202f%" not in page
    assert "<desc" in page
    assert "Alpha: " not in page
    enter()
    page = get("/wirkung/").text
    assert "Alpha: 60,0\u202f%" in page
    assert page.count('class="chart__bar"') == 3


def test_each_figure_stands_beside_what_it_is_made_of(get: Get) -> None:
    count()
    enter()
    with municipality("alpha"):
        assume_saving(SERVICE, 12, "Zeitmessung im Bürgeramt", NOVEMBER, ANALYST)
    page = get("/wirkung/").text
    for words in (
        "Begonnen: 200, abgeschickt: 150",
        "75,0\u202f%",
        "4 Minuten",
        "höchstens: 4 Tage",
        "120 Online-Anträge mal 12 Minuten. Das ist eine Annahme: Zeitmessung im Bürgeramt",
        "24 Stunden",
        "Gedruckt und verschickt: 12, von Hand getippt: 6",
        "0,20",
        "noch zu wenige Antworten",
        "Erfundene Zahlen",
    ):
        assert words in page, words


def test_without_an_assumption_no_saved_time_is_claimed(get: Get) -> None:
    count()
    assert "Darum behaupten wir nichts" in get("/wirkung/").text


def test_the_lines_to_beat_stand_with_their_sources(get: Get) -> None:
    count()
    page = get("/wirkung/").text
    for line in lines()[SERVICE]:
        assert line.label["de"] in page
        assert line.source["de"] in page
    assert "17.821 von 29.362" in page
    assert lines()["dog-tax"][0].share == pytest.approx(2 / 5)
    assert lines()[SERVICE][0].share == pytest.approx(17_821 / 29_362, abs=0.001)


def test_the_running_month_is_marked_and_not_part_of_the_sum(get: Get) -> None:
    count()
    with municipality("alpha"):
        keep_month(month_after(NOVEMBER), [replace(FIGURES, online=5000)], TODAY)
    page = get("/wirkung/").text
    assert "Dezember 2026 (läuft noch)" in page
    assert "Oktober 2026 bis November 2026" in page
    assert "Online allein: 120," in page


def test_english_has_its_own_words_and_signs(get: Get) -> None:
    count()
    enter()
    page = get("/wirkung/", sprache="en").text
    assert "Alpha: 60.0\u202f%" in page
    assert "Resident parking permit" in page


def test_csv_and_json_hold_the_same_rows_and_say_what_the_columns_are(get: Get) -> None:
    count()
    rows = list(csv.DictReader(StringIO(get("/wirkung/monate.csv").text)))
    document = get("/wirkung/monate.json").json()
    assert [row["month"] for row in rows] == ["2026-10", "2026-11"]
    assert tuple(rows[0]) == COLUMNS == tuple(document["columns"])
    assert (rows[0]["counter"], rows[0]["demonstration"], rows[0]["final"]) == ("", "true", "true")
    assert (document["rows"][0]["counter"], document["rows"][0]["online"]) == (None, 60)
    assert all(texts["de"] and texts["en"] for texts in document["columns"].values())


@pytest.fixture
def beta(alpha: Municipality) -> Municipality:
    town = Municipality.objects.create(
        key="beta", name="Beta", ags="99000002", hosts=["beta.localhost"], profile={}, demonstration=False
    )
    towns.forget()
    return town


def test_all_towns_stand_beside_each_other_and_the_sum_is_of_known_shares(
    get: Get, beta: Municipality, client: Client
) -> None:
    count()
    count("beta", online=40)
    enter("beta")
    page = client.get("/wirkung/", headers={"host": "localhost"}).text
    assert_page_rules(page)
    assert "Alpha (Demonstration)" in page
    assert "Beta</a>" in page
    assert ">Bewohnerparkausweis</h2>" in page
    # Alpha's share is unknown, so the share of all is Beta's: 80 of 80 + 30 + 50.
    assert page.count("50,0\u202f%") == 4  # text and description of the bar, town, sum
    rows = list(
        csv.DictReader(StringIO(client.get("/wirkung/staedte.csv", headers={"host": "localhost"}).text))
    )
    assert tuple(rows[0]) == EVERYWHERE
    assert [(row["municipality"], row["months"], row["online"]) for row in rows] == [
        ("Alpha", "2", "120"),
        ("Beta", "2", "80"),
    ]
    document = client.get("/wirkung/staedte.json", headers={"host": "localhost"}).json()
    assert document["rows"][1]["completed"] == 110


def _make_cases(number: int) -> None:
    now = clock.now()
    with municipality("alpha"):
        key = new_key()
        Case.objects.bulk_create(
            Case(
                number=uuid.uuid4().hex, service_id=SERVICE, kind="new", release_hash="", overlay_hash="",
                state="review", holder=uuid.uuid4(), key=key, deadline=now.date(), opened_at=now,
                moved_at=now,
            )
            for _ in range(number)
        )  # fmt: skip
        for case_id in Case.objects.values_list("pk", flat=True):
            record("evidence_asked", f"case:{case_id}", ANALYST)


def _rows_read() -> int:
    """How many rows this transaction has read so far, of all our tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
            " WHERE relname NOT LIKE 'pg_%'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("host", ["alpha.localhost", "localhost"])
def test_a_page_costs_three_statements_and_does_not_grow_with_the_cases(
    get: Get, client: Client, host: str
) -> None:
    count()
    enter()
    costs = []
    for cases in (3, 60):
        _make_cases(cases)
        client.get("/wirkung/", headers={"host": host})
        before = _rows_read()
        with CaptureQueriesContext(connection) as asked:
            client.get("/wirkung/", headers={"host": host})
        reading = [each for each in asked if each["sql"].lstrip().upper().startswith("SELECT")]
        costs.append(
            (len([each for each in reading if "set_config" not in each["sql"]]), _rows_read() - before)
        )
    assert costs[0][0] <= 3
    assert costs[0][1] > 0
    assert costs[1] == costs[0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "noch nichts entschieden"),
        (20, "unter 1 Minute"),
        (4000, "67 Minuten"),
        (100_000, "28 Stunden"),
    ],
)
def test_times_are_said_in_the_unit_that_fits(seconds: int | None, words: str) -> None:
    assert duration(seconds, "de") == words


def test_an_unknown_share_is_not_a_full_one() -> None:
    assert (share(None, "de"), share(1.0, "de")) == ("nicht ermittelbar", "100,0\u202f%")
