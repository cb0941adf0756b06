"""A web page without a house behind it: granian, Django, its own middleware classes and a fixed page.

`granian --interface wsgi bench.bare:application`, in a process of its own: see `bench.floor`.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = "<p>Bewohnerparken</p>" * 1000  # twenty kilobytes, like a page of ours

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a fixed page has no secrets",  # noqa: S106
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
)


def page(request: HttpRequest) -> HttpResponse:
    """Always the same."""
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]
application = get_wsgi_application()
