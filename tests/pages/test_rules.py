"""The assertion for pages must itself notice what breaks the rules."""

import pytest

from tests.pages.rules import assert_page_rules

PAGE = """<!doctype html><html lang="de">
<head><title>Fehler: Ihr Auto – Alpha</title><meta name="viewport"></head>
<body><a href="#inhalt">Zum Inhalt</a><header></header>
<main id="inhalt"><p class="back"><a href="/">Zurück</a></p>
<div role="alert" tabindex="-1" autofocus><h2>Bitte</h2><a href="#x">Bitte geben Sie es an.</a></div>
<h1>Ihr Auto</h1>
<form method="post" novalidate><input type="hidden" name="csrfmiddlewaretoken">
<label for="x">Kennzeichen</label>
<input id="x" name="x" aria-invalid="true" aria-describedby="e">
<p class="kern-error" id="e">Bitte geben Sie es an.</p>
<button class="kern-btn">Weiter</button></form></main><footer></footer></body></html>"""


def test_it_accepts_a_page_that_keeps_them() -> None:
    assert_page_rules(PAGE, step=True)


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("novalidate", "", "lets the browser validate"),
        ('name="x"', 'name="x" required', "`required`"),
        ("Fehler: ", "", "do not agree"),
        ("<h1>Ihr Auto</h1>", "", "0 h1"),
        ('href="#x"', 'href="#y"', "does not lead to an input"),
        ('<p class="kern-error" id="e">Bitte geben', '<p class="kern-error" id="e">Geben', "same words"),
        (" autofocus><h2", "><h2", "does not take the focus"),
        ('for="x"', 'for="z"', "has no label"),
        ("Kennzeichen", "Kennzeichen *", "asterisk"),
        ('<p class="back">', "<p>", "no back link"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ('name="csrfmiddlewaretoken"', 'name="other"', "no token"),
        ('id="inhalt"', 'id="e"', "stands 2 times"),
        ("<footer></footer>", "", "no footer"),
        ("<label", '<button name="remove">Entfernen</button><label', "would press 'Entfernen'"),
    ],
)
def test_it_notices_a_broken_rule(good: str, bad: str, problem: str) -> None:
    assert good in PAGE
    with pytest.raises(AssertionError, match=problem.replace("(", r"\(")):
        assert_page_rules(PAGE.replace(good, bad, 1), step=True)
