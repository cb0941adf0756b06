"""What every page needs, loaded before the first visitor comes."""

import gc

from django.urls import get_resolver

from modellkommune.pages.wording import OFFERED, texts


def load_ahead() -> None:
    """Load all pages and sentences in the thread that starts the web server.

    Left to the first visitors, every thread would load them at once: what the threads make and throw away
    again leaves holes in the memory that are never given back.
    """
    get_resolver().url_patterns  # noqa: B018 -- asked for what it imports
    for language in OFFERED:
        texts(language)
    gc.collect()
    # What is loaded by now stays: looking through it again and again for garbage finds none.
    gc.freeze()
