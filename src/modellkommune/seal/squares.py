"""Codes of dark and light squares as drawings, without anything that reads pictures."""

from collections.abc import Iterator, Sequence
from typing import Any

import zxingcpp

Rows = tuple[tuple[bool, ...], ...]
"""Rows of modules (True = dark), without quiet zone."""


def rows_of(barcode: Any) -> Rows:
    """The modules of a code that zxing has made."""
    picture: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    rows: Any = memoryview(picture).tolist()
    return tuple(tuple(not light for light in row) for row in rows)


def svg_of(rows: Sequence[Sequence[bool]], quiet: int) -> str:
    """One path; one unit a module, `quiet` modules of white around them."""
    size = len(rows) + 2 * quiet
    path = "".join(
        f"M{start + quiet} {y + quiet}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{path}"/></svg>'
    )


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and length of each stretch of dark modules."""
    start = 0
    for place, dark in enumerate((*row, False)):
        if not dark:
            if place > start:
                yield start, place - start
            start = place + 1
