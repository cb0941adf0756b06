import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import clear_url_caches, get_resolver

import modellkommune
from modellkommune.pages.loading import load_ahead
from modellkommune.pages.wording import OFFERED, texts

WSGI = Path(modellkommune.__file__).parent / "wsgi.py"


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_pages_and_sentences_are_there_before_the_first_visitor() -> None:
    texts.cache_clear()
    clear_url_caches()
    load_ahead()
    assert texts.cache_info().currsize == len(OFFERED)
    assert "url_patterns" in vars(get_resolver())
    assert gc.get_freeze_count() > 0


def test_the_web_server_opens_after_that() -> None:
    assert WSGI.read_text().rstrip().endswith("load_ahead()")
