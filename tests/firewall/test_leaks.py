"""What got out is found; what people write about such things is not, however close it comes."""

import json
from html import escape

import pytest

from modellkommune.firewall.leaks import DATABASE, FIRST, KEY, LAST, SHELL, TRACE, WORD, Leaks
from tests.firewall.test_corpora import CORPORA

HOME = "/srv/portal/lib/modellkommune/"
KEY_LINES = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n" * 4
PEM = f"-----BEGIN PRIVATE KEY-----\n{KEY_LINES}-----END PRIVATE KEY-----"
TRACEBACK = f"""Traceback (most recent call last):
  File "{HOME}workflow/issuing.py", line 70, in issue
    sealed = seal(plan)
ValueError: plan"""
LEAKS = [
    ('syntax error at or near "FROM"\nLINE 1: SELECT FROM x', DATABASE),
    ('relation "cases_case" does not exist', DATABASE),
    ('duplicate key value violates unique constraint "cases_case_pkey"', DATABASE),
    ('null value in column "town" of relation "x" violates not-null constraint', DATABASE),
    (
        "You have an error in your SQL syntax; check the right syntax to use near ''' at line 1",
        DATABASE,
    ),
    ("Unclosed quotation mark after the character string ''.", DATABASE),
    (TRACEBACK, TRACE),
    (f"<pre>{escape(TRACEBACK)}</pre>", TRACE),
    (json.dumps({"fault": TRACEBACK}), TRACE),
    (PEM, KEY),
    (PEM.replace("PRIVATE", "RSA PRIVATE"), KEY),
    (json.dumps({"key": PEM}), KEY),
    ("<?php system($_GET['c']); ?>", SHELL),
    ("<html><head><title>example.org - WSO 2.5</title></head>", SHELL),
    ("<pre>uid=33(www-data) gid=33(www-data) groups=33(www-data)</pre>", SHELL),
    ("<pre>root:x:0:0:root:/root:/bin/bash", SHELL),
]
ABOUT_SUCH_THINGS = [
    'Auf der alten Seite stand immer: syntax error at or near "FROM", LINE 1: SELECT * FROM x.',
    'Dann kam: relation "cases_case" does not exist. Bitte reparieren!',
    'ERROR: duplicate key value violates unique constraint "cases_case_pkey"',
    "You have an error in your SQL syntax; check the manual ... the right syntax to use near ''' at line 1",
    "Unclosed quotation mark after the character string ''.",
    'Traceback (most recent call last):\n  File "/home/ich/skript.py", line 3, in <module>\nKeyError: 1',
    "Idee: <?php phpinfo(); ?> überall abschaffen, samt <title>WSO 2.5</title> und <pre>root:x:0:0:",
    "Bitte legen Sie die Datei -----BEGIN PRIVATE KEY----- nie auf den Server.",
    "SELECT * FROM ideas WHERE author = 'me' -- syntax error",
]
leaks = Leaks((HOME,), ("VS-NfD", "Streng vertraulich", "Prüfvermerk & Ü"))


def _shown(text: str) -> bytes:
    """A text as a template of ours shows it: in a paragraph, in an input, in a text area."""
    safe = escape(text)
    return f'<p>{safe}</p><input value="{safe}"><textarea>\n{safe}</textarea>'.encode()


@pytest.mark.parametrize(("text", "rule"), LEAKS)
def test_what_got_out_is_found(text: str, rule: int) -> None:
    page = f"<main>{'<p>Ein Satz.</p>' * 20}" if rule != SHELL else ""
    leak = leaks.found(f"{page}{text}".encode(), data=text.startswith("{"))
    assert leak is not None
    assert leak.rule == rule


@pytest.mark.parametrize("text", ABOUT_SUCH_THINGS)
def test_who_writes_about_such_things_takes_no_page_down(text: str) -> None:
    assert leaks.found(_shown(text)) is None
    assert leaks.found(json.dumps({"text": text}).encode(), data=True) is None


@pytest.mark.parametrize("name", ["benign-dev", "attacks-dev"])
def test_no_input_of_the_corpora_takes_down_the_page_that_shows_it(name: str) -> None:
    corpus = CORPORA / f"{name}.jsonl"
    if not corpus.is_file():
        pytest.skip("the corpora are not on this machine")
    lines = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    texts = [str(line.get("value") or json.dumps(line, ensure_ascii=False)) for line in lines]
    assert len(texts) >= 250
    assert [text for text in texts if leaks.found(_shown(text))] == []
    assert [text for text in texts if leaks.found(json.dumps([text]).encode(), data=True)] == []


def test_officials_may_read_what_somebody_wrote_of_keys_and_words() -> None:
    for text in (PEM, "Streng vertraulich"):
        assert leaks.found(_shown(text)) is not None
        assert leaks.found(_shown(text), among_people=True) is None
    assert leaks.found(TRACEBACK.encode(), among_people=True) is not None


@pytest.mark.parametrize(
    "text", ["VS-NfD", "vs-nfd", "STRENG VERTRAULICH", "Prüfvermerk & Ü", "PRÜFVERMERK & Ü"]
)
def test_words_are_found_large_and_small_and_escaped(text: str) -> None:
    leak = leaks.found(_shown(f"Akte, {text}, Seite 1"))
    assert leak is not None
    assert leak.rule == WORD


def test_a_leak_names_nothing_of_what_was_found() -> None:
    leak = leaks.found(PEM.encode())
    assert leak is not None
    assert leak.looks_for == "private key (PEM)"


def test_the_beginning_and_the_end_of_a_long_page_are_looked_at() -> None:
    filling = b"<li>Zeile</li>" * 40_000
    assert leaks.found(TRACEBACK.encode() + filling) is not None
    assert leaks.found(filling + TRACEBACK.encode()) is not None
    assert len(filling) > FIRST + LAST
    assert leaks.found(filling) is None
