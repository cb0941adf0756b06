"""An opened signing key, and telling whether a key and a certificate belong together."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)

from modellkommune.foundation.documents.errors import KeyRefused


@dataclass(frozen=True, slots=True, eq=False)
class OpenKey:
    """A private key on NIST P-256 and its certificate, ready to sign."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM text."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def private_pem(self) -> str:
        """The private key as unencrypted PEM text."""
        return self.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def private_der(self) -> bytes:
        """The private key as unencrypted PKCS#8."""
        return self.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @classmethod
    def of_der(cls, private_der: bytes, certificate_pem: str) -> "OpenKey":
        """The key that `private_der` and `certificate_pem` wrote down."""
        key = load_der_private_key(private_der, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyRefused("The key is not one on the curve NIST P-256.")
        return cls(key, x509.load_pem_x509_certificate(certificate_pem.encode()))

    @classmethod
    def of_pem(cls, private_pem: str, certificate_pem: str) -> "OpenKey":
        """The key an operator brings; raises KeyRefused where it cannot be used."""
        try:
            key = load_pem_private_key(private_pem.encode(), password=None)
            certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
        except (ValueError, TypeError) as error:
            raise KeyRefused("Key and certificate are needed as PEM files without a password.") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise KeyRefused("The key is not one on the curve NIST P-256.")
        if _public_bytes(key.public_key()) != _public_bytes(certificate.public_key()):
            raise KeyRefused("The certificate belongs to another key.")
        return cls(key, certificate)


def refuse_outdated(key: OpenKey, instant: datetime) -> None:
    """Raise KeyRefused unless the certificate is valid at `instant`."""
    if not key.certificate.not_valid_before_utc <= instant <= key.certificate.not_valid_after_utc:
        raise KeyRefused("The certificate is not valid today.")


def _public_bytes(key: object) -> bytes:
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return b""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
