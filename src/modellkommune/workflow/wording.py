"""The words of the papers: the blueprint's texts with their placeholders filled."""

from dataclasses import dataclass

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

    def of_kind(self, key: str, kind: str) -> str:
        """A sentence; for a kind of application that has words of its own (`<key>_<kind>`), those."""
        own = f"{key}_{kind}"
        return self.one(own if self.service.has_text(own) else key)

    def many(self, key: str, **more: str) -> list[str]:
        """A list of sentences."""
        return [text.format(**{**self.values, **more}) for text in self.service.texts(key, self.language)]
