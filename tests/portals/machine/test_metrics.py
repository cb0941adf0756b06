"""/metrics: numbers for those who may ask, for others a page that does not exist."""

import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.registers.models import Breaker
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.machine import metrics
from modellkommune.workflow import queue

TOKEN = "k3-Wq9_zT7uP2xLs8vBn4mRd6yHc1jFg5aEo0iQt-XU"
TICKET = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _asked_anew(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    metrics.forget()


def _figures(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers=TICKET)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name.removeprefix("modellkommune_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_it_tells_ages_and_counts_of_what_waits(two_towns: tuple[str, str], client: Client) -> None:
    earlier = clock.now() - timedelta(minutes=5)
    for town in two_towns:
        with municipality(town):
            record("case_opened", "case:1", Actor("system"))
            Message.objects.create(
                template="x", language="de", about="case:1", key=new_key(), content=b"", created_at=earlier
            )
            Breaker.objects.create(
                register="vehicle-register", failures=5, open_until=clock.now() + timedelta(seconds=20)
            )
            queue.later(queue.CHECK, town, case_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
    told = _figures(client)
    assert told["database_up",] == 1
    assert told["jobs", "todo"] == 2
    assert told["oldest_job_seconds",] == pytest.approx(90, abs=5)
    assert told["outbox", "queued"] == 2
    assert told["outbox_oldest_seconds",] == pytest.approx(300, abs=5)
    assert told["journal_unsealed",] == 2
    assert told["journal_unsealed_oldest_seconds",] < 10
    assert told["register_breaker_open", "alpha", "vehicle-register"] == 1
    assert told["register_failures", "beta", "vehicle-register"] == 5


def test_where_nothing_waits_ages_are_zero(two_towns: tuple[str, str], client: Client) -> None:
    told = _figures(client)
    ages = ("oldest_job_seconds", "outbox_oldest_seconds", "journal_unsealed_oldest_seconds")
    assert [told[age,] for age in ages] == [0, 0, 0]


def test_a_job_put_off_is_not_late(db: None, client: Client) -> None:
    queue.later(queue.CHECK, "alpha", case_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert _figures(client)["oldest_job_seconds",] == 0


def test_requests_are_counted_by_class_and_duration(db: None, client: Client) -> None:
    before = _figures(client)
    client.get("/gibt-es-nicht/")
    after = _figures(client)
    for name in (("requests_total", "4xx"), ("request_duration_seconds_count",)):
        assert after[name] == before.get(name, 0) + 1, name
    assert any(name[0] == "request_duration_seconds_bucket" for name in after)


def test_every_figure_of_the_database_is_told_and_described(db: None, client: Client) -> None:
    text = client.get("/metrics", headers=TICKET).content.decode()
    assert [figure for figure in metrics.FIGURES if f"# HELP modellkommune_{figure} " not in text] == []


def test_the_database_is_not_asked_again_while_the_figures_are_fresh(
    db: None, client: Client, django_assert_num_queries: Any
) -> None:
    _figures(client)
    with django_assert_num_queries(0):
        _figures(client)


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "127.0.0.1"),
        ({"Authorization": "Bearer guess"}, "10.1.2.3"),
        ({"X-Forwarded-For": "10.1.2.3"}, "10.1.2.3"),
        ({"Via": "1.1 proxy"}, "10.1.2.3"),
        ({}, ""),
    ],
)
def test_for_others_it_does_not_exist(
    db: None, client: Client, settings: Any, headers: dict[str, str], address: str
) -> None:
    settings.METRICS_NETWORKS = (ip_network("10.0.0.0/8"),)
    allowed = headers == {"Authorization": "Bearer guess"}  # a wrong token, but from the right network
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert answer.status_code == (200 if allowed else 404)


def test_an_empty_token_opens_nothing(db: None, client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_several_processes_add_up(tmp_path: Path) -> None:
    program = (
        "from django.conf import settings; settings.configure(METRICS_TOKEN='', METRICS_NETWORKS=())\n"
        "from modellkommune.portals.machine import metrics\n"
        "metrics.count_request(200, 0.01)\n"
        "from prometheus_client import CollectorRegistry, generate_latest\n"
        "from prometheus_client.multiprocess import MultiProcessCollector\n"
        "registry = CollectorRegistry(); MultiProcessCollector(registry)\n"
        "print(generate_latest(registry).decode())"
    )
    said = ""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        said = done.stdout
    assert 'modellkommune_requests_total{status="2xx"} 2.0' in said
