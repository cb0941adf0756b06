"""What anybody needs to check our seals: certificates and the seal's profile."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from modellkommune.foundation.documents.queries import published_certificates, published_profile
from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest


@open_to("anyone")
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates of the municipality that count, old ones too, as PEM."""
    town = cast(PageRequest, request).municipality.key
    return HttpResponse(published_certificates(town), content_type="application/x-pem-file")


@open_to("anyone")
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """The profile of the permit's seal (BSI TR-03171)."""
    return HttpResponse(published_profile(), content_type="application/xml")
