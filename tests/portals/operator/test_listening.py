"""The worker hears of new jobs at once, also after its connection broke."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, LiteralString

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from modellkommune.portals.operator.installation import listening
from modellkommune.portals.operator.installation.listening import ListeningConnector

CHANNEL = "news_of_a_test"
PATIENCE = 20  # seconds
ROUND_THE_POOL = 12
"""Statements after which each connection of the pool has been used again."""
PROCESS: Final[LiteralString] = "SELECT pg_backend_pid() AS pid"


class Ear:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    async def __call__(self, *, channel: str, payload: str) -> None:
        self.heard.add(f"{channel}: {payload}")

    async def hears(self, url: str, payload: str) -> bool:
        """Send news again and again, for nobody knows when the listener is ready, until they arrive."""
        while f"{CHANNEL}: {payload}" not in self.heard:
            send(url, payload)
            await asyncio.sleep(0.02)
        return True


def send(url: str, payload: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def break_listeners(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        ends = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s", [f'LISTEN "{CHANNEL}"']
        )
        return len(ends.fetchall())


def listen(story: Callable[[Ear], Awaitable[None]]) -> None:
    async def told() -> None:
        ear = Ear()
        listener = asyncio.create_task(ListeningConnector().listen_notify(ear, [CHANNEL]))
        try:
            await asyncio.wait_for(story(ear), PATIENCE)
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)

    asyncio.run(told())


def test_news_arrive(db: None, database_urls: tuple[str, str]) -> None:
    async def story(ear: Ear) -> None:
        assert await ear.hears(database_urls[0], "one")

    listen(story)


def test_a_broken_connection_is_made_anew(
    db: None, database_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PAUSE", 0.01)

    async def story(ear: Ear) -> None:
        assert await ear.hears(database_urls[0], "one")
        assert break_listeners(database_urls[0]) == 1
        assert await ear.hears(database_urls[0], "two")

    listen(story)


def test_what_the_server_has_ended_is_replaced_before_it_is_used(
    db: None, database_urls: tuple[str, str]
) -> None:
    async def told() -> None:
        connector = ListeningConnector()
        await connector.open_async()
        try:
            first = await connector.execute_query_one_async(PROCESS)
            with psycopg.connect(database_urls[0], autocommit=True) as connection:
                connection.execute("SELECT pg_terminate_backend(%s, 5000)", [first["pid"]])
            later = [await connector.execute_query_one_async(PROCESS) for _ in range(ROUND_THE_POOL)]
        finally:
            await connector.close_async()
        assert first not in later

    asyncio.run(asyncio.wait_for(told(), PATIENCE))


def test_a_standing_connection_is_not_asked_whether_it_stands(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(connection: AsyncConnection[Any]) -> None:
        raise AssertionError

    monkeypatch.setattr(AsyncConnectionPool, "check_connection", refuse)

    async def told() -> list[int]:
        connector = ListeningConnector()
        await connector.open_async()
        try:
            return [(await connector.execute_query_one_async(PROCESS))["pid"] for _ in range(3)]
        finally:
            await connector.close_async()

    assert len(asyncio.run(asyncio.wait_for(told(), PATIENCE))) == 3


def test_one_connection_does_what_comes_one_after_the_other(db: None) -> None:
    async def told() -> set[int]:
        connector = ListeningConnector()
        await connector.open_async()
        try:
            return {(await connector.execute_query_one_async(PROCESS))["pid"] for _ in range(ROUND_THE_POOL)}
        finally:
            await connector.close_async()

    assert len(asyncio.run(asyncio.wait_for(told(), PATIENCE))) == 1
