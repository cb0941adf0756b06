"""Setting documents: standards, fonts, and what a template may not do."""

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from modellkommune.foundation.documents.errors import TemplateRefused
from modellkommune.foundation.documents.providers.typesetting import render
from modellkommune.foundation.tenants import clock
from modellkommune.seal.datamatrix import draw_datamatrix
from modellkommune.values.clock import FixedClock
from modellkommune.values.latin import first_foreign
from tests.foundation.documents.conftest import example, template

DATA = {"title": "Probe"}


def set_example(name, language="de", **changed):
    data = example(name) | changed
    if name == "permit":
        drawing = draw_datamatrix(bytes(300))
        data |= {"seal_svg": drawing.svg(), "seal_width_mm": drawing.smallest_width_mm}
    return render(template(name), data, language, {"document": name})


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    finally:
        document.close()


def attachment_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return json.loads(bytes(document.get_attachment(0).get_data()))
    finally:
        document.close()


def title_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document.get_metadata_value("Title")
    finally:
        document.close()


@pytest.mark.parametrize("name", ["permit", "decision", "receipt"])
def test_each_document_is_archivable_accessible_and_carries_its_data(name):
    pdf = set_example(name)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/AFRelationship /Data" in pdf or b"/AFRelationship/Data" in pdf


@pytest.mark.parametrize("name", ["permit", "decision", "receipt"])
def test_a_document_embeds_our_fonts_and_no_others(name, tmp_path):
    file = tmp_path / "document.pdf"
    file.write_bytes(set_example(name))
    listing = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    rows = listing.splitlines()[2:]
    assert rows
    assert all(re.match(r"[A-Z]{6}\+(FiraSans|NotoSans)-", row) for row in rows)
    assert all(" yes yes yes " in row for row in rows)


def test_the_permit_says_what_a_warden_has_to_read():
    text = text_of(set_example("permit"))
    for word in ("DN-AB 123 E", "02.12.2027", "Zone", "G", "BP-4F7K9-XTMC2", "Demonstration"):
        assert word in text


def test_what_people_write_is_data_whatever_signs_they_use():
    awkward = 'sagt "ja" \\ "; #panic("x") // \\" \\u{41} #data.title'
    pdf = render("#set page(width: 40cm)\n#data.words", DATA | {"words": awkward}, "de", {"words": awkward})
    assert text_of(pdf).strip() == awkward
    assert attachment_of(pdf) == {"words": awkward}


def test_a_file_is_named_after_its_own_document():
    titles = ["Bescheid BP-1", "Bescheid BP-2"]
    assert [title_of(render("Probe", {"title": title}, "de", None)) for title in titles] == titles


def test_without_demonstration_nothing_speaks_of_one():
    assert "Demonstration" not in text_of(set_example("permit", demonstration=""))
    assert "Demonstration" not in text_of(set_example("decision", demonstration=""))


def test_a_decision_has_all_parts_of_an_act():
    text = text_of(set_example("decision"))
    for word in (
        "Entscheidung",
        "Gebühr",
        "30,70",
        "Nebenbestimmungen",
        "Begründung",
        "Rechtsbehelfsbelehrung",
    ):
        assert word in text
    without = text_of(set_example("decision", reasons={"heading": "Begründung", "paragraphs": []}, fee=None))
    assert "Begründung" not in without
    assert "30,70 €\n" not in without


def test_every_letter_of_din_91379_can_be_set():
    letters = Path(__file__).parents[3] / "src/modellkommune/values/data/din91379.txt"
    lines = [line.split(": ")[1] for line in letters.read_text().splitlines() if line.startswith("letters")]
    text = " ".join(lines)
    assert first_foreign(text, "A") is None
    assert b"/FontFile2" in render("#data.letters", DATA | {"letters": text}, "de", None)


def test_the_same_data_at_the_same_moment_give_the_same_file():
    with clock.replaced_by(FixedClock(datetime(2026, 12, 3, 12, tzinfo=UTC))):
        assert set_example("receipt", "en") == set_example("receipt", "en")


@pytest.mark.parametrize(
    "source",
    ['#read("/etc/hostname")', "#unknown", '#import "@preview/cetz:0.3.0"', "#data.missing", '#read("../x")'],
)
def test_a_template_that_cannot_be_set_or_reaches_out_is_refused(source):
    with pytest.raises(TemplateRefused):
        render(source, DATA, "de", None)


def test_data_are_never_read_as_code():
    pdf = render("#data.name", DATA | {"name": '#read("/etc/hostname") *x* $y$ <a> @b'}, "de", None)
    assert '#read("/etc/hostname") *x* $y$ <a> @b' in text_of(pdf)


def test_a_date_does_not_break_between_day_and_month():
    narrow = "#set page(width: 52mm, margin: 10mm)\n#data.text"
    for day, broken in (("2. Dezember", False), ("2. Oberhaupt", True)):
        lines = text_of(render(narrow, DATA | {"text": f"gültig zum {day}"}, "de", None)).splitlines()
        assert lines[0].rstrip().endswith("2.") is broken
