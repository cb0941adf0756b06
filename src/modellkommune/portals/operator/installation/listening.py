"""The worker's connection to the job table, waiting for news without looking for them.

procrastinate's own connector wakes ten times a second while it listens; this one sleeps until its socket says
something. And it needs no transaction for single statements.
"""

import asyncio
import logging
import select
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

from procrastinate.connector import Notify
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import AsyncConnection, OperationalError
from psycopg.sql import SQL, Identifier
from psycopg_pool import AsyncConnectionPool

SIGN_OF_LIFE: Final = 30.0  # seconds after which a silent connection is tried
PAUSE: Final = 1.0  # seconds before the next attempt to connect
MOST: Final = 4  # connections at once

log = logging.getLogger(__name__)


class ListeningConnector(PsycopgConnector):
    """Connects as Django's default database does."""

    def __init__(self) -> None:
        self._parameters: dict[str, Any] = connector_params() | {"autocommit": True}
        # Another connection only while one is busy: each plans all its statements for itself.
        super().__init__(kwargs=self._parameters, pool_factory=_pool, min_size=1, max_size=MOST)

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Hand on every notification on these channels, over new connections when one breaks; never ends."""
        names = tuple(channels)
        while True:
            try:
                async with await AsyncConnection.connect(**self._parameters) as connection:
                    for name in names:
                        await connection.execute(SQL("LISTEN {}").format(Identifier(name)))
                    await _hand_on(connection, on_notification)
            except OperationalError:
                log.warning("The database is not there; new jobs are looked for until it is.")
                await asyncio.sleep(PAUSE)


def _pool(**stated: Any) -> AsyncConnectionPool:
    return AsyncConnectionPool(**{**stated, "check": _still_stands})


async def _still_stands(connection: AsyncConnection[Any]) -> None:
    """Raise `OperationalError` for a connection that the server has ended."""
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    if watch.poll(0):
        await AsyncConnectionPool.check_connection(connection)


async def _hand_on(connection: AsyncConnection[Any], on_notification: Notify) -> None:
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    socket = connection.fileno()
    while True:
        async for notification in connection.notifies(timeout=0):
            await on_notification(channel=notification.channel, payload=notification.payload)
        news.clear()
        loop.add_reader(socket, news.set)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), SIGN_OF_LIFE)
        finally:
            loop.remove_reader(socket)
        if not news.is_set():
            await connection.execute("SELECT 1")
