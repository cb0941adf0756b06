import re
from pathlib import Path
from string import Formatter

import pytest

from modellkommune.pages import wording
from modellkommune.pages.wording import EASY, LANGUAGES, OFFERED, TextMissing, in_language, say, texts

SOURCES = Path(wording.__file__).parents[1]
# `{% say "a.b" %}`, `{% button "a.b" %}`, `{% breadcrumb "/" "a.b" %}`, `say("a.b", language)`
IN_TEMPLATES = re.compile(r"""{%\s*(?:say|button)\s+["']([a-z_0-9]+(?:\.[a-z_0-9]+)+)["'](?!\|)""")
IN_CODE = re.compile(r"""\bsay\(\s*"([a-z_0-9]+(?:\.[a-z_0-9]+)+)\"""")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _used() -> set[str]:
    found: set[str] = set()
    for file in SOURCES.rglob("*.html"):
        found.update(IN_TEMPLATES.findall(file.read_text("utf-8")))
    for folder in ("pages", "portals"):
        for file in (SOURCES / folder).rglob("*.py"):
            found.update(IN_CODE.findall(file.read_text("utf-8")))
    return found


def test_every_text_exists_in_both_languages() -> None:
    german, english = (set(texts(language)) for language in LANGUAGES)
    assert german == english


def test_a_translation_has_the_same_placeholders() -> None:
    german, english = (texts(language) for language in LANGUAGES)
    different = [key for key in german if _placeholders(german[key]) != _placeholders(english[key])]
    assert not different


def test_easy_german_is_german_where_it_says_nothing_of_its_own() -> None:
    german, easy = texts("de"), texts(EASY)
    assert set(easy) == set(german), "a key of easy German that German does not have is never shown"
    own = [key for key in german if easy[key] != german[key]]
    assert len(own) > 80
    assert not [key for key in own if _placeholders(easy[key]) != _placeholders(german[key])]
    assert set(OFFERED) - set(LANGUAGES) == {EASY}


def test_easy_german_keeps_sentences_short() -> None:
    sentences = [
        sentence
        for key, text in texts(EASY).items()
        if text != texts("de")[key]
        for sentence in re.split(r"[.?!:] ", text)
    ]
    assert not [sentence for sentence in sentences if len(sentence.split()) > 12]


def test_every_text_that_a_page_uses_exists() -> None:
    used = _used()
    assert len(used) > 100
    missing = used - set(texts("de"))
    assert not missing


def test_no_german_sentence_is_left_in_the_english_texts() -> None:
    same = [key for key, text in texts("en").items() if text == texts("de")[key] and text.count(" ") > 1]
    assert not same


def test_it_fills_placeholders() -> None:
    assert say("errors.several", "de", count=3) == "Bitte ändern Sie noch 3 Angaben"


def test_a_text_that_is_missing_is_an_error_not_an_empty_page() -> None:
    with pytest.raises(TextMissing, match=r"no\.such\.text"):
        say("no.such.text", "de")


def test_a_text_without_translation_is_shown_in_german() -> None:
    assert in_language({"de": "Straße"}, "en") == "Straße"
    assert in_language(None, "en") == ""
