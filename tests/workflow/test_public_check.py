"""The public check of a permit says valid or invalid, whatever is shown to it."""

from io import BytesIO

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile

from modellkommune.casework.cases.states import ISSUED
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from tests.workflow.errands import Simulator, apply, work_off
from tests.workflow.test_status_page import stranger

TOWN = "musterstadt"
PERSONAL = ("MST", "LS 112", "Sommer", "Bahnhofstra")


def test_neither_a_pdf_nor_a_photo_tells_the_plate(germany: Simulator) -> None:
    known_towns.forget()
    errand = apply(germany, TOWN)
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    assert errand.state == ISSUED
    with municipality(TOWN):
        content = paper_of(errand.case, "permit").content
    photo = BytesIO()
    with pypdfium2.PdfDocument(content) as document:
        document[0].render(scale=2).to_pil().save(photo, "PNG")
    for name, shown in (("permit.pdf", content), ("photo.png", photo.getvalue())):
        page = stranger().post("/pruefung/", {"file": SimpleUploadedFile(name, shown)}).text
        main = page.partition("<main")[2]
        assert "Echt und gültig" in main
        assert [word for word in PERSONAL if word in main] == []
