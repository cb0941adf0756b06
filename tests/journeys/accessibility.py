"""The automatic part of the accessibility check: axe-core on the page as it stands."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, only: list[str] | None = None) -> list[dict[str, Any]]:
    """What axe finds on the page, by all rules or `only` by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    found: dict[str, Any] = page.evaluate(
        "chosen => axe.run(document, {runOnly: chosen, resultTypes: ['violations'], preload: false})", chosen
    )
    return list(found["violations"])


def assert_accessible(page: Page) -> None:
    """Fail with a readable list if axe finds anything; the page needs JavaScript for this."""
    lines = [
        f"{page.url}: {rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in violations(page)
        for node in rule["nodes"]
    ]
    assert lines == [], "\n".join(lines)
