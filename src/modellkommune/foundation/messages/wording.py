"""The texts of the messages: templates/messages/<template>.<language>.txt, a subject, a blank line, the body.

They must not name anybody or anything personal: mails travel and lie unsealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.template import Context, Engine, TemplateDoesNotExist
from django.template.base import Template

from modellkommune.foundation.messages.errors import TemplateUnknown

FOLDER: Final = Path(__file__).parent / "templates" / "messages"
FIRST_LANGUAGE: Final = "de"

_engine: Final = Engine(dirs=[str(FOLDER)], autoescape=False)


@dataclass(frozen=True)
class Wording:
    """Subject and body of a mail."""

    subject: str
    body: str


def worded(template: str, language: str, values: Mapping[str, Any]) -> Wording:
    """The text in a language, in German where there is none. Raises `TemplateUnknown`."""
    text = _template(template, language).render(Context(dict(values), autoescape=False))
    subject, _, body = text.partition("\n")
    return Wording(" ".join(subject.split()), body.strip() + "\n")


def refuse_unknown(template: str) -> None:
    """Raise `TemplateUnknown` if there is no text of this name."""
    _template(template, FIRST_LANGUAGE)


@lru_cache(maxsize=256)
def _template(template: str, language: str) -> Template:
    for tried in (language, FIRST_LANGUAGE):
        try:
            return _engine.get_template(f"{template}.{tried}.txt")
        except TemplateDoesNotExist:
            continue
    raise TemplateUnknown(template)
