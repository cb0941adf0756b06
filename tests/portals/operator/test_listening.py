"""The worker hears of new jobs at once, also after its connection broke."""

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from modellkommune.portals.operator.installation import listening
from modellkommune.portals.operator.installation.listening import ListeningConnector

CHANNEL = "news_of_a_test"
PATIENCE = 20  # seconds


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
