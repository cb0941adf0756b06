"""The request as views see it after the middleware has run."""

from django.http import HttpRequest

from modellkommune.pages.town import Town


class PageRequest(HttpRequest):
    """A request whose host has been looked up. For annotations only: Django makes plain HttpRequests.

    On the directory's host there is no municipality; its URLs (pages/directory.py) never ask for one.
    """

    municipality: Town
    language: str
