"""The words of the papers: the blueprint's texts with their placeholders filled."""

from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint import Service


@dataclass(frozen=True)
class Words:
    """The texts of one service in one language, filled with the values of one case."""

    service: Service
    language: str
    values: dict[str, str]

    def one(self, key: str, **more: str) -> str:
        """A sentence."""
        return str(self.service.text(key, self.language)).format(**{**self.values, **more})

    def many(self, key: str, **more: str) -> list[str]:
        """A list of sentences; a single one is a list of one."""
        found: Any = self.service.text(key, self.language)
        sentences = [found] if isinstance(found, str) else list(found)
        return [str(sentence).format(**{**self.values, **more}) for sentence in sentences]
