"""Which certificates are trusted: a municipality's, or those in a file or folder. Needs no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID


class NothingTrusted(ValueError):
    """There are no certificates to check against."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Trusted certificates: of signers, or of authorities whose certificates for signers count as well."""

    certificates: tuple[x509.Certificate, ...]

    @classmethod
    def of_pem(cls, texts: Iterable[str]) -> Self:
        """All certificates of PEM texts; raises NothingTrusted if there is none."""
        found: list[x509.Certificate] = []
        for text in texts:
            try:
                found += x509.load_pem_x509_certificates(text.encode())
            except ValueError:
                continue
        if not found:
            raise NothingTrusted
        return cls(tuple(found))

    @classmethod
    def of_path(cls, path: Path) -> Self:
        """All certificates of a PEM file, or of the *.pem files of a folder; raises NothingTrusted."""
        files = sorted(path.glob("*.pem")) if path.is_dir() else [path] if path.is_file() else []
        return cls.of_pem(file.read_text("utf-8", "replace") for file in files)

    def vouches_for(self, certificate: x509.Certificate) -> bool:
        """Whether the signer's certificate is trusted itself or issued by a trusted authority."""
        if certificate in self.certificates:
            return True
        return any(_issued_by(certificate, authority) for authority in self.certificates)


def signer_name(certificate: x509.Certificate) -> str:
    """Who the certificate names: the organisation, else the common name."""
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            return str(attribute.value)
    return ""


def _issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        limits = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(authority)
    except (x509.ExtensionNotFound, InvalidSignature, ValueError, TypeError):
        return False
    return limits.ca
