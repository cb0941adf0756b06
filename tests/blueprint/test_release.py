"""Releases: immutable, identified by their content, refused with every fault at once."""

from pathlib import Path

import pytest

from modellkommune.blueprint import BlueprintInvalid, Problem, Release, load_release
from modellkommune.blueprint.documents import document_hash
from tests.blueprint.folders import change, write


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(BlueprintInvalid) as caught:
        load_release(folder)
    return caught.value.problems


def test_the_guide_is_a_valid_blueprint(release: Release) -> None:
    assert release.document["service"]["id"] == "resident-parking"
    assert release.hash == document_hash(release.document)
    assert [example.id for example in release.examples] == ["anna"]


def test_the_hash_follows_the_meaning_not_the_spelling(folder: Path, release: Release) -> None:
    change(folder / "service.yaml", "default: 20000, unit: mm,", 'default: 20000,   "unit": "mm",')
    assert load_release(folder).hash == release.hash
    change(folder / "service.yaml", "default: 20000", "default: 19999")
    assert load_release(folder).hash != release.hash


def test_an_example_does_not_change_the_release(folder: Path, release: Release) -> None:
    change(folder / "examples/anna.yaml", "title: Anna", "title: Anni")
    assert load_release(folder).hash == release.hash


def test_it_reports_all_faults_of_all_files_at_once(folder: Path) -> None:
    change(folder / "form.yaml", "id: given_name, type: name", "id: given_name, type: nam")
    change(folder / "process.yaml", "draft: 30", "draft: soon")
    change(folder / "rules.yaml", "hit: unique  ", "hit: any  ")
    found = problems(folder)
    assert {problem.file for problem in found} == {"form.yaml", "process.yaml", "rules.yaml"}
    first = next(problem for problem in found if problem.file == "form.yaml")
    assert first.id == "given_name"
    assert all(problem.remedy and problem.column for problem in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "about", "message"),
    [
        (
            "rules.yaml", "answers.keeper in ['family', 'employer']",
            "answers.keper in ['family']",
            "other_keeper", "undefined field 'keper'",
        ),
        (
            "rules.yaml", "facts.length_mm <= parameters",
            "facts.length_mm <= 'x' + parameters",
            "short_enough", "no matching overload",
        ),
        (
            "rules.yaml", "value: registers.vehicle_register.length_mm\n",
            "value: facts.fee_day\n",
            "length_mm", "expected is integer",
        ),
        (
            "rules.yaml", "has(answers.start) ? answers.start : dates.submission",
            "facts.last",
            "first", "not known yet",
        ),
        (
            "rules.yaml", "uses: vehicle-register",
            "uses: car-register",
            "short_enough", "car-register is unknown",
        ),
        (
            "rules.yaml", "Zone {answers.address.zone}",
            "Zone {answers.address.sone}",
            "in_zone", "placeholder",
        ),
        (
            "rules.yaml", "share: {of: months, per: 12}",
            "share: {of: years, per: 12}",
            "flat", "years is no input",
        ),
        ("form.yaml", "answers.plate.kind != 'named'", "answers.months == 6", "keeper", "not known yet"),
        (
            "form.yaml", "prefill: identity.given_name",
            "prefill: identity.nickname",
            "given_name", "identity.nickname",
        ),
        (
            "form.yaml", "{de: Familienname, en: Family name}",
            "{de: Familienname}",
            "family_name", "lacks en",
        ),
        ("service.yaml", "fields: [address], ", "fields: [adress], ", "dwelling", "adress is no field"),
        (
            "service.yaml", "needs: {automatic: [approval_provision]}",
            "needs: {automatic: [provision]}",
            "approval", "provision is unknown",
        ),
        ("service.yaml", "default: 0.00", "default: 5.00", "social_discount", "BVerwG"),
        ("service.yaml", 'fim: "99108001001000"', "fim: 99108001001000", "fim", "fim"),
        ("process.yaml", "{parameter: approval}", "{parameter: aproval}", "approval", "aproval is unknown"),
    ],
)  # fmt: skip
def test_it_names_place_and_cause(
    folder: Path, file: str, old: str, new: str, about: str, message: str
) -> None:
    change(folder / file, old, new)
    before = (folder / file).read_text(encoding="utf-8").partition(new)[0]
    found = [problem for problem in problems(folder) if message in problem.message]
    assert found, [problem.text for problem in problems(folder)]
    assert found[0].file == file
    assert found[0].id == about
    assert found[0].line == before.count("\n") + 1


def test_a_missing_template_and_a_missing_text_are_faults(folder: Path) -> None:
    (folder / "documents/permit.typ").unlink()
    write(folder / "texts/en.yaml", "format: 1\nservice: {title: Permit}\n")
    messages = [problem.message for problem in problems(folder)]
    assert "documents/permit.typ is missing" in messages
    assert "service.submit is missing" in messages


HINT = "label: {de: Familienname, en: Family name}, hint: {de: 'Wie {plate}', en: 'Like {plate}'}"


def test_an_example_of_a_plate_stands_in_the_hint_of_a_plate_only(folder: Path) -> None:
    assert "{plate}" in (folder / "form.yaml").read_text("utf-8")
    change(folder / "form.yaml", "label: {de: Familienname, en: Family name}", HINT)
    [found] = problems(folder)
    assert (found.id, found.message) == ("family_name", "the placeholder {plate} is unknown here")


def test_an_address_of_a_server_is_refused(folder: Path) -> None:
    change(folder / "service.yaml", "plate: answers.plate.core", "plate: \"'https://register.example'\"")
    assert any("does not belong here" in problem.message for problem in problems(folder))


def test_a_duration_that_the_form_does_not_know_is_refused(folder: Path) -> None:
    change(folder / "service.yaml", "options: [3, 6, 12, 18, 24]", "options: [1, 3, 6, 12, 18, 24]")
    messages = [problem.message for problem in problems(folder)]
    assert messages == ["parameter durations may list 1, which is no option here"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{lives_here: passed,", "{lives_heer: passed,", "findings: lives_heer is unknown"),
        ("  keeper: self\n", "  keper: self\n", "answers: keper is unknown"),
        ("  vehicle-register:", "  car-register:", "replies: car-register is unknown"),
    ],
)
def test_an_example_that_names_nothing_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    change(folder / "examples/anna.yaml", old, new)
    (problem,) = problems(folder)
    assert (problem.file, problem.message) == ("examples/anna.yaml", message)
    assert problem.line > 1


def test_an_unknown_format_is_refused(folder: Path) -> None:
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    (folder / "rules.yaml").write_text(text.replace("format: 1", "format: 2", 1), encoding="utf-8")
    assert any("format" in problem.message for problem in problems(folder))
