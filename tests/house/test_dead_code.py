"""No function, class, method or property lies there unused.

vulture finds names that no line of Python reads. A name may also be read by a template, or stand in a text
that is one word (settings name middleware so); what a framework calls stands in the short list below.
"""

import ast
import re
from pathlib import Path
from typing import Final

import vulture

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "modellkommune"
CALLED_BY: Final = {
    "Django": (
        "Meta", "get_full_name", "state_forwards", "database_forwards", "database_backwards", "send_messages",
        "receive_data_chunk", "file_complete", "get_help_text",
    ),
    "django-allauth": (
        "can_delete_authenticator", "is_open_for_signup", "is_safe_url", "get_password_change_redirect_url",
        "authentication_failed", "pre_authenticate", "is_reauthentication_required", "send_mail",
    ),
    "procrastinate": ("listen_notify",),
    "migrations": ("TenantTable", "TenantKey", "TenantGrant"),
    "the tests, who have no other way to know": (
        "entrant_of", "history", "rights_for", "tables_without_wall",
    ),
    "the bench": ("seal_permit",),
    "case A8 of resident parking": ("on_the_road",),
    "pages to come, as the other components of KERN": ("select_field",),
}  # fmt: skip
CONFIGURATIONS: Final = re.compile(r"[A-Z]\w+Config")
READING: Final = {".html", ".txt", ".yaml", ".typ", ".toml", ".js"}
ONE_WORD: Final = re.compile(r"[\w.:]+")


def unused() -> dict[str, str]:
    """Names that nobody reads, with what they are and where."""
    found = vulture.Vulture()
    found.scavenge([str(SOURCE)], exclude=["*/migrations/*"])
    items = (item for item in found.get_unused_code(min_confidence=60) if item.typ in KINDS)
    return {item.name: f"{item.typ} {item.filename}:{item.first_lineno}" for item in items}


KINDS: Final = {"function", "class", "method", "property"}


def read_elsewhere() -> set[str]:
    """Every word of templates and texts, and of strings in Python that are a name."""
    words: set[str] = set()
    for file in SOURCE.rglob("*"):
        if file.suffix in READING:
            words.update(re.findall(r"\w+", file.read_text("utf-8")))
        elif file.suffix == ".py":
            words.update(*map(re.compile(r"\w+").findall, _names(file)))
    return words


def _names(file: Path) -> list[str]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and ONE_WORD.fullmatch(text)]


def test_nothing_lies_there_unused() -> None:
    known = {name for names in CALLED_BY.values() for name in names}
    left = {
        name: where
        for name, where in unused().items()
        if name not in known and not CONFIGURATIONS.fullmatch(name)
    }
    words = read_elsewhere()
    assert {name: where for name, where in left.items() if name not in words} == {}


def test_what_is_excused_is_there() -> None:
    text = "\n".join(file.read_text("utf-8") for file in SOURCE.rglob("*.py"))
    gone = [name for names in CALLED_BY.values() for name in names if not re.search(rf"\b{name}\b", text)]
    assert gone == []
