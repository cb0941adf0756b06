"""The log-in page: who to be, and how surely."""

from collections.abc import Iterable, Mapping

from starlette.responses import HTMLResponse

from simulator.html import Markup, element, join
from simulator.layout import page, say
from simulator.levels import Level
from simulator.people import Person, Persona
from simulator.towns import Town
from simulator.world import World

CARRIED = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "acr_values", "ui_locales",
)  # fmt: skip


def login_page(
    language: str, world: World, parameters: Mapping[str, str], levels: tuple[Level, ...]
) -> HTMLResponse:
    """The page for one authorization request; everything it needs later travels in the form."""
    town = world.towns.get(parameters.get("client_id", "").removeprefix("modellkommune-"))
    towns = [town] if town else list(world.towns.values())
    text = parameters.get("suche", "")
    found = [person for one in towns for person in world.search(one, text)]
    title = say(language, "Wer möchten Sie sein?", "Who would you like to be?")
    lead = say(
        language,
        "Diese Seite spielt das Bürgerkonto mit Online-Ausweis. Wählen Sie einen erfundenen Menschen "
        "und melden Sie sich in dessen Namen an.",
        "This page plays the citizen’s account with online ID. Choose an invented person and log in "
        "as that person.",
    )
    form = element(
        "form", _carried(parameters), _levels(language, levels),
        _found(language, text, found) if text else None,
        *[_cast(language, world, one) for one in towns],
        _cancel(language), method="post", action="/oidc/login",
    )  # fmt: skip
    return page(
        language, title, element("p", lead), _search(language, parameters, text), form, navigation=False
    )


def refused_page(language: str) -> HTMLResponse:
    """Where an unknown platform asks, nobody is sent back."""
    return page(
        language,
        say(language, "Diese Anmeldung ist nicht möglich", "This log-in is not possible"),
        element(
            "p",
            say(
                language,
                "Die Anfrage kommt nicht von einem bekannten Portal.",
                "The request does not come from a known portal.",
            ),
        ),
        status=400,
        navigation=False,
    )


def _carried(parameters: Mapping[str, str]) -> Markup:
    return join(
        *[
            element("input", type="hidden", name=name, value=parameters[name])
            for name in CARRIED
            if name in parameters
        ]
    )


def _search(language: str, parameters: Mapping[str, str], text: str) -> Markup:
    label = say(
        language, "Jemand anderen suchen (Name oder Straße)", "Search for somebody else (name or street)"
    )
    return element(
        "form", _carried(parameters), element("label", label, for_="suche"),
        element("input", type="search", id="suche", name="suche", value=text),
        element("button", say(language, "Suchen", "Search"), class_="second"),
        method="get", action="/oidc/authorize", role="search",
    )  # fmt: skip


def _levels(language: str, levels: Iterable[Level]) -> Markup:
    choices = [
        element(
            "label",
            element("input", type="radio", name="level", value=level.key, checked=number == 0),
            element("span", say(language, *level.names)),
            class_="choice",
        )
        for number, level in enumerate(levels)
    ]
    return element("fieldset", element("legend", say(language, "Anmelden mit", "Log in with")), *choices)


def _found(language: str, text: str, found: list[Person]) -> Markup:
    heading = element("h2", say(language, f"Gefunden zu „{text}“", f"Found for “{text}”"))
    if not found:
        return join(
            heading,
            element(
                "p", say(language, "Niemand heißt oder wohnt so.", "Nobody is called that or lives there.")
            ),
        )
    cards = [element("li", element("h3", p.name), _who(language, p), _choose(language, p)) for p in found]
    return join(heading, element("ul", *cards, class_="cards"))


def _cast(language: str, world: World, town: Town) -> Markup:
    cards = [
        _card(language, persona, world.people[persona.person]) for persona in world.casts[town.key].personas
    ]
    return join(element("h2", town.name), element("ul", *cards, class_="cards"))


def _card(language: str, persona: Persona, person: Person) -> Markup:
    title = element("h3", persona.title[language])
    return element(
        "li",
        title,
        element("p", element("strong", person.name)),
        _who(language, person),
        _choose(language, person),
    )


def _who(language: str, person: Person) -> Markup:
    born = say(language, "geboren am", "born on")
    day = f"{person.birth_date:%d.%m.%Y}" if language == "de" else person.birth_date.isoformat()
    return element("p", f"{born} {day}", element("br"), person.on_card.line if person.on_card else "")


def _choose(language: str, person: Person) -> Markup:
    text = say(language, f"Als {person.name} anmelden", f"Log in as {person.name}")
    return element("button", text, name="person", value=person.id)


def _cancel(language: str) -> Markup:
    return element(
        "p",
        element("button", say(language, "Abbrechen", "Cancel"), name="cancel", value="1", class_="second"),
    )
