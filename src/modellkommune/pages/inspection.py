"""What the firewall is told of this house: which fields are free text, which are never looked at.

The pages say it themselves (`@free_text`), the services' forms by the type of their fields.
"""

import re
from functools import lru_cache
from typing import Final

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from modellkommune.firewall.policy import NOTES, Policy, Treatment
from modellkommune.foundation.catalogue.queries import fields_of_text
from modellkommune.pages.admission import admitted
from modellkommune.pages.blocked import asked_instead
from modellkommune.pages.bots import PROOF
from modellkommune.pages.doorkeeping import ruling
from modellkommune.pages.entry import BEGINNING, FORMS, free_text_of, secrets_of
from modellkommune.pages.incidents import note
from modellkommune.pages.uploads import LARGEST_READ

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field
_IN_A_ROW: Final = re.compile(r"[a-z0-9_]+-[0-9]+-")
KEPT: Final = 256
"""Addresses whose page is remembered: a form asks for each of its fields."""


def policy() -> Policy:
    """The table for the firewall."""
    return Policy(treatment, note, LARGEST_READ, asked_instead, admitted, ruling)


def treatment(path: str, name: str) -> Treatment:
    """How the value of a field is looked at when it is sent to this address."""
    texts, secrets = _said_of(path)
    if name in secrets:
        return Treatment.SKIP
    if name in texts or (FORMS in texts and _IN_A_ROW.sub("", name) in fields_of_text()):
        return Treatment.SCORE
    if any(name.startswith(text) for text in texts if text.endswith(BEGINNING)):
        return Treatment.SCORE
    return Treatment.BLOCK


def is_noted(request: HttpRequest, text: str) -> bool:
    """Whether the firewall notes this text where it is typed. It is asked anew: nothing of it is stored."""
    notes = request.META.get(NOTES)
    return bool(text and notes and notes(text))


@lru_cache(KEPT)
def _said_of(path: str) -> tuple[frozenset[str], frozenset[str]]:
    """The fields of free text and the secret ones of the page at an address."""
    try:
        view = resolve(path).func
    except Resolver404:
        return frozenset(), frozenset()
    return free_text_of(view), secrets_of(view) | {TOKEN, PROOF}
