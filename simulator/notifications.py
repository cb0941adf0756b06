"""Notifications to the platform: kept first, repeated until they arrive, sent to 127.0.0.1 only."""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from simulator.log import Entry, Log
from simulator.store import Store, compact

ATTEMPTS = 10
TIME_LIMIT = 10.0


class Notifier:
    """The queue of notifications; `clock` gives seconds since 1970."""

    def __init__(
        self, store: Store, log: Log, platform_port: int, clock: Callable[[], float] = time.time
    ) -> None:
        """Send to this port of 127.0.0.1, whatever host a notification is meant for."""
        self.store = store
        self.log = log
        self.platform = f"http://127.0.0.1:{platform_port}"
        self.clock = clock
        self.changed = asyncio.Event()

    def add(self, address: str, document: dict[str, object], delay: float = 0.0, copies: int = 1) -> None:
        """Keep a notification for `address`; the path and the Host header come from there."""
        target = urlsplit(address)
        path = target.path + (f"?{target.query}" if target.query else "")
        for _ in range(copies):
            self.store.run(
                "INSERT INTO notification (host, path, body, due, attempts, state)"
                " VALUES (?, ?, ?, ?, 0, 'pending')",
                (target.netloc, path or "/", compact(document), self.clock() + delay),
            )
        self.changed.set()

    def pending(self) -> list[dict[str, object]]:
        """Notifications that are still to be sent, the earliest first."""
        return self.store.rows("SELECT * FROM notification WHERE state = 'pending' ORDER BY due, number")

    async def deliver_due(self) -> int:
        """Send what is due; tells how many arrived."""
        due = [n for n in self.pending() if float(str(n["due"])) <= self.clock()]
        if not due:
            return 0
        async with httpx.AsyncClient(timeout=TIME_LIMIT, trust_env=False) as client:
            return sum([await self._deliver(client, notification) for notification in due])

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            await self.deliver_due()
            pending = self.pending()
            wait = max(0.0, float(str(pending[0]["due"])) - self.clock()) if pending else None
            try:
                await asyncio.wait_for(self.changed.wait(), wait)
            except TimeoutError:
                continue
            self.changed.clear()

    async def _deliver(self, client: httpx.AsyncClient, notification: dict[str, object]) -> bool:
        headers = {"Host": str(notification["host"]), "Content-Type": "application/json"}
        try:
            answer = await client.post(
                self.platform + str(notification["path"]),
                content=str(notification["body"]).encode(),
                headers=headers,
            )
            outcome = str(answer.status_code)
        except httpx.HTTPError as error:
            outcome = type(error).__name__
        arrived = outcome.startswith("2")
        self._record(notification, arrived, outcome)
        return arrived

    def _record(self, notification: dict[str, object], arrived: bool, outcome: str) -> None:
        attempts = int(str(notification["attempts"])) + 1
        state = "arrived" if arrived else "given up" if attempts >= ATTEMPTS else "pending"
        self.store.run(
            "UPDATE notification SET attempts = ?, state = ?, due = ? WHERE number = ?",
            (attempts, state, self.clock() + 2.0 ** (attempts - 1), notification["number"]),
        )
        body = json.loads(str(notification["body"]))
        self.log.write(
            Entry(
                "payment",
                "notification",
                str(body.get("requestId", "")),
                subject=str(body.get("transactionId", "")),
                outcome=outcome,
            )
        )
