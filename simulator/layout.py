"""The frame of every page: what this is, where one is, and a style sheet of its own."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from simulator.html import Child, Markup, element, join

STYLE = (Path(__file__).parent / "simulator.css").read_text("utf-8")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
NAVIGATION = (
    ("/", ("Personen", "People")),
    ("/staff", ("Mitarbeitende", "Staff")),
    ("/faults", ("Störungen", "Faults")),
)


def say(language: str, german: str, english: str) -> str:
    """The sentence in the language of the page."""
    return english if language == "en" else german


def language_of(request: Request) -> str:
    """`?sprache=en` or OpenID's `ui_locales=en`; German otherwise."""
    asked = request.query_params.get("sprache") or request.query_params.get("ui_locales", "")
    return "en" if asked.lower().startswith("en") else "de"


def page(language: str, title: str, *main: Child, status: int = 200, navigation: bool = True) -> HTMLResponse:
    """A whole page. Every page says that it is a simulator with invented people."""
    body = join(
        element("a", say(language, "Zum Inhalt", "Skip to content"), href="#inhalt", class_="skip"),
        element("header", _banner(language), _navigation(language) if navigation else None),
        element("main", element("h1", title), *main, id="inhalt"),
        element("footer", element("p", say(language, *FOOT))),
    )
    head = join(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} – Simulator"),
        element("link", rel="stylesheet", href="/simulator.css"),
        element("link", rel="icon", href="data:,"),
    )
    document = "<!doctype html>" + element(
        "html", element("head", head), element("body", body), lang=language
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(document, status, headers)


def table(
    language: str, label: tuple[str, str], columns: tuple[tuple[str, str], ...], rows: list[Markup]
) -> Markup:
    """A table that scrolls by itself on a narrow screen."""
    head = element("tr", *[element("th", say(language, *column), scope="col") for column in columns])
    return element(
        "div",
        element("table", head, *rows),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=say(language, *label),
    )


FOOT = (
    "Menschen, Fahrzeuge, Firmen, Register und Zahlungen sind frei erfunden. Hier fließt kein Geld.",
    "People, vehicles, companies, registers and payments are invented. No money changes hands here.",
)


def _banner(language: str) -> Markup:
    text = say(
        language,
        "Nur zur Demonstration, mit erfundenen Menschen.",
        "For demonstration only, with invented people.",
    )
    return element("p", element("strong", "Simulator"), " · ", text, class_="banner")


def _navigation(language: str) -> Markup:
    suffix = "?sprache=en" if language == "en" else ""
    links = [element("a", say(language, *names), href=path + suffix) for path, names in NAVIGATION]
    return element("nav", *links, aria_label=say(language, "Bereiche", "Sections"))


async def style(request: Request) -> Response:
    """`/simulator.css`."""
    return PlainTextResponse(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
