"""What similar ideas cost: 10,000 ideas of a town with stems as rare and as common as words are, looked up.

Texts are drawn by Zipf's law from 20,000 invented words, so that some stems stand in thousands of ideas. Half
of those looked up are new and find nothing; half say what an idea of the town says already, partly with other
words. CPU is that of PostgreSQL's process and this one together.
"""

import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.models import Idea, Market, Term
from modellkommune.participation.ideas.similarity import similar_ideas, stems

TOWN = "dueren"
IDEAS = 10_000
WORDS = 20_000
LOOKUPS = 60
SEED = 11


@dataclass(frozen=True)
class Looked:
    """What looking texts up cost, each: CPU and the slowest by the clock in ms; how many found an idea."""

    cpu_ms: float
    slowest_ms: float
    finding: int


def report() -> None:
    """Fill the town and print for texts that are new and that are known what was measured, as JSON."""
    with municipality(TOWN):
        _fill()
    with municipality(TOWN):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = psutil.Process(cursor.fetchone()[0])
        new = list(itertools.islice(_texts(SEED + 1), LOOKUPS))
        similar_ideas(new[0])
        with CaptureQueriesContext(connection) as statements:
            similar_ideas(new[0])
        told = {
            "new": vars(_looked_up(new, server)),
            "known": vars(_looked_up(list(_retold(LOOKUPS)), server)),
            "statements": len(statements),
        }
    print(json.dumps(told))


def _looked_up(texts: list[str], server: psutil.Process) -> Looked:
    clocks, finding = [], 0
    before, own = _cpu(server), time.process_time()
    for text in texts:
        began = time.perf_counter()
        finding += bool(similar_ideas(text))
        clocks.append(time.perf_counter() - began)
    cpu = _cpu(server) - before + time.process_time() - own
    return Looked(cpu / len(texts) * 1000, max(clocks) * 1000, finding)


def _retold(count: int) -> Iterator[str]:
    """Texts of stored ideas from all over the market: three words of four are theirs."""
    stored = list(Idea.objects.order_by("number").values_list("text", flat=True))[:: IDEAS // count]
    for text, other in zip(stored[:count], _texts(SEED + 2), strict=False):
        yield " ".join([*text.split()[:30], *other.split()[:10]])


def _cpu(process: psutil.Process) -> float:
    """Seconds that a process has worked, in the machine's ticks of a hundredth."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _fill() -> None:
    today = clock.today()
    market = Market.objects.create(title="Messung", first=today, last=today, criteria=[], units=[])
    ideas = Idea.objects.bulk_create(
        Idea(
            market=market,
            number=1_000_000 + number,
            title=text[:60],
            text=text,
            state="open",
            author="1",
            submitted_on=today,
            earliest_on=today,
        )
        for number, text in zip(range(IDEAS), _texts(SEED), strict=False)
    )
    rows = (Term(idea=idea, term=term) for idea in ideas for term in stems(idea.text))
    Term.objects.bulk_create(rows, batch_size=5000)


def _texts(seed: int) -> Iterator[str]:
    """Texts of 40 words, the first of them common, most of them rare."""
    chance = random.Random(seed)  # noqa: S311
    letters = random.Random(SEED)  # noqa: S311
    syllables = [
        "ba",
        "ke",
        "li",
        "mo",
        "nu",
        "ra",
        "se",
        "ti",
        "wo",
        "fel",
        "gar",
        "hum",
        "kan",
        "lor",
        "pin",
    ]
    words = ["".join(letters.choices(syllables, k=letters.randint(2, 4))) for _ in range(WORDS)]
    weights = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))
    while True:
        yield " ".join(chance.choices(words, cum_weights=weights, k=40))
