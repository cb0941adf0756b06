"""Who may apply, as the page of the service says it: made from the checks and the town's parameters."""

from pathlib import Path

import pytest

from modellkommune.blueprint import Service, compile_service, load_overlay
from modellkommune.blueprint.release import read_folder
from tests.blueprint.folders import REPOSITORY, change
from tests.blueprint.test_resident_parking import HEAD, release

EASY = "de-leicht"
WHO = "  who: [Sie wohnen in einer Parkzone., Ihr Auto ist höchstens 6 m lang.]\n"


def delivered(town: str) -> Service:
    """The service of a town as delivered."""
    return compile_service(
        release().document, load_overlay(REPOSITORY / "municipalities" / town, release()).document
    )


def with_parameters(folder: Path, parameters: str) -> Service:
    """The service of a town that decides only these parameters."""
    (folder / "resident-parking.yaml").write_text(f"{HEAD}parameters: {{{parameters}}}\n", "utf-8")
    return compile_service(release().document, load_overlay(folder, release()).document)


def ask(folder: Path, requirement: str) -> None:
    """Let the guide's first check ask something of people."""
    uses = "    uses: population-register"
    change(folder / "rules.yaml", uses, f"    requirements: [{requirement}]\n{uses}")


@pytest.mark.parametrize(
    ("town", "said"),
    [
        ("dueren", "Es ist Ihre Hauptwohnung, eine Nebenwohnung genügt nicht."),
        ("aachen", "Eine Nebenwohnung genügt, es muss nicht Ihre Hauptwohnung sein."),
        ("koeln", "Das Fahrzeug ist höchstens 5600 mm lang (Feld 18 im Fahrzeugschein)."),
        ("muenster", "Sie sind schon eingezogen; vor dem Umzug geht es noch nicht."),
        ("muenster", "Sie haben an der Wohnung keinen eigenen Stellplatz und keine Garage."),
        ("musterstadt", "Das Fahrzeug wiegt leer höchstens 3500 kg (Feld G im Fahrzeugschein)."),
    ],
)
def test_each_town_asks_for_what_its_parameters_say(town: str, said: str) -> None:
    assert said in delivered(town).requirements("de")


def test_what_a_town_does_not_limit_is_not_asked_for() -> None:
    sentences = " ".join(delivered("dueren").requirements("de"))
    assert not [word for word in ("Stellplatz", "lang", "wiegt", "Umzug") if word in sentences]


def test_a_changed_parameter_changes_the_sentence(tmp_path: Path) -> None:
    service = with_parameters(tmp_path, "max_length_mm: 4800, vehicle_classes: [L3e], permits_per_person: 2")
    english = service.requirements("en")
    assert "The vehicle is at most 4800 mm long (field 18 of the registration certificate)." in english
    assert "Your vehicle is one of these: motorcycle (L3e)." in english
    assert any(sentence.endswith("one person may have: 2.") for sentence in english)
    assert "So lang darf das Auto höchstens sein: 4800 mm." in service.requirements(EASY)


def test_a_requirement_knows_parameters_only(folder: Path) -> None:
    ask(folder, "{id: here, when: has(answers.address), text: {de: 'Zone {answers.plate}', en: x}}")
    messages = [problem.message for problem in read_folder(folder).problems]
    assert any("answers" in message and "has(answers.address)" in message for message in messages)
    assert "the placeholder {answers.plate} is unknown in a requirement" in messages


def test_a_service_whose_checks_ask_for_nothing_says_it_in_its_texts(folder: Path) -> None:
    change(
        folder / "texts/de.yaml",
        WHO,
        "",
    )
    assert "service.who is missing" in [problem.message for problem in read_folder(folder).problems]
    ask(folder, "{id: here, text: {de: Hier., en: Here.}}")
    change(
        folder / "texts/en.yaml",
        WHO,
        "",
    )
    assert read_folder(folder).problems == ()


def test_labels_name_every_option_of_a_parameter(folder: Path) -> None:
    labels = "labels: {submission: {de: Antrag, en: application}, never: {de: nie, en: never}}"
    change(
        folder / "service.yaml",
        "options: [submission, issue, start]",
        f"options: [submission, issue, start]\n    {labels}",
    )
    messages = [problem.message for problem in read_folder(folder).problems]
    assert messages == ["never is no option", "option issue has no label", "option start has no label"]
