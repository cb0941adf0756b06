"""Signs PDF files with pyHanko: PAdES baseline B-B, an invisible signature over the whole file."""

from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import keys, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modellkommune.foundation.documents.providers.cms import signature_container
from modellkommune.foundation.documents.signingkeys import OpenKey

FIELD = "Signatur"
# Room for the signature in hex digits: a certificate of at most 2 KB, the signed attributes, the signature.
_BYTES_RESERVED = 6144
# PDF/UA wants fields on a page in its structure, PDF/A wants none hidden: so this one lies beside the page.
_OUTSIDE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


class _UnchangedMetadata(IncrementalPdfFileWriter):
    """Leaves the file's description alone: rewritten, it would no longer be the one PDF/A wants."""

    def _update_meta(self) -> None:
        return None


class _UnchangedVersion(signers.PdfSigner):
    """Leaves the file's version alone: PDF/A-3 is PDF 1.7, and curves need no extension to be verified."""

    def register_extensions(self, *_arguments: Any, **_options: Any) -> None:
        """Register none."""


def sign_pdf(pdf: bytes, key: OpenKey, signer_name: str, instant: datetime) -> bytes:
    """The file with a signature of `key` as its last revision, made at `instant`."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=signer_name
    )
    field = SigFieldSpec(FIELD, readable_field_name=signer_name, invis_sig_settings=_OUTSIDE)
    writer = _UnchangedMetadata(BytesIO(pdf))
    session = _UnchangedVersion(metadata, _signer(key), new_field_spec=field).init_signing_session(writer)
    session.system_time = instant.replace(microsecond=0)
    unsigned = session.prepare_tbs_document(None, bytes_reserved=_BYTES_RESERVED)
    prepared, output = unsigned.digest_tbs_document()
    prepared.fill_with_cms(output, signature_container(prepared.document_digest, key))
    output.seek(0)
    return bytes(output.read())


@lru_cache(maxsize=64)
def _signer(key: OpenKey) -> signers.SimpleSigner:
    """What pyHanko wants to know about the signer to write the field; the signature itself is ours."""
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    return signers.SimpleSigner(certificate, keys.PrivateKeyInfo.load(key.private_der), registry)
