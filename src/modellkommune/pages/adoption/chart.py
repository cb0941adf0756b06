"""Shares as horizontal bars: an SVG that a screen reader reads as one sentence, beside the table that it draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW: Final = 56
TEXT, BAR = 18, 28
HEIGHT: Final = 16


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its share from 0 to 1, the share in words, and whether it is our own."""

    label: str
    share: float
    words: str
    own: bool = False


def share_bars(name: str, title: str, bars: Sequence[Bar]) -> SafeString:
    """The drawing; `name` is unique on its page. Colours come from the style sheet, by classes only."""
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    drawn = format_html_join("", _ROW, (_values(number, bar) for number, bar in enumerate(bars)))
    return format_html(
        '<svg class="shares" role="img" width="100%" height="{}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        *(ROW * len(bars), name, name, name, title, name, said, drawn),
    )


_ROW: Final = (
    '<text class="shares__label" x="0" y="{}">{}</text><rect class="shares__track" y="{}" width="100%"'
    ' height="{}"/><rect class="shares__bar{}" y="{}" width="{}%" height="{}"/>'
)


def _values(number: int, bar: Bar) -> tuple[object, ...]:
    top = number * ROW
    own = " shares__bar--own" if bar.own else ""
    label = f"{bar.label}: {bar.words}"
    return (top + TEXT, label, top + BAR, HEIGHT, own, top + BAR, f"{100 * bar.share:.1f}", HEIGHT)
