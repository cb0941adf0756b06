"""`modellkommune seal verify` in a process of its own, without database and without settings."""

import os
import subprocess
import sys

import pytest

from modellkommune.foundation.documents import commands
from tests.foundation.documents.conftest import DATA, FIELDS, example, permit, template


def verify(file, *more, home):
    environment = {"PATH": os.environ["PATH"], "MODELLKOMMUNE_HOME": str(home)}
    program = "import sys; from modellkommune.portals.operator.main import main; sys.exit(main())"
    words = [sys.executable, "-c", program, "seal", "verify", str(file), *map(str, more)]
    return subprocess.run(words, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def folder(two_towns, settings, tmp_path):
    """A permit, the picture of its seal, and the trust folder that issuing wrote."""
    town = two_towns[0]
    commands.ensure_keys(town)
    (tmp_path / "permit.pdf").write_bytes(permit(town))
    (tmp_path / "seal.png").write_bytes(commands.seal_permit(FIELDS, town).png)
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "alpha.pem").write_bytes((settings.MODELLKOMMUNE_HOME / "trust" / "alpha.pem").read_bytes())
    return tmp_path


def test_a_genuine_permit_is_accepted_and_described(folder):
    shown = verify(folder / "permit.pdf", home=folder)
    assert shown.returncode == 0
    assert shown.stdout.startswith(
        "Accepted: permit.pdf is the genuine permit BP-4F7K9-XTMC2 for zone G and DN-AB 123 E, JÜL-A 1, "
        "valid from 2026-12-03 to 2027-12-02, signed by Stadt Alpha on "
    )
    assert shown.stderr == ""


def test_a_picture_of_the_seal_is_accepted_with_a_named_file_of_certificates(folder):
    shown = verify(folder / "seal.png", "--trust", folder / "trust" / "alpha.pem", home=folder / "nowhere")
    assert shown.returncode == 0
    assert "is the genuine seal of permit BP-4F7K9-XTMC2 for zone G" in shown.stdout


def test_a_decision_is_called_a_decision(folder):
    data = DATA | {"document": "decision"}
    pdf = commands.render(template("decision"), example("decision"), "de", data)
    (folder / "decision.pdf").write_bytes(commands.sign_pdf(pdf, "alpha"))
    shown = verify(folder / "decision.pdf", home=folder)
    assert shown.returncode == 0
    assert shown.stdout.startswith("Accepted: decision.pdf is the genuine decision BP-4F7K9-XTMC2, signed by")


def test_a_tampered_copy_is_refused_in_one_sentence(folder):
    content = (folder / "permit.pdf").read_bytes()
    place = content.index(b"stream") + 40
    copy = folder / "copy.pdf"
    copy.write_bytes(content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :])
    shown = verify(copy, home=folder)
    assert shown.returncode == 1
    assert shown.stdout == "Refused: copy.pdf is not genuine, it was changed after it was signed.\n"


def test_a_file_without_a_seal_is_refused(folder):
    text = folder / "letter.txt"
    text.write_text("This is my parking permit.")
    shown = verify(text, home=folder)
    assert shown.returncode == 1
    assert shown.stdout.count("\n") == 1


def test_it_says_what_is_missing_to_judge(folder):
    without_trust = verify(folder / "permit.pdf", home=folder / "nowhere")
    assert without_trust.returncode == 2
    assert "--trust" in without_trust.stderr
    without_file = verify(folder / "missing.pdf", home=folder)
    assert without_file.returncode == 2
    assert "missing.pdf cannot be read" in without_file.stderr
