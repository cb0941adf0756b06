"""Log lines: one JSON object each, with ids only, or a readable line for a person at a terminal.

Whose case it is about is said by the case's number, never by a name. What other people's code logs is not
trusted with that: of its lines only the constant part is written, the values in it are left out, and of any
exception its kind and the places in the source, not its message, which may quote what somebody typed.
"""

import json
import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

HOUSE: Final = "modellkommune"
FIGURES: Final = ("method", "route", "status", "task", "ms", "rule", "reference")
"""What a line may say beside its message: `log.info("request", extra={"status": 200, "ms": 12.5})`."""


@dataclass
class About:
    """What the lines of one request or job are about; filled in as it becomes known."""

    request: str = ""
    municipality: str = ""
    case: str = ""
    job: int | None = None


_about: ContextVar[About | None] = ContextVar("about", default=None)

# No line of ours names thread, process or place in the source; Python looks them up for each line unless it
# is told otherwise ("Optimization" in its logging how-to).
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
logging._srcfile = None  # noqa: SLF001


@contextmanager
def lines_about(request: str = "", municipality: str = "", job: int | None = None) -> Iterator[About]:
    """Let the lines of the block say what they are about."""
    about = About(request, municipality, job=job)
    token = _about.set(about)
    try:
        yield about
    finally:
        _about.reset(token)


def name_municipality(key: str) -> None:
    """The lines from here on are about this municipality, until the request or job ends."""
    about = _about.get()
    if about is not None:
        about.municipality = key


def name_case(number: str) -> None:
    """The lines from here on are about the case of this number, until the request or job ends."""
    about = _about.get()
    if about is not None:
        about.case = number


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(_said(record), ensure_ascii=False, separators=(",", ":"), default=str)


class ReadableLine(logging.Formatter):
    """The same for people: time, severity, message, then what there is of the rest."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the places of an exception below it."""
        said = _said(record)
        start = f"{said.pop('time')[11:19]} {said.pop('level'):7} {said.pop('message')}"
        said.pop("logger")
        places = said.pop("trace", [])
        rest = "  ".join(f"{name}={value}" for name, value in said.items())
        return "\n    ".join([f"{start}  {rest}".rstrip(), *places])


def _said(record: logging.LogRecord) -> dict[str, Any]:
    said: dict[str, Any] = {
        "time": _instant(record.created),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _message(record),
    }
    about = _about.get()
    if about is not None:
        said |= {name: value for name, value in vars(about).items() if value not in ("", None)}
    said |= {name: record.__dict__[name] for name in FIGURES if name in record.__dict__}
    if record.exc_info and record.exc_info[1] is not None:
        said |= {"error": _kinds(record.exc_info[1]), "trace": _places(record.exc_info[2])}
    return said


def _instant(seconds: float) -> str:
    # The machine's own time, not the demonstration's day: lines of several programs are laid side by side.
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03}Z"


def _message(record: logging.LogRecord) -> str:
    if record.name == HOUSE or record.name.startswith(f"{HOUSE}."):
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _kinds(error: BaseException) -> list[str]:
    """The error and what led to it, by kind."""
    kinds = []
    seen: BaseException | None = error
    while seen is not None:
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
