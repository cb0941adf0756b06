"""Charts as SVG, drawn on the server: the same on a page and in a PDF, complete without JavaScript.

A picture never stands alone: title and description are in it, and whoever draws one puts the table beside it.
Colours are attributes, which style sheets replace by class (dark mode, forced colours); nothing is said by
colour only. Widths are in units of which a narrow phone shows about as many as it has pixels.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 400
_LINE: Final = 19  # the height of a line of text
_LETTERS: Final = 46  # that fit into a line of a label
_BAR: Final = 20
_GAP: Final = 14
_STACK: Final = 34
_KEY: Final = 14
_TEXT_ROOM: Final = 96  # beside the longest bar, for what is written there
_NARROWEST_NUMBER: Final = 34
_INK, _TOWN, _EMPTY = "#131525", "#1d4f7c", "#e3e5ec"
_STEPS: Final = ("#8a3b12", "#d98a4e", "#c9ccd6", "#5f9bcf", "#1d4f7c", "#6b4f8f", "#2f7d5b")
"""From one end of a scale to the other; each is told apart by its number, too."""
_ON_STEPS: Final = ("#ffffff", "#131525", "#131525", "#131525", "#ffffff", "#ffffff", "#ffffff")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it stands for, its length (None: hidden, no bar is drawn), what is written beside it."""

    label: str
    length: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar of parts that make a whole: its name, and the size of each part."""

    label: str
    parts: tuple[float, ...]


def bars(name: str, title: str, description: str, shown: Sequence[Bar], whole: float) -> str:
    """Bars below each other; `whole` is what the full width stands for. `name` is unique on the page."""
    pieces, top = [], 0
    for bar in shown:
        lines = _wrapped(bar.label)
        pieces += [_text(0, top + 15 + at * _LINE, line) for at, line in enumerate(lines)]
        top += len(lines) * _LINE + 3
        pieces += _bar(bar, top, whole)
        top += _BAR + _GAP
    return _svg(name, title, description, top - _GAP + 2, pieces)


def stacked(name: str, title: str, description: str, labels: Sequence[str], shown: Sequence[Stack]) -> str:
    """One bar of parts in each row, and the key to the parts, by number and colour, below."""
    pieces: list[str] = []
    top = 0
    for stack in shown:
        if stack.label:
            pieces.append(_text(0, top + 15, stack.label))
            top += _LINE + 3
        pieces += _stack(stack, top)
        top += _STACK + _GAP
    for number, label in enumerate(labels, start=1):
        lines = _wrapped(label)
        pieces += _key(number, top)
        pieces += [_text(_KEY * 2, top + 15 + at * _LINE, line) for at, line in enumerate(lines)]
        top += len(lines) * _LINE + 5
    return _svg(name, title, description, top, pieces)


def _bar(bar: Bar, top: int, whole: float) -> Iterator[str]:
    room = WIDTH - _TEXT_ROOM
    yield _box(0, top, room, _BAR, _EMPTY, "chart__empty")
    length = room * (bar.length or 0) / whole if whole else 0
    if length:
        yield _box(0, top, length, _BAR, _TOWN, "chart__bar")
    yield _text(room + 8, top + 15, bar.text, "chart__number")


def _stack(stack: Stack, top: int) -> Iterator[str]:
    whole = sum(stack.parts) or 1
    starts = [0.0, *accumulate(WIDTH * part / whole for part in stack.parts)]
    for at, part in enumerate(stack.parts):
        step, width = at % len(_STEPS), WIDTH * part / whole
        if not part:
            continue
        yield _box(starts[at], top, max(width - 2, 1), _STACK, _STEPS[step], "chart__step")
        if width >= _NARROWEST_NUMBER:
            middle = starts[at] + (width - 2) / 2
            yield _step_number(middle, top + 22, at + 1, step)


def _key(number: int, top: int) -> Iterator[str]:
    step = (number - 1) % len(_STEPS)
    yield _box(0, top, _KEY * 1.5, _LINE, _STEPS[step], "chart__step")
    yield _step_number(_KEY * 0.75, top + 15, number, step)


def _step_number(x: float, y: float, number: int, step: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{_ON_STEPS[step]}" '
        f'class="chart__on">{number}</text>'
    )


def _box(x: float, y: float, width: float, height: float, fill: str, classes: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
        f'fill="{fill}" class="{classes}"/>'
    )


def _text(x: float, y: float, words: str, classes: str = "chart__text") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{_INK}" class="{classes}">{escape(words)}</text>'


def _wrapped(label: str) -> list[str]:
    return textwrap.wrap(label, _LETTERS) or [""]


def _svg(name: str, title: str, description: str, height: float, pieces: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="Fira Sans" font-size="15">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(pieces)}</svg>"
    )
