"""Everything the request handlers share, and how they read a request."""

import json
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qsl

from starlette.requests import Request

from simulator.faults import Faults
from simulator.log import Log
from simulator.notifications import Notifier
from simulator.settings import Settings
from simulator.signing import Signer
from simulator.store import Store
from simulator.world import World

BODY_LIMIT = 256 * 1024


class BodyTooLarge(Exception):
    """The request is larger than anything that makes sense here."""


@dataclass
class Box:
    """The simulator's parts."""

    settings: Settings
    store: Store
    world: World
    faults: Faults
    log: Log
    notifier: Notifier
    signer: Signer


def box_of(request: Request) -> Box:
    """The parts from a request."""
    return cast("Box", request.app.state.box)


async def body_of(request: Request) -> bytes:
    """The body up to a limit; raises BodyTooLarge."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > BODY_LIMIT:
            raise BodyTooLarge(BodyTooLarge.__doc__)
    return bytes(data)


async def form_of(request: Request) -> dict[str, str]:
    """Fields of an HTML form."""
    text = (await body_of(request)).decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


async def json_of(request: Request) -> dict[str, object] | None:
    """A JSON object, or None if the body is none."""
    try:
        document = json.loads(await body_of(request))
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


async def fields_of(request: Request) -> dict[str, object]:
    """Fields of a JSON object or an HTML form, as the content type says."""
    if "json" in request.headers.get("content-type", ""):
        return await json_of(request) or {}
    return dict(await form_of(request))


def wants_html(request: Request) -> bool:
    """Whether a person at a browser sent this form."""
    return "text/html" in request.headers.get("accept", "")
