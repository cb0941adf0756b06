"""Setting, signing and sealing documents, and the keys for that.

Nothing heavy is loaded here: typst comes with its first use (see `providers`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from modellkommune.foundation.documents.authority import issue_key
from modellkommune.foundation.documents.errors import KeyUnknown, NoSigningKey
from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.documents.permitseal import permit_contents, profile
from modellkommune.foundation.documents.providers import provider
from modellkommune.foundation.documents.queries import published_certificates
from modellkommune.foundation.documents.signingkeys import OpenKey, refuse_outdated
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import new_key, seal, unseal
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.foundation.tenants.queries import municipality_keys, public_address
from modellkommune.foundation.tenants.reading import RowsReader
from modellkommune.seal.datamatrix import Drawing, draw_datamatrix
from modellkommune.seal.profile import encode_contents
from modellkommune.seal.signing import certificate_reference, sign_seal

Purpose, State = SigningKey.Purpose, SigningKey.State
SYSTEM = Actor("system", "documents")
_PRIVATE_KEY = "signing-key"
_UNITS = {Purpose.DOCUMENT: "Dokumente", Purpose.SEAL: "Siegel"}
_SLACK_MM = 0.5
# Opened keys of this process; a key never changes, so only which one is active has to be asked.
_opened: dict[UUID, OpenKey] = {}
_IN_FORCE = RowsReader(
    lambda state: SigningKey.objects.select_related("municipality", "key").filter(state=state).order_by("pk")
)


@dataclass(frozen=True, slots=True)
class SealedCode:
    """A permit's seal: its bytes and its drawing."""

    raw: bytes
    drawing: Drawing

    @property
    def svg(self) -> str:
        """The drawing for documents."""
        return self.drawing.svg()

    @property
    def png(self) -> bytes:
        """The drawing for screens."""
        return self.drawing.png()

    @property
    def width_mm(self) -> float:
        """How wide it has to be printed."""
        return round(self.drawing.smallest_width_mm + _SLACK_MM, 1)


def render(
    template_source: str, data: Mapping[str, Any], language: str, attachment: Mapping[str, Any] | None
) -> bytes:
    """The PDF (PDF/A-3a, PDF/UA-1) of a typst template; raises TemplateRefused, FontsMissing."""
    pdf: bytes = provider("render")(template_source, data, language, attachment)
    return pdf


def sign_pdf(pdf: bytes, town: str) -> bytes:
    """The PDF signed by the municipality (PAdES B-B); raises NoSigningKey."""
    return signature_of(town)(pdf)


def signature_of(town: str) -> Callable[[bytes], bytes]:
    """What signs PDFs for the municipality, for who has several; raises NoSigningKey."""
    return _signature(*_active_key(town, Purpose.DOCUMENT))


def seal_and_signature(fields: Mapping[str, Any], town: str) -> tuple[SealedCode, Callable[[bytes], bytes]]:
    """What `seal_permit` and `signature_of` give, with the keys looked up once."""
    keys = _keys_in_force(town)
    return _sealed(fields, town, *_key_for(keys, Purpose.SEAL)), _signature(*_key_for(keys, Purpose.DOCUMENT))


def _signature(signer: Municipality, key: OpenKey) -> Callable[[bytes], bytes]:
    def sign(pdf: bytes) -> bytes:
        signed: bytes = provider("sign_pdf")(pdf, key, signer.name, clock.now())
        return signed

    return sign


def seal_permit(fields: Mapping[str, Any], town: str) -> SealedCode:
    """The seal of a permit {number, zone, plates: list, valid_from, valid_to, authority (optional)}.

    Dates are dates or ISO texts. Raises NoSigningKey, and SealDoesNotFit for values that are too long.
    """
    return _sealed(fields, town, *_active_key(town, Purpose.SEAL))


def _sealed(fields: Mapping[str, Any], town: str, signer: Municipality, key: OpenKey) -> SealedCode:
    host = public_address(town).partition("://")[2]
    contents = permit_contents(fields, fields.get("authority") or signer.name, signer.ags, host)
    sealed = sign_seal(encode_contents(profile(), contents), key.private_key, key.certificate, clock.today())
    return SealedCode(sealed.raw, draw_datamatrix(sealed.raw))


def ensure_keys(town: str) -> None:
    """Give the municipality a key for each purpose, in a demonstration only, and write its trust file.

    Safe to repeat. Raises NoSigningKey where keys are missing and nobody may issue them here.
    """
    for purpose in Purpose:
        with municipality(town):
            if not SigningKey.objects.filter(purpose=purpose, state=State.ACTIVE).exists():
                _put_in_force(purpose, _issue(town, purpose))
    write_trust(town)


def rotate_keys(town: str) -> None:
    """Replace both keys of a demonstration's municipality; what the old ones signed stays genuine."""
    with municipality(town):
        for purpose in Purpose:
            _put_in_force(purpose, _issue(town, purpose))
    write_trust(town)


def import_key(town: str, purpose: str, private_pem: str, certificate_pem: str) -> None:
    """Put a key into force that an administrator brings; the one before it retires. Raises KeyRefused."""
    key = OpenKey.of_pem(private_pem, certificate_pem)
    refuse_outdated(key, clock.now())
    with municipality(town):
        if not SigningKey.objects.filter(reference=certificate_reference(key.certificate)).exists():
            _put_in_force(Purpose(purpose), key)
    write_trust(town)


def revoke_key(town: str, reference: str) -> None:
    """Take a key that may be in other hands out of use: nothing it signed counts as genuine any more.

    Safe to repeat. Raises KeyUnknown. Without another key the municipality cannot sign until it has one.
    """
    with municipality(town):
        rows = SigningKey.objects.filter(reference=reference)
        if not rows.exists():
            raise KeyUnknown
        if rows.exclude(state=State.REVOKED).update(state=State.REVOKED):
            record("revoke_key", f"signing-key:{reference}", SYSTEM)
    write_trust(town)


def publish_trust() -> None:
    """Write the trust files of all municipalities that have certificates. Safe to repeat."""
    for town in municipality_keys():
        if published_certificates(town):
            write_trust(town)


def trust_file(town: str) -> Path:
    """Where a municipality's certificates lie for checking offline: MODELLKOMMUNE_HOME/trust/<town>.pem."""
    return Path(settings.MODELLKOMMUNE_HOME) / "trust" / f"{town}.pem"


def write_trust(town: str) -> Path:
    """Write the municipality's trust file."""
    file = trust_file(town)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(published_certificates(town))
    return draft.replace(file)


def _issue(town: str, purpose: SigningKey.Purpose) -> OpenKey:
    row = Municipality.objects.get(pk=town)
    if not (settings.DEMONSTRATION and row.demonstration):
        raise NoSigningKey
    return issue_key(settings.MODELLKOMMUNE_HOME, row.name, _UNITS[purpose], clock.now())


def _put_in_force(purpose: SigningKey.Purpose, key: OpenKey) -> None:
    """Retire the active key and let `key` follow; where two processes try it, the first one stays."""
    reference = certificate_reference(key.certificate)
    try:
        with transaction.atomic():
            data_key = new_key()
            SigningKey.objects.filter(purpose=purpose, state=State.ACTIVE).update(state=State.RETIRED)
            SigningKey.objects.create(
                purpose=purpose,
                valid_from=clock.now(),
                certificate=key.certificate_pem,
                reference=reference,
                key=data_key,
                private_key=seal(data_key, key.private_der, _PRIVATE_KEY),
            )
    except IntegrityError:
        return
    record("put_key_in_force", f"signing-key:{reference}", SYSTEM)


def _active_key(town: str, purpose: SigningKey.Purpose) -> tuple[Municipality, OpenKey]:
    """The municipality and its key in force."""
    return _key_for(_keys_in_force(town), purpose)


def _keys_in_force(town: str) -> list[SigningKey]:
    with municipality(town):
        return _IN_FORCE.read(State.ACTIVE)


def _key_for(rows: list[SigningKey], purpose: SigningKey.Purpose) -> tuple[Municipality, OpenKey]:
    """The municipality and its key for a purpose, opened at most once in this process."""
    row = next((row for row in rows if row.purpose == purpose), None)
    if row is None:
        raise NoSigningKey
    if row.pk not in _opened:
        private = unseal(row.key, row.private_key, _PRIVATE_KEY)
        _opened[row.pk] = OpenKey.of_der(private, row.certificate)
    return row.municipality, _opened[row.pk]
