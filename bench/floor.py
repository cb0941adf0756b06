"""What the bare libraries alone need for the requests of one case, in the same run: what is left to win.

The page is fixed (see `bench.bare`): no template, no session, no database, no register is in it.
"""

import os
import statistics
import subprocess
import sys
import time

import httpx

from bench.processes import usage
from tests.journeys.stack import ROOT, free_ports

WARM_UP, ROUNDS = 100, 5
PATIENCE = 30.0  # seconds until the web server answers


def bare_requests(count: int) -> float:
    """CPU milliseconds of a web server that answers `count` requests with a fixed page; the median."""
    port = free_ports()
    words = ["-m", "granian", "--interface", "wsgi", "--port", str(port), "bench.bare:application"]
    server = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _wait_for(client)
            _ask(client, WARM_UP)
            return statistics.median(_round(client, count) for _ in range(ROUNDS))
    finally:
        server.terminate()
        server.wait(10)


def _round(client: httpx.Client, count: int) -> float:
    before = usage(os.getpid())
    _ask(client, count)
    return usage(os.getpid()).since(before)["web"]


def _ask(client: httpx.Client, count: int) -> None:
    for _ in range(count):
        client.get("/").raise_for_status()


def _wait_for(client: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            _ask(client, 1)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
