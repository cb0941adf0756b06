"""What a draft holds, as a frozen value."""

from dataclasses import dataclass, field, replace
from typing import Any

PURPOSE = "draft"


@dataclass(frozen=True)
class Content:
    """Answers by field id, the identity from the log-in, and the steps already answered.

    `entered` keeps what was typed into steps whose last hand-in had errors and was saved for later.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, Any] | None = None
    steps: tuple[str, ...] = ()
    entered: dict[str, dict[str, Any]] = field(default_factory=dict)

    def with_step(self, step: str, answers: dict[str, Any]) -> "Content":
        """The content after `step` was answered without errors."""
        steps = self.steps if step in self.steps else (*self.steps, step)
        entered = {name: values for name, values in self.entered.items() if name != step}
        return replace(self, answers=answers, steps=steps, entered=entered)

    def with_entered(self, step: str, answers: dict[str, Any], values: dict[str, Any]) -> "Content":
        """The content after `step` was handed in unfinished: what could be read, and all that was typed."""
        return replace(self, answers=answers, entered={**self.entered, step: values})

    def as_json(self) -> dict[str, Any]:
        """The sealed form."""
        return {
            "answers": self.answers,
            "identity": self.identity,
            "steps": list(self.steps),
            "entered": self.entered,
        }


def content_from(data: dict[str, Any]) -> Content:
    """The content that `as_json` wrote."""
    return Content(data["answers"], data["identity"], tuple(data["steps"]), data.get("entered", {}))
