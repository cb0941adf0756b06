"""Who to be: the personas of each town and what each shows."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.box import Box, box_of
from simulator.html import Markup, element, join
from simulator.layout import language_of, page, say
from simulator.people import Persona
from simulator.towns import Town

EXPECTED = {
    "granted": ("Alles klar: Bewilligung ohne Rückfrage", "All clear: granted without a question"),
    "review": ("Ein Mensch sieht es sich an", "A person looks at it"),
}
KEEPERS = {
    "self": ("auf den eigenen Namen zugelassen", "registered in the own name"),
    "employer": ("auf eine Firma zugelassen", "registered to a company"),
    "family": ("auf Angehörige zugelassen", "registered to a relative"),
    "": ("keins, nur Carsharing", "none, carsharing only"),
}


async def personas(request: Request) -> Response:
    """`/`."""
    box, language = box_of(request), language_of(request)
    lead = say(
        language,
        "Ein kleines Deutschland im Karton: Melderegister, Fahrzeugregister, Bürgerkonto und Bezahldienst "
        "mit 2.000 erfundenen Menschen je Stadt. Diese hier zeigen jeweils etwas Bestimmtes; wählen Sie "
        "sie bei der Anmeldung aus.",
        "A small Germany in a box: population register, vehicle register, citizen’s account and payment "
        "service with 2,000 invented people in each town. These each show something in particular; choose "
        "them when you log in.",
    )
    towns = [_town(box, language, town) for town in box.world.towns.values()]
    return page(
        language,
        say(language, "Wer kann ich sein?", "Who can I be?"),
        element("p", lead),
        *towns,
        _other(language),
    )


async def personas_json(request: Request) -> Response:
    """`/personas.json`: the same for tests."""
    box = box_of(request)
    found = [
        document(box, town, p)
        for town in box.world.towns.values()
        for p in box.world.casts[town.key].personas
    ]
    return JSONResponse({"personas": found})


def document(box: Box, town: Town, persona: Persona) -> dict[str, object]:
    """A persona with its person; `answers` are what to enter in the form."""
    person = box.world.people[persona.person]
    local = next((d for d in person.dwellings if d.municipality == town.ags), None)
    return {
        "id": persona.id,
        "slug": persona.slug,
        "municipality": town.key,
        "portal": box.settings.portal(town.host),
        "title": persona.title,
        "shows": persona.shows,
        "expected": persona.expected,
        "person": person.id,
        "family_name": person.family_name,
        "given_names": person.given_names,
        "birth_date": person.birth_date.isoformat(),
        "address": local.address.document() if local else None,
        "card_address": person.on_card.document() if person.on_card else None,
        "answers": persona.answers,
    }


def _town(box: Box, language: str, town: Town) -> Markup:
    portal = box.settings.portal(town.host) + "/"
    cards = [_card(box, language, persona) for persona in box.world.casts[town.key].personas]
    link = element(
        "a", say(language, f"Zum Portal {town.name}", f"To the portal of {town.name}"), href=portal
    )
    return element(
        "section", element("h2", town.name), element("p", link), element("ul", *cards, class_="cards")
    )


def _card(box: Box, language: str, persona: Persona) -> Markup:
    person, plate = box.world.people[persona.person], persona.answers["plate"]
    keeper = say(language, *KEEPERS[persona.answers["keeper"]])
    rows = [
        (say(language, "Name", "Name"), Markup(element("span", person.name))),
        (say(language, "Geboren", "Born"), Markup(element("span", f"{person.birth_date:%d.%m.%Y}"))),
        (say(language, "Anschrift", "Address"), Markup(element("span", person.dwellings[-1].address.line))),
        (
            say(language, "Auto", "Car"),
            join(element("span", plate, class_="plate") if plate else None, f" {keeper}"),
        ),
        (
            say(language, "Erwartet", "Expected"),
            Markup(element("span", say(language, *EXPECTED[persona.expected]))),
        ),
    ]
    listed = element("dl", *[join(element("dt", name), element("dd", value)) for name, value in rows])
    return element(
        "li", element("h3", persona.title[language]), element("p", persona.shows[language]), listed
    )


def _other(language: str) -> Markup:
    there = "?sprache=de" if language == "en" else "?sprache=en"
    return element(
        "p",
        element("a", say(language, "In English", "Auf Deutsch"), href=there, lang=say(language, "en", "de")),
    )
