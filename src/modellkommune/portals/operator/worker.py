"""Work off the jobs until SIGTERM; several may run beside each other."""

import argparse
import asyncio
import gc
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

from django.db import DatabaseError, close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections, close_db_connections_async

from modellkommune.foundation.documents.commands import publish_trust
from modellkommune.foundation.tenants.roles import check_application_role
from modellkommune.portals.operator.installation.joblines import observe_job
from modellkommune.portals.operator.installation.listening import ListeningConnector
from modellkommune.portals.operator.installation.masterkeys import refuse_missing_master_key
from modellkommune.workflow.carrying import carry_on
from modellkommune.workflow.sweeping import seal_journal

PATIENCE: Final = 1.5  # seconds for jobs under way when asked to end; jobs cut off are found and retried
SEALING: Final = 2.0  # seconds between two rounds of the journal's sealer
POLLING: Final = 5.0  # seconds between two looks for jobs put off; others announce themselves

log = logging.getLogger(__name__)


def register(subparsers: Any) -> None:
    """Add the command `worker`."""
    parser = subparsers.add_parser("worker", help=__doc__)
    parser.add_argument("--once", action="store_true", help="end when no job is left")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> None:
    check_application_role()
    refuse_missing_master_key()
    publish_trust()
    connection.close()
    with app.replace_connector(ListeningConnector()):
        asyncio.run(_work(wait=not arguments.once))


async def _work(*, wait: bool) -> None:
    sealer = asyncio.create_task(_keep_sealed())
    async with app.open_async():
        # What is loaded by now stays: looking through it again and again for garbage finds none.
        gc.freeze()
        await app.run_worker_async(
            wait=wait,
            concurrency=1,
            delete_jobs="successful",
            shutdown_graceful_timeout=PATIENCE,
            fetch_job_polling_interval=POLLING,
            task_middleware=[close_db_connections, close_db_connections_async, observe_job, carry_on],
        )
    sealer.cancel()
    with suppress(asyncio.CancelledError):
        await sealer


async def _keep_sealed() -> None:
    """Seal the journal beside the jobs: a job every two seconds would cost more than the sealing."""
    with ThreadPoolExecutor(1, "sealer") as thread:
        while True:
            await asyncio.sleep(SEALING)
            await asyncio.get_running_loop().run_in_executor(thread, _seal)


def _seal() -> None:
    try:
        seal_journal()
    except DatabaseError:
        log.exception("The journal could not be sealed; the next round tries again.")
    finally:
        close_old_connections()
