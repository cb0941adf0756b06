"""Signs PDF files with pyHanko: PAdES baseline B-B, an invisible signature over the whole file."""

import asyncio
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from asn1crypto import keys, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modellkommune.foundation.documents.signingkeys import OpenKey

FIELD = "Signatur"
# Room for the signature: two certificates of some 600 bytes and the signed attributes. Fixed, because
# estimating it would make a signature for nothing.
_BYTES_RESERVED = 8192


def sign_pdf(pdf: bytes, key: OpenKey, signer_name: str, instant: datetime) -> bytes:
    """The file with a signature of `key` as its last revision, made at `instant`."""
    return asyncio.run(_sign(pdf, _signer(key), signer_name, instant))


async def _sign(pdf: bytes, signer: signers.SimpleSigner, signer_name: str, instant: datetime) -> bytes:
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=signer_name
    )
    field = SigFieldSpec(FIELD, readable_field_name=signer_name)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    session = signers.PdfSigner(metadata, signer, new_field_spec=field).init_signing_session(writer)
    session.system_time = instant.replace(microsecond=0)
    unsigned = session.prepare_tbs_document(None, bytes_reserved=_BYTES_RESERVED)
    prepared, output = unsigned.digest_tbs_document()
    await unsigned.perform_signature(
        prepared.document_digest, PdfCMSSignedAttributes(signing_time=session.system_time)
    )
    output.seek(0)
    return bytes(output.read())


@lru_cache(maxsize=64)
def _signer(key: OpenKey) -> signers.SimpleSigner:
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    return signers.SimpleSigner(certificate, keys.PrivateKeyInfo.load(private), registry)
