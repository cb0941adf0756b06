"""The demonstration's own certificate authority: one key in the data folder, made when first needed.

Nobody outside the demonstration trusts it. A real installation imports keys of an authority of the public
administration (see `commands.import_key`) and never comes here.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from modellkommune.foundation.documents.signingkeys import OpenKey

FILE = "demonstration-authority.pem"
_AUTHORITY_YEARS, _SIGNER_YEARS = 30, 12
# The demonstration's day can be moved, back as well: what is signed then must not lie before the certificate.
_BACKDATED = timedelta(days=800)
_YEAR = timedelta(days=366)


def issue_key(home: Path, organisation: str, unit: str, instant: datetime) -> OpenKey:
    """A new key with a certificate of the demonstration's authority for `organisation` and its `unit`."""
    authority = _authority(home, instant)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_name(organisation, unit), instant, _SIGNER_YEARS)
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(authority.private_key, hashes.SHA256())
    )
    return OpenKey(key, certificate)


def _authority(home: Path, instant: datetime) -> OpenKey:
    file = home / "secrets" / FILE
    if not file.exists():
        _publish(_new_authority(instant), file)
    text = file.read_text()
    return OpenKey.of_pem(text, text[text.index("-----BEGIN CERTIFICATE") :])


def _new_authority(instant: datetime) -> OpenKey:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Demonstration", "Keine echte Zertifizierungsstelle")
    certificate = (
        _builder(name, instant, _AUTHORITY_YEARS)
        .issuer_name(name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return OpenKey(key, certificate)


def _publish(authority: OpenKey, file: Path) -> None:
    """Write the file in one step; where another process was faster, its authority counts."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(authority.private_pem + authority.certificate_pem)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _builder(subject: x509.Name, instant: datetime, years: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(instant - _BACKDATED)
        .not_valid_after(instant + years * _YEAR)
    )


def _name(organisation: str, unit: str) -> x509.Name:
    # X.520 allows 64 characters in each of them.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation}, {unit}"[:64]),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
