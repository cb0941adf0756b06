"""A web page and a worker without a house behind them: granian, Django and its own middleware classes, a
fixed page, procrastinate.

`granian --interface wsgi bench.bare:application`, in a process of its own: see `bench.prescribed`. Before it
answers, a page works off units of `bench.bare_jobs`; `python -m bench.bare worker` is the worker for the jobs
that these put off.
"""

import asyncio
import os
import sys
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from procrastinate.contrib.django import app
from psycopg.conninfo import conninfo_to_dict

from bench.bare_jobs import DATABASE, work
from modellkommune.portals.operator.installation.listening import ListeningConnector

PAGE: Final = "<p>Bewohnerparken</p>" * 1000  # twenty kilobytes, like a page of ours


def _databases(url: str) -> dict[str, dict[str, Any]]:
    """As the house connects."""
    named = conninfo_to_dict(url)
    pool = {"min_size": 1, "max_size": 8}
    return {
        "default": {
            "ENGINE": "modellkommune.foundation.tenants.postgresql",
            "NAME": named["dbname"],
            "USER": named["user"],
            "PASSWORD": named["password"],
            "HOST": named["host"],
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, "pool": pool},
        }
    }


settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a fixed page has no secrets",  # noqa: S106
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    INSTALLED_APPS=["procrastinate.contrib.django"],
    USE_TZ=True,
    PROCRASTINATE_AUTODISCOVER_MODULE_NAME="",
    PROCRASTINATE_IMPORT_PATHS=["bench.bare_jobs"],
    DATABASES=_databases(os.environ[DATABASE]),
)


def page(request: HttpRequest) -> HttpResponse:
    """Always the same; `units` and `job` say what is done before, `size` how many bytes of it are sent."""
    work(request.GET.get("units", ""), request.GET.getlist("job"))
    return HttpResponse(PAGE[: int(request.GET.get("size", len(PAGE)))])


urlpatterns = [path("", page)]
application = get_wsgi_application()


async def _work_off() -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=1, delete_jobs="successful")


if __name__ == "__main__":
    if sys.argv[1] == "migrate":
        call_command("migrate", verbosity=0)
    else:
        with app.replace_connector(ListeningConnector()):
            asyncio.run(_work_off())
