"""The public check: genuine and valid today, or not. Nothing personal, and nothing is kept."""

from dataclasses import dataclass
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.casework.permits.queries import is_valid
from modellkommune.foundation.documents.judging import judge
from modellkommune.foundation.documents.queries import trust_of
from modellkommune.foundation.documents.trust import NothingTrusted
from modellkommune.foundation.keys.codes import code_matches
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.values.reference import NotAReference, read_reference
from modellkommune.workflow.access import PERMIT_CODE

LARGEST: Final = 10 * 1024 * 1024  # bytes
UNREADABLE: Final = frozenset({"no_barcode", "unreadable", "not_a_seal"})


@dataclass(frozen=True)
class Verdict:
    """The answer: "valid", "invalid" or "unreadable". Plates are for wardens, who stand beside the car."""

    name: str

    @property
    def kind(self) -> str:
        """The kind of alert that shows it."""
        return {"valid": "success", "invalid": "danger"}.get(self.name, "warning")

    @property
    def title_key(self) -> str:
        """The key of its headline."""
        return f"verify.{self.name}_title"

    @property
    def text_key(self) -> str:
        """The key of its sentence."""
        return f"verify.{self.name}_text"


@open_to("anyone")
@secret("code")
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check by number and code, by photo of the seal, or by the PDF itself."""
    if request.method == "GET":
        return render(request, "citizen/verify.html")
    page = cast(PageRequest, request)
    upload = request.FILES.get("file")
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if upload is not None:
        content = upload.read() if (upload.size or 0) <= LARGEST else b""
        verdict = _of_file(page.municipality.key, content)
    elif number.strip() and code.strip():
        verdict = _of_number(page.municipality.key, number, code)
    else:
        trouble = Trouble("number", say("verify.missing", page.language))
        values = {"errors": [trouble], "number": number, "code": code}
        return render(request, "citizen/verify.html", values, status=422)
    return render(request, "citizen/verify.html", {"verdict": verdict})


def _of_number(town: str, typed: str, code: str) -> Verdict:
    try:
        number = read_reference(typed)
    except NotAReference:
        return Verdict("invalid")
    with municipality(town):
        if not code_matches(PERMIT_CODE, number, code):
            return Verdict("invalid")
    return _of_permit(town, number)


def _of_file(town: str, content: bytes) -> Verdict:
    try:
        trust = trust_of(town)
    except NothingTrusted:
        return Verdict("invalid")
    found = judge(content, trust)
    if found.reason in UNREADABLE:
        return Verdict("unreadable")
    if not found.number:
        return Verdict("invalid")
    return _of_permit(town, found.number)


def _of_permit(town: str, number: str) -> Verdict:
    with municipality(town):
        return Verdict("valid" if is_valid(number, clock.today()) else "invalid")
