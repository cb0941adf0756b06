"""Setting a paper while somebody waits, in a process of its own: the web server carries no typesetter.

For what is asked for now and then and kept nowhere: posters, lists, dossiers. What a case is decided by, the
worker sets, signs and keeps.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from threading import BoundedSemaphore
from typing import Any, Final

SECONDS: Final = 60  # by the clock
_AT_ONCE: Final = BoundedSemaphore(1)
_CHILD: Final = (sys.executable, "-I", "-m", "modellkommune.foundation.documents.printer")


class NotPrinted(RuntimeError):
    """The paper could not be set; the template or the fonts are at fault (see the worker's log)."""


def printed(
    template_source: str,
    data: Mapping[str, Any],
    language: str,
    qr: Collection[str] = (),
    *,
    picture: bool = False,
) -> bytes:
    """The PDF of a typst template; the QR codes of the texts `qr` are in the template's `data.qr`, by text.

    `picture`: its first page as PNG instead, for a screen without a viewer of PDF. Raises `NotPrinted`.
    """
    paper = {"template": template_source, "data": data, "language": language}
    order = {**paper, "qr": sorted(qr), "picture": picture}
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- words of our own
                _CHILD,
                input=json.dumps(order, ensure_ascii=False).encode(),
                capture_output=True,
                timeout=SECONDS,
                env=os.environ
                | {"MALLOC_ARENA_MAX": "1", "DJANGO_SETTINGS_MODULE": "modellkommune.settings"},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotPrinted from None
    if done.returncode or not done.stdout:
        raise NotPrinted
    return done.stdout
