"""The installation of the kill tests from outside: its processes, and what they have done."""

import asyncio
import signal
import subprocess
import sys
from dataclasses import dataclass

from django.db import connection
from procrastinate.contrib.django import app

from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.refusal import seen_of
from modellkommune.workflow.sweeping import retry_stalled_jobs
from tests.workflow.conftest import REPOSITORY
from tests.workflow.errands import Errand, Simulator, apply, official_of
from tests.workflow.mailserver import MailServer

TOWN = "musterstadt"
PATIENCE = 60
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class House:
    """The installation from outside: its simulator, its mail server, its processes."""

    simulator: Simulator
    mail: MailServer
    environment: dict[str, str]

    def run(self, *words: str, kill_at: str = "") -> int:
        """Run Python with these words to its end; the exit status."""
        environment = self.environment | ({"MODELLKOMMUNE_KILL_AT": kill_at} if kill_at else {})
        done = subprocess.run(
            [sys.executable, *words], env=environment, cwd=REPOSITORY, timeout=PATIENCE, check=False
        )
        return done.returncode

    def work(self, kill_at: str = "") -> int:
        """Let a worker do what is queued; the exit status."""
        return self.run("-m", "modellkommune", "worker", "--once", kill_at=kill_at)

    def recover(self) -> None:
        """What the periodic job does half a minute after a death, at once; then another worker works."""
        assert asyncio.run(_give_back()) == 1
        assert self.work() == 0


async def _give_back() -> int:
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        async with app.open_async():
            return await retry_stalled_jobs(app.job_manager, seconds=0)


_addresses = iter(f"resident{number}@example.org" for number in range(1000))


def address() -> str:
    """An address of its own for each test."""
    return next(_addresses)


def assert_each_mail_arrived_once(house: House, errand: Errand, twice: tuple[str, ...] = ()) -> None:
    """Every mail about the case that was taken over by this house's mail server came in once.

    A mail that came `twice` had the same Message-ID both times.
    """
    with municipality(TOWN):
        told = Message.objects.filter(about=f"case:{errand.case.pk}")
        assert set(told.values_list("state", flat=True)) == {"sent"}
        wanted = {str(message.mail_id) for message in told}
    ids = house.mail.ids_to(errand.application["answers"]["email"])
    came = [one.strip("<>").partition("@")[0] for one in ids]
    assert sorted(ids) == sorted([*set(ids), *twice])
    assert set(came) <= wanted


def waiting_jobs() -> list[str]:
    """The jobs of cases that are queued or under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE args ? 'town'")
        return [name for (name,) in cursor.fetchall()]


def in_review(house: House) -> tuple[Errand, list[str]]:
    errand = apply(house.simulator, TOWN, "ausserhalb", email=address())
    assert house.work() == 0
    with municipality(TOWN):
        seen = seen_of(errand.case)
    return errand, [str(errand.case.pk), official_of(TOWN), seen]
