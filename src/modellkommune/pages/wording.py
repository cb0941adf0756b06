"""The sentences of the pages, keyed by dotted ids, in `texts/` beside each app's apps.py.

Files: `texts/{de,en}.yaml` and `texts/<topic>.{de,en}.yaml`. A key stands in one file only; both languages
have the same keys and the same placeholders (a test proves it).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from ruamel.yaml import YAML

LANGUAGES: Final = ("de", "en")
DEFAULT: Final = "de"
EASY: Final = "de-leicht"
OFFERED: Final = (*LANGUAGES, EASY)
"""Easy German says what matters on the way to a permit; what it does not say is said in German."""
TAGS: Final = {EASY: "de-simple"}
"""Language tags of BCP 47 where they differ from ours; `simple` is the registered variant."""


class TextMissing(KeyError):
    """No text with this key exists in this language."""


class TextTwice(ValueError):
    """Two files define a text with the same key."""


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The leaves of a nested mapping as pairs of dotted key and text."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def _files(language: str) -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted((Path(app.path) / "texts").glob(f"*{language}.yaml"))


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of one language, read once per process."""
    found: dict[str, str] = {}
    base = base_of(language)
    for path in _files(language):
        for key, text in flatten(YAML(typ="safe").load(path.read_text("utf-8")) or {}):
            if key in found:
                raise TextTwice(key)
            found[key] = text.strip()
    return found if base == language else {**texts(base), **found}


def base_of(language: str) -> str:
    """The language in which papers and mails are written: German also where pages are in easy German."""
    return language.partition("-")[0]


def say(key: str, language: str, **values: object) -> str:
    """The text with this key, its {placeholders} filled with `values`."""
    try:
        text = texts(language)[key]
    except KeyError:
        raise TextMissing(f"{key} ({language})") from None
    return text.format(**values) if values else text


def in_language(text: Mapping[str, str] | str | None, language: str) -> str:
    """One language of a text that comes from a blueprint or a profile; German where it is not translated."""
    if not isinstance(text, Mapping):
        return text or ""
    return text.get(language) or text.get(base_of(language)) or text.get(DEFAULT) or ""
