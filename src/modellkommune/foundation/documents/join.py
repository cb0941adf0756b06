"""The process in which papers are joined: reads a line with their lengths and then them, writes one PDF."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Final

import pypdfium2

A4: Final = (595.0, 842.0)  # points


def join(papers: Iterator[bytes]) -> bytes:
    """One PDF of several.

    A paper with an odd number of pages gets an empty one: printed on both sides, nobody's letter stands on
    the back of another's.
    """
    whole = pypdfium2.PdfDocument.new()
    for paper in papers:
        whole.import_pages(pypdfium2.PdfDocument(paper))
        if len(whole) % 2:
            whole.new_page(*A4)
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()


def main() -> None:
    """From the standard input to the standard output."""
    lengths = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(join(sys.stdin.buffer.read(length) for length in lengths))


if __name__ == "__main__":
    main()
