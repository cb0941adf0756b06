"""/demo/post/: the mails of the demonstration, because nobody has a mailbox at example.invalid."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest

SHOWN = 50


@open_to("anyone")
@require_safe
def show_mail(request: PageRequest) -> HttpResponse:
    """The newest messages of this municipality; does not exist outside of the demonstration."""
    town = request.municipality
    if not town.demonstration:
        raise Http404
    with municipality(town.key):
        letters = outbox(SHOWN)
    return render(request, "citizen/demo_mail.html", {"letters": letters})
