"""How many examples of the blueprint are evaluated in a second."""

from pathlib import Path

from modellkommune.blueprint import load_overlay, load_release
from modellkommune.blueprint.examples import Runner, cases_of

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def examples_a_second(town: str) -> float:
    """The best of five rounds over all examples of `resident-parking` with a town's overlay."""
    release = load_release(ROOT / "blueprints" / "resident-parking")
    overlay = load_overlay(ROOT / "municipalities" / town / "resident-parking.yaml", release)
    runner, cases = Runner(release.document, overlay.document), cases_of(release, overlay)
    return max(runner.rate(cases) for _ in range(ROUNDS))
