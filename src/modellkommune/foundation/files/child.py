"""The process in which strangers' files are opened: little memory and time, nothing written, no network.

Reads a line of JSON and the content from its input; writes a line of JSON and a picture; ends with the file.
"""

import json
import resource
import sys
from typing import Any, Final

from modellkommune.foundation.files import opening
from modellkommune.foundation.files.errors import FileRefused, FileTooLarge
from modellkommune.foundation.files.isolation import isolate

MEMORY: Final = 1024 * 1024 * 1024  # bytes
SECONDS: Final = 10  # of the processor
OPEN_FILES: Final = 32


def bind() -> None:
    """Give up what the work does not need; there is no way back."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(limit, (value, value))
    isolate()  # where the kernel or the machine has no such filter, the limits above hold alone


def work(task: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Do a task {kind, page, max_pixels, max_pages}; page 0 asks to look into the whole file.

    The answer is {pages} with a picture, or {refused: name of the error}.
    """
    try:
        if task["page"]:
            return {}, opening.draw(task["kind"], content, task["page"], task["max_pixels"])
        pages, picture = opening.look(task["kind"], content, task["max_pixels"], task["max_pages"])
    except FileRefused as refusal:
        return {"refused": type(refusal).__name__}, b""
    except MemoryError:
        return {"refused": FileTooLarge.__name__}, b""
    return {"pages": pages}, picture


def main() -> None:
    """One file, from the standard input to the standard output."""
    bind()
    task = json.loads(sys.stdin.buffer.readline())
    answer, picture = work(task, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
