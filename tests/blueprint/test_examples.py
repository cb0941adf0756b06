"""Examples prove the rules; mutants show which rules they do not prove; the commands tell."""

import argparse
import json
from pathlib import Path

import jsonschema_rs
import pytest

from modellkommune.blueprint import BlueprintInvalid, Release, load_overlay, load_release
from modellkommune.blueprint.examples import Runner, cases_of
from modellkommune.blueprint.mutation import survivors
from modellkommune.portals.operator.blueprint import register
from tests.blueprint.folders import change, write


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    arguments = parser.parse_args(["blueprint", *words])
    return int(arguments.run(arguments))


def test_the_guides_example_holds(release: Release) -> None:
    runner, cases = Runner(release.document, None), cases_of(release, None)
    assert [runner.differences(case) for case in cases] == [[]]


def test_an_example_tells_how_it_came_to_its_result(
    folder: Path, overlay_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("check", str(folder), "--municipality", str(overlay_file.parent))
    assert run(*where, "--explain", "anna") == 0
    told = capsys.readouterr().out
    assert "last = Thursday, 2 December 2027: " in told
    assert '    last_day(facts.first, answers.months)\n    facts.first = "2026-12-03"\n' in told
    assert "expected" not in told
    change(overlay_file, "  anna: {fee: 110.00, fee_steps: {tariff: 110.00}}", "  anna: {fee: 1.00}")
    assert run(*where, "--explain", "anna") == 0
    assert "anna: fee: expected 1.00, found 110.00" in capsys.readouterr().out
    assert run(*where, "--explain", "nobody") == 1
    assert "There is no example nobody here." in capsys.readouterr().out


def test_a_municipality_may_expect_something_else(folder: Path, overlay_file: Path) -> None:
    release = load_release(folder)
    overlay = load_overlay(overlay_file, release)
    (case,) = cases_of(release, overlay)
    assert case.expected.fee == "110.00"
    assert Runner(release.document, overlay.document).differences(case) == []
    assert [one.what for one in Runner(release.document, None).differences(case)] == ["fee", "fee_steps"]
    change(overlay_file, "  anna: {fee: 110.00, fee_steps: {tariff: 110.00}}", "  anna: skip")
    assert cases_of(release, load_overlay(overlay_file, release)) == []


def test_a_municipality_may_bring_examples_of_its_own(folder: Path, overlay_file: Path) -> None:
    own = overlay_file.parent / "resident-parking/examples/berta.yaml"
    text = (folder / "examples/anna.yaml").read_text(encoding="utf-8").replace("id: anna", "id: berta")
    write(own, text.replace("30.70", "110.00"))
    release = load_release(folder)
    overlay = load_overlay(overlay_file, release)
    assert [case.example.id for case in cases_of(release, overlay)] == ["anna", "berta"]
    runner = Runner(release.document, overlay.document)
    assert [runner.differences(case) for case in cases_of(release, overlay)] == [[], []]
    change(own, "{lives_here: passed,", "{lives_heer: passed,")
    with pytest.raises(BlueprintInvalid, match="lives_heer is unknown"):
        load_overlay(overlay_file, release)


def test_mutants_that_no_example_notices_are_named(release: Release) -> None:
    names, count = survivors(release.document, {}, cases_of(release, None))
    assert "checks.lives_here: passes inverted" not in names
    assert "tables.tariff.flat: results changed" not in names
    assert "fee.social: when inverted" not in names
    assert "tables.tariff: dated_by changed" not in names
    # Of these the example says nothing.
    assert {name.partition(".")[0] for name in names} <= {"facts", "fee", "terms"}
    assert 0 < len(names) < count / 2


def test_without_expectations_every_mutant_survives(folder: Path) -> None:
    file = folder / "examples/anna.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").partition("expect:")[0] + "expect: {}\n", encoding="utf-8"
    )
    release = load_release(folder)
    names, count = survivors(release.document, {}, cases_of(release, None))
    assert len(names) == count


def test_check_tells_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "rules.yaml", "answers.keeper in ['family', 'employer']", "answers.kepper == 'family'")
    assert run("check", str(folder)) == 1
    out = capsys.readouterr().out
    assert "rules.yaml:" in out
    assert "[other_keeper]" in out
    assert "undefined field 'kepper'" in out


def test_check_runs_the_examples_of_a_municipality(
    folder: Path, overlay_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", str(folder), "--municipality", str(overlay_file.parent), "--mutate", "--notes") == 0
    out = capsys.readouterr().out
    assert "1 examples, 0 wrong" in out
    assert "tables.tariff.short: results changed" in out
    assert "needs answers.keeper, which may be absent" in out
    change(overlay_file, "{fee: 110.00,", "{fee: 111.00,")
    assert run("check", str(folder), "--municipality", str(overlay_file.parent)) == 1
    assert "anna: fee: expected 111.00, found 110.00" in capsys.readouterr().out


def test_show_writes_a_page_for_people_who_do_not_read_yaml(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("show", str(folder), "--out", str(page)) == 0
    text = page.read_text(encoding="utf-8")
    for words in (
        "Auf wen ist das Auto zugelassen?",
        "„Länge des Fahrzeugs“ ist höchstens „Größte Länge“",
        "ist „Auf jemanden aus der Familie“ oder „Auf meine Firma“",
        "30,70 €",
        "2 Jahre ab: Ende des Ausweises",
        "Bescheid",
        "BVerwG 9 CN 2.22",
    ):
        assert words in text
    assert "answers." not in text


def test_schema_describes_the_answers_and_the_files(folder: Path, release: Release, tmp_path: Path) -> None:
    assert run("schema", str(folder), "--out", str(tmp_path / "schema")) == 0
    schema = json.loads(
        (tmp_path / "schema/resident-parking.answers.schema.json").read_text(encoding="utf-8")
    )
    answers = release.examples[0].answers
    assert jsonschema_rs.is_valid(schema, answers)
    assert not jsonschema_rs.is_valid(schema, {**answers, "months": 7})
    assert not jsonschema_rs.is_valid(schema, {**answers, "unknown": 1})
    assert not jsonschema_rs.is_valid(schema, {k: v for k, v in answers.items() if k != "months"})
    editor = json.loads((tmp_path / "schema/rules.schema.json").read_text(encoding="utf-8"))
    assert jsonschema_rs.is_valid(editor, release.document["rules"])
