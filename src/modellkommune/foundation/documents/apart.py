"""Papers for who waits at a screen, set in a process of its own: the web server carries no typst."""

import json
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any, Final

from modellkommune.foundation.tenants import clock

SECONDS: Final = 60  # by the clock
_AT_ONCE: Final = BoundedSemaphore(1)
_CHILD: Final = (sys.executable, "-I", "-m", "modellkommune.foundation.documents.typeset")


class NotTypeset(RuntimeError):
    """The paper could not be set."""


def rendered_apart(
    template_source: str, data: Mapping[str, Any], language: str, *, picture: bool = False
) -> bytes:
    """The PDF of a template, as `commands.render` makes it; or its first page as PNG. Raises `NotTypeset`.

    It takes about a second, most of it to load typst.
    """
    order = {
        "template": template_source,
        "data": dict(data),
        "language": language,
        "instant": clock.now().isoformat(),
        "picture": picture,
    }
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- words of our own
                _CHILD,
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=SECONDS,
                env={"MALLOC_ARENA_MAX": "1"},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotTypeset from None
    if done.returncode or not done.stdout:
        raise NotTypeset(done.stderr.decode(errors="replace")[-500:])
    return done.stdout
