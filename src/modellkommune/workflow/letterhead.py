"""What stands on top of every paper: who writes, and from where."""

from typing import Any

from modellkommune.workflow.wording import Words


def letterhead(described: dict[str, Any], words: Words) -> dict[str, Any]:
    """municipality, authority, authority_lines, sender_line, demonstration: as all templates name them.

    `described` is the municipality's `profile`.
    """
    contacts = described["contacts"]
    name = local(described["official_name"], words.language)
    address = f"{contacts['postcode']} {contacts['place']}"
    return {
        "municipality": name,
        "authority": words.one("paper.authority"),
        "authority_lines": [contacts["street"], address, contacts["email"]],
        "sender_line": f"{name}, {contacts['street']}, {address}",
        "demonstration": words.one("paper.demonstration") if described["demonstration"] else "",
    }


def local(text: dict[str, str] | str, language: str) -> str:
    """One language of a text, German where it is not translated."""
    return text if isinstance(text, str) else text.get(language) or text["de"]
