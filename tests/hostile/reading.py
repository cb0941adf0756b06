"""Reading a page as a browser does: its forms with what stands in them, and what one input shows."""

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html as parser
from lxml.html import HtmlElement

PRESSED = frozenset({"submit", "image", "reset", "button"})


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, how, and what a browser would send of it."""

    address: str
    method: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...]


def page_of(html: str) -> HtmlElement:
    """The page as a tree."""
    return parser.document_fromstring(
        html.encode(), parser=parser.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def forms_of(html: str, address: str) -> tuple[Form, ...]:
    """All forms of a page that lies at this address."""
    page = page_of(html)
    return tuple(
        Form(
            urljoin(address, form.get("action") or address),
            (form.get("method") or "get").lower(),
            tuple(_fields(form)),
            tuple(
                (button.get("name"), button.get("value") or "") for button in form.xpath(".//button[@name]")
            ),
        )
        for form in page.forms
    )


def _fields(form: HtmlElement) -> list[tuple[str, str]]:
    found = []
    for control in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        if control.get("type") in PRESSED or control.get("name") == "csrfmiddlewaretoken":
            continue
        found.append((control.get("name"), control.value if isinstance(control.value, str) else ""))
    return found


def shown_in(html: str, name: str) -> str | None:
    """What stands in the input of this name; None where there is no such input."""
    found = page_of(html).xpath(".//main//*[@name=$name and not(@type='hidden')]", name=name)
    if not found:
        return None
    return str(found[0].value if found[0].tag == "textarea" else found[0].get("value") or "")
