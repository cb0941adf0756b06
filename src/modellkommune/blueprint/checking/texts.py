"""Texts: every language, every placeholder, every sentence a page needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from modellkommune.blueprint.checking.desk import Desk, Place
from modellkommune.blueprint.sentences import paths_in
from modellkommune.blueprint.vocabulary import Vocabulary, register_key
from modellkommune.blueprint.wording import is_variety

NEEDED = ("service.title", "service.summary", "service.duration", "service.submit")
WHO = "service.who"
"""Who may apply; needed where no check of the rules says it."""
PARTS = ("service", "form", "rules", "process")
FOR_APPLICANTS = ("service.", "check.", "easy.", "permit.use_", "refusal.fee_step")
"""Standing texts that every language says, varieties too; the others stand on papers, which are in German."""
SAID_OF_RULES = frozenset({"failed", "open", "reason", "requirements"})
"""What applicants read of checks and reviews."""


def check_texts(desk: Desk, vocabulary: Vocabulary) -> None:
    """All of it."""
    languages = set(desk.blueprint.service.languages)
    for part in PARTS:
        for place, text in texts_in(desk.document[part], (part,), languages):
            for language in sorted(languages - set(text)):
                _lacks(desk, place, language)
            for path in {path for sentence in text.values() for path in paths_in(sentence)}:
                if not _is_example(desk, place, path):
                    _placeholder(desk, place, path, vocabulary)
        _no_endpoints(desk, desk.document[part], (part,))
    _standing(desk, languages)


def _lacks(desk: Desk, place: Place, language: str) -> None:
    """A variety has to say what a person reads who applies; the rest is read by those who run the service."""
    if not is_variety(language):
        desk.fault(place, f"the text lacks {language}", f"add {language}: ...")
    elif place[0] == "form" or (place[0] == "rules" and _is_for_applicants(desk, place)):
        desk.fault(place, f"the text lacks {language}", f"say it in texts/{language}.yaml, under its key")


def _is_for_applicants(desk: Desk, place: Place) -> bool:
    """Whether somebody who applies reads this text of the rules: why a person looks, and what it costs."""
    part = place[1]
    if part == "tables":
        fee = desk.blueprint.rules.fee
        table = desk.blueprint.rules.tables[int(place[2])].id
        return fee is not None and any(step.table == table for step in fee.steps)
    return part == "fee" or bool(SAID_OF_RULES & {str(key) for key in place[3:]})


def _no_endpoints(desk: Desk, node: Any, place: Place) -> None:
    """Capabilities are named; which address serves them is the installation's affair."""
    if isinstance(node, Mapping):
        for key, item in node.items():
            _no_endpoints(desk, item, (*place, key))
    elif isinstance(node, list):
        for at, item in enumerate(node):
            _no_endpoints(desk, item, (*place, at))
    elif isinstance(node, str) and "://" in node:
        remedy = "name the register; the installation knows its address"
        desk.fault(place, f"{node} is an address, which does not belong here", remedy)


def texts_in(node: Any, place: Place, languages: set[str]) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """Every text of a document with its place."""
    if isinstance(node, Mapping):
        if node and set(node) & languages and all(isinstance(item, str) for item in node.values()):
            yield place, node
            return
        for key, item in node.items():
            yield from texts_in(item, (*place, key), languages)
    elif isinstance(node, list):
        for at, item in enumerate(node):
            yield from texts_in(item, (*place, at), languages)


def _is_example(desk: Desk, place: Place, path: tuple[str, ...]) -> bool:
    """Whether it is the plate that stands as an example in the hint of a field for plates."""
    if path != ("plate",) or place[0] != "form" or place[-1] != "hint":
        return False
    field: Any = desk.document
    for name in place[:-1]:
        field = field[name]
    return bool(field["type"] == "licence-plate")


def _placeholder(desk: Desk, place: Place, path: tuple[str, ...], vocabulary: Vocabulary) -> None:
    name = ".".join(path)
    if place[3:4] == ("requirements",) and path[0] != "parameters":
        remedy = "nobody has applied yet: name parameters only"
        desk.fault(place, f"the placeholder {{{name}}} is unknown in a requirement", remedy)
        return
    if path[0] == "row" and place[:2] == ("rules", "fee"):
        return
    if path[0] == "register" and place[:2] == ("rules", "checks"):
        uses = register_key(desk.blueprint.rules.checks[int(place[2])].uses or "")
        path = ("registers", uses, *path[1:])
    if place[0] != "rules" or vocabulary.rules.kind_at(path) is None or (len(path) < 2 and path[0] != "kind"):
        desk.fault(
            place,
            f"the placeholder {{{name}}} is unknown here",
            "see placeholders in docs/blueprint-format.md",
        )


def _place_of(key: str) -> str:
    """The key, for a sentence of a list the key of the list: lists may be longer in one language."""
    head, _, last = key.rpartition(".")
    return head if last.isdigit() else key


def _standing(desk: Desk, languages: set[str]) -> None:
    texts = desk.blueprint.texts
    written = {key for name, found in texts.items() if not is_variety(name) for key in found}
    written |= {key for found in texts.values() for key in found if _place_of(key) != key}
    for language in sorted(languages):
        if language not in texts:
            name = f"texts/{language}.yaml"
            desk.fault(("service", "languages"), f"{name} is missing", f"create it or remove {language}")
        else:
            _standing_in(desk, language, written)
    for language in sorted(set(texts) - languages):
        desk.fault(
            (f"texts/{language}.yaml",), f"{language} is no language of the service", "add it to languages"
        )


def _standing_in(desk: Desk, language: str, written: set[str]) -> None:
    name, found = f"texts/{language}.yaml", desk.blueprint.texts[language]
    for key in sorted({_place_of(key) for key in written} - {_place_of(key) for key in found}):
        if not is_variety(language) or key.startswith(FOR_APPLICANTS):
            desk.fault((name,), f"{key} is missing", "every language has the same keys")
    for key in sorted(set(found) - written):
        desk.fault((name,), f"{key} is no text of the blueprint", "correct the key")
    for key in sorted(key for key, text in found.items() if not text):
        desk.fault((name, *key.split(".")), f"{key} is empty", "write the sentence")
    lacking = [key for key in NEEDED if key not in found]
    asked = any(check.requirements for check in desk.blueprint.rules.checks)
    lacking += [key for key in ("service.needs", *(() if asked else (WHO,))) if f"{key}.1" not in found]
    for key in lacking:
        desk.fault((name,), f"{key} is missing", "the pages need it")
