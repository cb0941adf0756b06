"""What the firewall is told of this house, and the page it answers with."""

import json
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from modellkommune.blueprint import load_release
from modellkommune.firewall.policy import NOTES, Incident, Treatment
from modellkommune.foundation.catalogue.models import Release
from modellkommune.foundation.tenants import clock
from modellkommune.pages.blocked import asked_instead
from modellkommune.pages.inspection import is_noted, treatment

BLUEPRINT = Path(__file__).resolve().parents[2] / "blueprints" / "resident-parking"
STEP = f"/antrag/{uuid.uuid4()}/fahrzeug/"


@pytest.fixture
def release(db: None) -> None:
    found = load_release(BLUEPRINT)
    Release.objects.create(
        hash=found.hash,
        service_id="resident-parking",
        version="1",
        document=json.dumps(found.document),
        published_at=clock.now(),
    )


def test_text_of_a_service_s_form_is_scored_and_its_structured_fields_are_not(release: None) -> None:
    assert treatment(STEP, "further_vehicles-0-reason") is Treatment.SCORE
    assert treatment(STEP, "given_name") is Treatment.BLOCK
    assert treatment("/dienste/", "further_vehicles-0-reason") is Treatment.BLOCK


def test_pages_name_their_own_free_text_and_their_secrets() -> None:
    assert treatment("/barrierefreiheit/", "text") is Treatment.SCORE
    assert treatment("/dienste/", "suche") is Treatment.SCORE
    assert treatment("/amt/zahlungen/1/erledigen/", "note") is Treatment.SCORE
    assert treatment("/amt/konto/anmelden/", "password") is Treatment.SKIP
    assert treatment("/vorgang/", "code") is Treatment.SKIP
    visit = "/umfrage/online-services/antwort/00000000-0000-4000-8000-000000000000/improve/"
    assert treatment(visit, "text-improve") is Treatment.SCORE
    assert treatment(visit, "contact") is Treatment.BLOCK
    assert treatment("/umfrage/online-services/code/", "code") is Treatment.SKIP
    assert treatment("/nirgends/", "code") is Treatment.BLOCK
    assert treatment("/nirgends/", "csrfmiddlewaretoken") is Treatment.BLOCK


def _answer(environ: dict[str, Any]) -> tuple[str, dict[str, str], str]:
    said: list[Any] = []
    content = b"".join(WSGIHandler()(environ, lambda status, headers: said.extend((status, dict(headers)))))
    return said[0], said[1], content.decode()


def _refused(status: int, **environ: str) -> dict[str, Any]:
    incident = Incident("ABCD2345", "POST", "/antrag/", 22010, "a script", status)
    asked = {"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.errors": BytesIO()}
    return asked_instead({**asked, **environ}, incident)


def test_the_page_names_a_number_and_whom_to_ask_and_not_the_rule(two_towns: tuple[str, str]) -> None:
    status, headers, page = _answer(_refused(403, HTTP_HOST="alpha.localhost"))
    assert status.startswith("403")
    assert (headers["X-Firewall-Reference"], headers["X-Firewall-Rule"]) == ("ABCD2345", "22010")
    assert "ABCD2345" in page
    assert "22010" not in page
    assert "script" not in page.partition("<main")[2]


def test_the_page_speaks_the_visitor_s_language(two_towns: tuple[str, str]) -> None:
    _, headers, page = _answer(_refused(403, HTTP_HOST="alpha.localhost", HTTP_COOKIE="x=<y>; language=en"))
    assert headers["Content-Language"] == "en"
    assert "We did not accept this request" in page


def test_an_odd_host_gets_the_page_as_well(two_towns: tuple[str, str]) -> None:
    assert _answer(_refused(403, HTTP_HOST="<script>"))[0].startswith("403")


def test_what_could_not_be_inspected_says_that_the_draft_is_safe(two_towns: tuple[str, str]) -> None:
    status, _, page = _answer(_refused(503, HTTP_HOST="alpha.localhost"))
    assert status.startswith("503")
    assert "Entwurf" in page


def test_what_a_page_fetches_does_not_repeat_what_its_address_holds(
    two_towns: tuple[str, str],
) -> None:
    _, headers, _ = _answer(_refused(403, HTTP_HOST="alpha.localhost"))
    assert headers["Referrer-Policy"] == "strict-origin"
    noted = Incident("ABCD2345", "GET", "/", 22010, "a script", 403, ("suche",), verdict="noted")
    environ = _refused(403, HTTP_HOST="alpha.localhost") | {"firewall.refused": None}
    assert _answer(environ | {"firewall.incident": noted})[1]["Referrer-Policy"] == "strict-origin"
    assert _answer(environ)[1]["Referrer-Policy"] == "same-origin"


def test_a_text_is_noted_where_the_firewall_stands_in_front_and_nowhere_else() -> None:
    request = RequestFactory().get("/")
    assert not is_noted(request, "odd")
    request.META[NOTES] = lambda text: text == "odd"
    assert is_noted(request, "odd")
    assert not is_noted(request, "even")
    assert not is_noted(request, "")
