"""/metrics: numbers for a monitoring system, in the text format of Prometheus; nothing personal.

What the processes count (requests) lies in small files of the folder PROMETHEUS_MULTIPROC_DIR, one for each
process, and is added up when it is asked for; without that folder a process tells its own numbers only. What
the database knows is asked at most every few seconds, by one call of a function that only counts (see
`portals/operator/installation/figures.py`), so it stays cheap however often somebody asks.

Nobody may ask unless the installation says who: a token, or networks. A request that came through a proxy
counts by its token alone, for its address is the proxy's.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address
from threading import Lock
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from modellkommune.foundation.tenants import clock

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
PATH: Final = "/metrics"
FRESH: Final = 10.0  # seconds for which the database's figures are told again
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds

_requests: Final = Counter(
    "modellkommune_requests_total", "Requests answered, by class of status", ["status"]
)
_durations: Final = Histogram(
    "modellkommune_request_duration_seconds", "How long an answer took", buckets=BUCKETS
)

FIGURES: Final = {
    "jobs": ("Jobs in the queue, by state", ("state",)),
    "oldest_job_seconds": ("How long the oldest job has been due and not been taken up; 0 without any", ()),
    "outbox": ("Messages that are not sent, by state", ("state",)),
    "outbox_oldest_seconds": ("Age of the oldest message that waits; 0 without any", ()),
    "journal_unsealed": ("Journal entries that wait for the sealer", ()),
    "journal_unsealed_oldest_seconds": ("Age of the oldest journal entry that waits for the sealer", ()),
    "register_breaker_open": (
        "1 while a register is left alone because it failed again and again",
        ("municipality", "register"),
    ),
    "register_failures": ("Failures in a row of a register", ("municipality", "register")),
    "cases": ("Cases, by state", ("municipality", "state")),
}
"""The database's figures: what they mean and by which labels; the function names them in the same order."""


def count_request(status: int, seconds: float) -> None:
    """Count an answered request."""
    _requests.labels(f"{status // 100}xx").inc()
    _durations.observe(seconds)


def answer_metrics(answer: Answer) -> Answer:
    """Middleware: answers /metrics on any host name to those who may ask; for others it does not exist."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == PATH and may_ask(request):
            return HttpResponse(
                _told(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
            )
        return answer(request)

    return middleware


def may_ask(request: HttpRequest) -> bool:
    """Whether the request brings the token, or comes from one of the networks without a proxy between."""
    token = settings.METRICS_TOKEN
    stated = request.headers.get("Authorization", "").encode()
    if token and hmac.compare_digest(stated, f"Bearer {token}".encode()):
        return True
    if {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"} & set(request.headers):
        return False
    try:
        sender = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(sender in network for network in settings.METRICS_NETWORKS)


def _told() -> bytes:
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + _of_database()
    return generate_latest(REGISTRY) + _of_database()


def _of_database() -> bytes:
    registry = CollectorRegistry()
    registry.register(_figures)
    return generate_latest(registry)


class _Figures(Collector):
    """The database's figures, asked by one caller at a time and told again while they are fresh."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read_at = float("-inf")
        self._rows: list[tuple[str, list[str], float]] | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures, and whether the database answered at all."""
        with self._lock:
            if time.monotonic() - self._read_at > FRESH:
                self._rows, self._read_at = _asked(), time.monotonic()
            rows = self._rows
        yield GaugeMetricFamily(
            "modellkommune_database_up", "Whether PostgreSQL answers", value=0 if rows is None else 1
        )
        if rows is not None:
            yield from _families(rows)

    def forget(self) -> None:
        """Ask anew next time."""
        self._read_at = float("-inf")


_figures: Final = _Figures()


def forget() -> None:
    """Ask the database anew next time, however fresh the figures are."""
    _figures.forget()


def _asked() -> list[tuple[str, list[str], float]] | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, labels, value FROM modellkommune_figures(%s)", [clock.now()])
            return list(cursor.fetchall())
    except DatabaseError:
        return None


def _families(rows: Iterable[tuple[str, list[str], Any]]) -> Iterator[GaugeMetricFamily]:
    found = list(rows)
    for figure, (meaning, labels) in FIGURES.items():
        family = GaugeMetricFamily(f"modellkommune_{figure}", meaning, labels=labels)
        for name, values, value in found:
            if name == figure:
                family.add_metric(values, float(value))
        yield family
