"""`python -m simulator --port 8001 --home <folder> --platform-port 8000`: one process, on 127.0.0.1 only."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from simulator.app import build
from simulator.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent


def read_arguments(arguments: list[str] | None = None) -> Settings:
    """Settings from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="A small Germany in a box, for demonstrations."
    )
    parser.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1")
    parser.add_argument(
        "--home", type=Path, required=True, help="folder for everything that survives a restart"
    )
    parser.add_argument(
        "--platform-port", type=int, default=8000, help="port of the platform, for links and notifications"
    )
    parser.add_argument(
        "--municipalities", type=Path, default=REPOSITORY / "municipalities", help="folder of the towns"
    )
    parser.add_argument("--seed", type=int, default=2026, help="another seed gives other people")
    parser.add_argument(
        "--public-url", default="", help="address for browsers, default http://localhost:<port>"
    )
    read = parser.parse_args(arguments)
    return Settings(**vars(read))


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = Server(
        build(settings),
        address="127.0.0.1",
        port=settings.port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, server.stop)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(serve(read_arguments()))
    # A thread of the server that still wants the interpreter while Python takes it down aborts the process.
    # All that survives a restart is in its files already.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
