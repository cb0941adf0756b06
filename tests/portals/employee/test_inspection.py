"""What the firewall is told of the forms of the market: texts pass with care, codes are never looked at."""

import pytest

from modellkommune.firewall.policy import Treatment
from modellkommune.pages.inspection import treatment

TEXTS = {
    "/ideen/": ("suche",),
    "/ideen/neu/": ("title", "text", "pseudonym"),
    "/ideen/aehnlich/": ("title", "text"),
    "/ideen/antwort/": ("text",),
    "/ideen/1/beitrag/": ("text",),
    "/ideen/1/gutachten/": ("remark",),
    "/ideen/1/entscheidung/": ("reason", "unit"),
    "/ideen/1/koordination/": ("text", "passage", "reason", "measure", "public_text", "before_source"),
    "/ideen/koordination/markt/": ("title", "criteria", "units", "bonus"),
}
SECRETS = (
    "/ideen/neu/", "/ideen/antwort/",
    "/ideen-galerie/markttag/00000000-0000-4000-8000-000000000000/1/",
)  # fmt: skip


@pytest.mark.parametrize("path", TEXTS)
def test_texts_pass_and_choices_do_not(path: str) -> None:
    assert {treatment(path, name) for name in TEXTS[path]} == {Treatment.SCORE}
    assert treatment(path, "state") is Treatment.BLOCK


@pytest.mark.parametrize("path", SECRETS)
def test_codes_are_never_looked_at(path: str) -> None:
    assert treatment(path, "code") is Treatment.SKIP
