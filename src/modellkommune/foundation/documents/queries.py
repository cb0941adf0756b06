"""The certificates of a municipality. Judging documents by them is in `verification`."""

from modellkommune.foundation.documents import permitseal
from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.documents.trust import Trust
from modellkommune.foundation.tenants.context import municipality


def trust_of(town: str) -> Trust:
    """The certificates that vouch for a municipality's documents, old ones too; raises NothingTrusted."""
    return Trust.of_pem([published_certificates(town)])


def published_certificates(town: str) -> str:
    """All certificates of a municipality but the revoked ones as PEM text, for /.well-known/siegel.pem."""
    with municipality(town):
        rows = SigningKey.objects.exclude(state=SigningKey.State.REVOKED).order_by("valid_from", "reference")
        return "".join(rows.values_list("certificate", flat=True))


def published_profile() -> str:
    """The profile of the permit's seal as XML, for /.well-known/siegel.xml."""
    return permitseal.profile_xml()
