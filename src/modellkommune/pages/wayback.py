"""A way back for those who are shut out by mistake: their browser works for it, or they call.

A program that attacks pays for each ban with work, once a week; then the next ban is longer.
"""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.bots import Verdict, proof_of
from modellkommune.pages.doorkeeping import standings
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import error_page
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import address_of


@csrf_exempt  # the page of a ban is drawn without the visitor's cookies; a stranger could end a ban at most
@open_to("anyone")
@require_http_methods(["GET", "POST"])
def end_ban(request: PageRequest) -> HttpResponse:
    """End the ban with this number, if it holds for this sender and a browser has worked for it."""
    if request.method != "POST":
        return HttpResponseRedirect("/")
    reference = queries.plain_reference(request.POST.get("nummer", ""))
    if proof_of(request, "ban") is Verdict.PROVEN and _ended(request, reference):
        standings.forget()
        return error_page(request, 200, "ban_ended")
    return error_page(request, 403, "ban_stays", reference=reference)


def _ended(request: PageRequest, reference: str) -> bool:
    address = address_of(request.META)
    with municipality(request.municipality.key):
        banned = queries.ban(reference)
        if banned is None or address is None or address not in queries.network_of(banned):
            return False
        return commands.end_by_proof(banned)
