"""/parkzone/: does this address lie in a parking zone? Yes with a map, or no with a way on."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from modellkommune.foundation.places.book import Book, Finding, Zone
from modellkommune.foundation.places.errors import PlacesNotLoaded
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.places.streetnames import split_line
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.information import information
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.portals.citizen.services_offer import offers
from modellkommune.portals.citizen.zone_list import own_name
from modellkommune.portals.citizen.zone_map import ZoneMap, draw_map
from modellkommune.values.address import street_key

LONGEST_ADDRESS: Final = 150  # characters
# What is wrong with the address itself; every other reason is an answer.
ASK_AGAIN: Final = frozenset(
    {
        "street-unknown",
        "number-missing",
        "number-unknown",
        "postcode-differs",
        "several-zones",
    }
)


@dataclass(frozen=True)
class Answer:
    """What the page says to one address: a zone, a reason why there is none, or a question back."""

    asked: str
    address: str = ""
    zone: Zone | None = None
    name: str = ""
    description: str = ""
    reason: str = ""
    nearest: str = ""
    map: ZoneMap | None = None
    problem: str = ""
    suggestions: tuple[str, ...] = ()


@information
def show_zone_check(request: PageRequest) -> HttpResponse:
    """One field, `?adresse=Bahnhofstr. 12`; the answer stands on the same page and can be bookmarked."""
    asked = request.GET.get("adresse", "")[:LONGEST_ADDRESS].strip()
    submitted = "adresse" in request.GET
    with municipality(request.municipality.key):
        errand = next((offer for offer in offers(request.language) if offer.zones), None)
        try:
            places = book()
        except PlacesNotLoaded:
            return render(request, "citizen/zone_unknown.html", {"nav": "services"})
    answer = _answer(places, asked, request.language) if submitted else None
    errors = [InputError("adresse", answer.problem)] if answer and answer.problem else []
    values = {"answer": answer, "errors": errors, "errand": errand, "asked": asked, "nav": "services"}
    values["notice"] = request.municipality.text("places.notice", request.language)
    return render(request, "citizen/zone.html", values)


def _answer(places: Book, asked: str, language: str) -> Answer:
    if not asked:
        return Answer(asked, problem=say("zone.empty", language))
    match = places.find(asked)
    if match.kind != "exact" or match.address is None:
        return _question_back(places, asked, match.reason or "ambiguous", match.suggestions, language)
    found = places.finding(match.address)
    zones = places.zones()
    if found.zone is not None:
        zone = next(zone for zone in zones if zone.code == found.zone)
        return Answer(
            asked,
            address=match.address.text,
            zone=zone,
            name=own_name(zone, language),
            description=in_language(zone.description, language),
            map=draw_map(zones, zone.code),
        )
    nearest = places.nearest_zone(match.address)
    return Answer(
        asked,
        address=match.address.text,
        reason=reason_of(found, language),
        nearest=_nearest(nearest, language),
        map=draw_map(zones, nearest[0].code) if nearest else None,
    )


def reason_of(found: Finding, language: str) -> str:
    """Why an address lies in no zone, in the zone list's own words where it has some."""
    own_words = in_language(found.text, language)
    return own_words or say(f"zone.reason.{(found.reason or 'outside').replace('-', '_')}", language)


def _question_back(
    places: Book, asked: str, reason: str, suggestions: tuple[str, ...], language: str
) -> Answer:
    typed, number, _ = split_line(asked)
    unknown = reason == "street-unknown"
    offered = (suggestions or places.suggest(asked)) if unknown else suggestions
    # A link that asks the same again would lead nowhere.
    others = (one for one in offered if street_key(one) != street_key(typed))
    offered = tuple(f"{street} {number}".strip() if unknown else street for street in others)
    key = reason.replace("-", "_") if reason in ASK_AGAIN else "ambiguous"
    return Answer(asked, problem=say(f"zone.problem.{key}", language, asked=asked), suggestions=offered)


def _nearest(nearest: tuple[Zone, int] | None, language: str) -> str:
    zone, metres = nearest or (None, 0)
    if zone is None or not metres:
        return ""  # no zone near, or in the middle of one: then the reason says what there is to say
    return say("zone.nearest", language, zone=in_language(zone.name, language), metres=metres)
