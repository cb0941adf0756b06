"""An error of a page's own form, shaped as the error summary wants it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """Which input it is about, and what to do, in the language of the page."""

    input_id: str
    message: str
