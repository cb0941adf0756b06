"""Work off the jobs until SIGTERM; several may run beside each other."""

import argparse
import asyncio
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from modellkommune.foundation.tenants.roles import check_application_role

PATIENCE = 1.5  # seconds for jobs under way when asked to end; jobs cut off are found and retried


def register(subparsers: Any) -> None:
    """Add the command `worker`."""
    parser = subparsers.add_parser("worker", help=__doc__)
    parser.add_argument("--once", action="store_true", help="end when no job is left")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> None:
    check_application_role()
    connection.close()
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_work(wait=not arguments.once))


async def _work(*, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            wait=wait,
            concurrency=1,
            delete_jobs="successful",
            shutdown_graceful_timeout=PATIENCE,
            fetch_job_polling_interval=2.0,
        )
