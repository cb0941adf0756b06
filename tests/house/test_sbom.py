"""The list of parts is valid CycloneDX and complete; an audit leaves a file that the health page reads."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from modellkommune.foundation.health.auditing import audit
from modellkommune.foundation.health.finding import BAD, GOOD, UNKNOWN
from modellkommune.foundation.tenants import clock
from scripts import audit as auditing
from scripts import sbom

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = resources.files("cyclonedx.schema._res")
DJANGO = {
    "dependencies": [
        {"name": "django", "version": "5.2.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["5.2.9"]}]},
        {"name": "pillow", "version": "12.0", "vulns": []},
    ]
}
SASS = {
    "vulnerabilities": {
        "sass": {"range": "<2", "via": [{"url": "https://advisories.example/GHSA-1"}, "immutable"]}
    }
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The list as it is written, from the locks as they are."""
    file = tmp_path_factory.mktemp("sbom") / "sbom.cdx.json"
    sbom.write(file)
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def _schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


def test_it_is_valid(written: dict[str, Any]) -> None:
    names = ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")
    others = {f"http://cyclonedx.org/schema/{name}": _schema(name) for name in names}
    registry = jsonschema_rs.Registry(list(others.items()))
    validator = jsonschema_rs.validator_for(_schema("bom-1.6.SNAPSHOT.schema.json"), registry=registry)
    assert [error.message for error in validator.iter_errors(written)] == []


def test_it_names_every_locked_package_with_its_version_and_hash(written: dict[str, Any]) -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    wanted = {
        f"pkg:pypi/{name.lower()}@{version}" for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.M)
    }
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assets = {
        f"pkg:npm/{name.rpartition('node_modules/')[2].replace('@', '%40')}@{entry['version']}"
        for name, entry in packages.items()
        if name
    }
    assert {part["purl"] for part in written["components"]} == wanted | assets
    assert [part["purl"] for part in written["components"] if not part.get("hashes")] == []
    assert len(wanted) > 60


def test_every_part_states_its_licence(written: dict[str, Any]) -> None:
    assert [part["purl"] for part in written["components"] if not part.get("licenses")] == []


def test_it_names_no_address(written: dict[str, Any]) -> None:
    kept = {name: value for name, value in written.items() if name != "$schema"}
    assert "://" not in json.dumps(kept)


def _result(python: str, npm: str) -> dict[str, Any]:
    parts = {"python": auditing.read_python(python), "npm": auditing.read_npm(npm)}
    return {"at": clock.now().isoformat(), "parts": parts}


def test_what_an_audit_found_is_red_on_the_health_page() -> None:
    found = audit(_result(json.dumps(DJANGO), json.dumps(SASS)), clock.now())
    assert (found.verdict, found.names) == (BAD, ("django 5.2.0: CVE-2026-1 -> 5.2.9", "sass <2: GHSA-1"))


def test_an_audit_without_the_network_is_not_taken_for_a_good_one() -> None:
    calm = json.dumps({"dependencies": []})
    assert audit(_result(calm, json.dumps({"vulnerabilities": {}})), clock.now()).verdict == GOOD
    for npm in ("", "npm error code ENOTFOUND", json.dumps({"error": {"code": "ENOTFOUND"}})):
        found = audit(_result(calm, npm), clock.now())
        assert (found.verdict, found.case) == (UNKNOWN, "offline")
    skipped = json.dumps({"dependencies": [{"name": "django", "skip_reason": "not found"}]})
    assert audit(_result(skipped, json.dumps({"vulnerabilities": {}})), clock.now()).case == "offline"


def test_the_audit_leaves_its_file_and_says_what_to_do_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(auditing, "_asked", lambda order: "" if "npm" in order else json.dumps(DJANGO))
    assert auditing.main(tmp_path, ["npm"]) == 1
    said = capsys.readouterr().out
    assert "django 5.2.0: CVE-2026-1" in said
    assert "run `make audit` on a machine with access to the network" in said
    left = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    assert [part["asked"] for part in left["parts"].values()] == [True, False]
