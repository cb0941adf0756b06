"""Genuine documents are accepted, everything else is refused with its reason."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from modellkommune.foundation.documents import commands, queries
from modellkommune.foundation.documents.errors import KeyUnknown, PdfNotOurs
from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.documents.trust import NothingTrusted, Trust, signer_name
from modellkommune.foundation.documents.verification import (
    verify_pdf,
    verify_seal_bytes,
    verify_seal_image,
)
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from tests.foundation.documents.conftest import DATA, FIELDS, example, permit, template


def photographed(pdf):
    """The upper half of the first page as a picture of 200 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=200 / 72).to_pil()
    finally:
        document.close()
    target = BytesIO()
    picture.crop((0, 0, picture.width, picture.height // 2)).rotate(4, fillcolor="grey").save(target, "JPEG")
    return target.getvalue()


def test_a_permit_is_genuine_and_its_seal_says_the_same_as_its_data(issued):
    verdict = verify_pdf(issued.pdf, issued.trust)
    assert verdict.reason == "genuine"
    assert verdict.document == "permit"
    assert verdict.data == DATA
    assert verdict.seal.fields["plates"] == FIELDS["plates"]
    assert verdict.signer == "Stadt Alpha"


def test_a_decision_needs_no_seal(issued):
    pdf = commands.render(template("decision"), example("decision"), "de", {"document": "decision"})
    verdict = verify_pdf(commands.sign_pdf(pdf, issued.town), issued.trust)
    assert (verdict.reason, verdict.document, verdict.seal) == ("genuine", "decision", None)


def test_a_photograph_of_the_permit_is_enough(issued):
    verdict = verify_seal_image(photographed(issued.pdf), issued.trust)
    assert verdict.reason == "genuine"
    assert verdict.fields == {
        "number": "BP-4F7K9-XTMC2",
        "authority": "Stadt Alpha",
        "ags": "99000001",
        "zone": "G",
        "plates": ["DN-AB 123 E", "JÜL-A 1"],
        "valid_from": "2026-12-03",
        "valid_to": "2027-12-02",
    }


def test_a_change_anywhere_in_the_file_is_refused(issued):
    start = issued.pdf.rindex(b"/Contents <")
    everywhere = range(0, len(issued.pdf), max(len(issued.pdf) // 100, 1))
    for place in (*everywhere, *range(start, start + 1600, 7)):
        for bit in (0x01, 0x20):
            changed = bytearray(issued.pdf)
            changed[place] ^= bit
            assert not verify_pdf(bytes(changed), issued.trust).genuine, place


@pytest.mark.parametrize("added", [b"\n", b"%%EOF\n", b" " * 100])
def test_nothing_may_be_added_at_the_end(issued, added):
    assert verify_pdf(issued.pdf + added, issued.trust).reason == "altered"


def test_what_is_signed_after_the_certificate_ended_is_refused(issued):
    with clock.replaced_by(FixedClock(datetime(2060, 1, 1, tzinfo=UTC))):
        pdf, code = permit(issued.town), commands.seal_permit(FIELDS, issued.town)
    assert verify_pdf(pdf, issued.trust).reason == "signed_outside_validity"
    assert verify_seal_bytes(code.raw, issued.trust).reason == "signed_outside_validity"


def test_a_later_revision_is_refused_although_viewers_may_show_it(issued):
    writer = IncrementalPdfFileWriter(BytesIO(issued.pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    assert verify_pdf(target.getvalue(), issued.trust).reason == "altered"


def test_a_second_signature_is_refused(issued):
    with pytest.raises(PdfNotOurs):
        commands.sign_pdf(issued.pdf, issued.town)


def test_data_that_disagree_with_the_seal_are_refused(issued):
    pdf = permit(issued.town, DATA | {"zone": "A"})
    assert verify_pdf(pdf, issued.trust).reason == "seal_disagrees"


def test_a_permit_without_seal_is_refused(issued):
    pdf = commands.sign_pdf(commands.render("= Ausweis", {"title": "Ausweis"}, "de", DATA), issued.town)
    assert verify_pdf(pdf, issued.trust).reason == "seal_missing"


def test_a_signed_file_without_data_is_refused(issued):
    pdf = commands.sign_pdf(commands.render("= Ausweis", {"title": "Ausweis"}, "de", None), issued.town)
    assert verify_pdf(pdf, issued.trust).reason == "data_missing"


def test_another_towns_documents_are_not_ours(issued, two_towns):
    commands.ensure_keys(two_towns[1])
    other = queries.trust_of(two_towns[1])
    assert verify_pdf(issued.pdf, other).reason == "unknown_signer"
    code = commands.seal_permit(FIELDS, issued.town)
    assert verify_seal_bytes(code.raw, other).reason == "unknown_signer"
    assert verify_seal_image(code.png, other).fields is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 500, b"%PDF-1.7\n/ByteRange [0 1 2 3]"])
def test_what_is_no_document_is_refused(issued, content):
    assert verify_pdf(content, issued.trust).reason == "not_signed"
    assert verify_seal_image(content, issued.trust).reason == "unreadable"
    assert verify_seal_bytes(content, issued.trust).reason == "not_a_seal"


def test_an_unsigned_permit_is_refused(issued):
    assert verify_pdf(commands.render("= A", {"title": "A"}, "de", DATA), issued.trust).reason == "not_signed"


def test_keys_that_are_replaced_still_vouch_for_what_they_signed(issued):
    code = commands.seal_permit(FIELDS, issued.town)
    commands.rotate_keys(issued.town)
    trust = queries.trust_of(issued.town)
    assert len(trust.certificates) == 4
    assert verify_pdf(issued.pdf, trust).genuine
    assert verify_seal_bytes(code.raw, trust).genuine
    renewed = commands.seal_permit(FIELDS, issued.town)
    assert verify_seal_bytes(renewed.raw, trust).genuine
    assert verify_seal_bytes(renewed.raw, issued.trust).reason == "unknown_signer"


def test_a_revoked_key_vouches_for_nothing(issued):
    with municipality(issued.town):
        references = list(SigningKey.objects.values_list("reference", flat=True))
    commands.rotate_keys(issued.town)
    for reference in references * 2:
        commands.revoke_key(issued.town, reference)
    assert verify_pdf(issued.pdf, queries.trust_of(issued.town)).reason == "unknown_signer"
    with municipality(issued.town):
        assert Entry.objects.filter(verb="revoke_key").count() == 2


def test_only_a_key_of_the_municipality_can_be_revoked(issued, two_towns):
    with municipality(issued.town):
        reference = SigningKey.objects.first().reference
    with pytest.raises(KeyUnknown):
        commands.revoke_key(two_towns[1], reference)


def test_pyhanko_agrees_that_the_signature_is_sound_and_covers_the_file(issued):
    signature = PdfFileReader(BytesIO(issued.pdf)).embedded_signatures[0]
    roots = [asn1(certificate) for certificate in issued.trust.certificates]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def asn1(certificate):
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def test_an_authority_vouches_for_whom_it_certified(issued, settings):
    file = settings.MODELLKOMMUNE_HOME / "secrets" / "demonstration-authority.pem"
    assert file.stat().st_mode & 0o077 == 0
    authority = Trust.of_pem([file.read_text()])
    assert signer_name(authority.certificates[0]) == "Demonstration"
    assert verify_pdf(issued.pdf, authority).reason == "seal_not_genuine"
    pdf = commands.render(template("decision"), example("decision"), "de", {"document": "decision"})
    assert verify_pdf(commands.sign_pdf(pdf, issued.town), authority).genuine


def test_a_signers_certificate_is_no_authority(issued, two_towns):
    commands.ensure_keys(two_towns[1])
    signer = issued.trust.certificates[0]
    stranger = queries.trust_of(two_towns[1]).certificates[0]
    assert not Trust((signer,)).vouches_for(stranger)


def test_trust_is_read_from_a_file_or_a_folder(tmp_path, issued, settings):
    folder = settings.MODELLKOMMUNE_HOME / "trust"
    assert Trust.of_path(folder / f"{issued.town}.pem").certificates == issued.trust.certificates
    assert set(issued.trust.certificates) <= set(Trust.of_path(folder).certificates)
    for nothing in (tmp_path, tmp_path / "missing.pem"):
        with pytest.raises(NothingTrusted):
            Trust.of_path(nothing)


def test_the_profile_is_published_as_the_seal_uses_it(issued):
    assert "<tag>" not in queries.published_profile()
    for entry in ('tag="10"', "AUSWEISNUMMER", "<versionTR>0.9</versionTR>"):
        assert entry in queries.published_profile()
    assert len(x509.load_pem_x509_certificates(queries.published_certificates(issued.town).encode())) == 2


def test_a_web_process_does_not_load_typst_and_pyhanko():
    program = (
        "import django, sys, json; django.setup();"
        "import modellkommune.foundation.documents.commands, modellkommune.foundation.documents.verification;"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "modellkommune.settings", "PATH": "/usr/bin:/bin"}
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert not {"typst", "pyhanko", "numpy", "fontTools"} & set(json.loads(shown.stdout))
