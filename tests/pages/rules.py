"""The rules for pages that a machine can check: `assert_page_rules(html)` for every page of every test.

Numbers refer to the 25 rules of the design (docs/decisions): 2 back link and h1, 5 no `required`, 7 title,
8 and 9 error summary, 12 only optional fields are marked, 13 autocomplete, 14 hints, 15 dates, 18 progress.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from lxml import html as parser
from lxml.html import HtmlElement

ERROR_PREFIXES = {"de": "Fehler:", "de-simple": "Fehler:", "en": "Error:"}
AUTOCOMPLETE = re.compile(r"(on|off|[a-z]+(-[a-z0-9]+)*)( [a-z]+(-[a-z0-9]+)*)*")
CONTROLS = ".//main//*[self::input or self::select or self::textarea]"
WITHOUT_LABEL = frozenset({"hidden", "submit", "button"})
LIMIT_OF_STEPS = 10


def said(html: str) -> str:
    """The text of a page as it is read, whatever elements it is made of."""
    page = parser.document_fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    return " ".join(page.text_content().split())


def assert_page_rules(html: str, *, step: bool = False) -> None:
    """Every rule broken by the page, all at once. `step`: a page of a form, which needs a way back."""
    page = parser.document_fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    for drawn in page.find_class("leaflet-container"):
        # What the map's script has drawn by now is no markup of ours; axe looks at it.
        drawn.attrib.pop("style", None)
        drawn[:] = []
    problems = [
        *_head(page),
        *_frame(page),
        *_nothing_inline(page),
        *_ids(page),
        *_headings(page),
        *_forms(page),
        *_controls(page),
        *_default_button(page),
        *_error_summary(page),
        *(_step(page) if step else ()),
    ]
    assert not problems, "\n".join(problems)


def _texts(elements: Iterable[HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def _head(page: HtmlElement) -> Iterable[str]:
    if page.get("lang") not in ERROR_PREFIXES:
        yield "the page does not state its language"
    title = page.findtext(".//title") or ""
    prefix = ERROR_PREFIXES.get(page.get("lang", "de"), "")
    failed = bool(page.xpath(".//main//*[@aria-invalid='true']"))
    if failed != title.startswith(prefix):
        yield f"7: title {title!r} and the errors on the page do not agree"
    if not page.xpath(".//meta[@name='viewport']"):
        yield "no viewport: the page cannot reflow"


def _frame(page: HtmlElement) -> Iterable[str]:
    if len(page.xpath(".//main")) != 1:
        yield "there must be exactly one main"
    for landmark in ("header", "footer"):
        if not page.xpath(f".//body//{landmark}"):
            yield f"no {landmark}"
    first = page.xpath(".//body//a")[:1]
    if not first or first[0].get("href") != "#inhalt":
        yield "the first link must lead to the content"
    targets = set(page.xpath(".//@id"))
    for link in page.xpath(".//a[starts-with(@href, '#')]/@href"):
        if link[1:] not in targets:
            yield f"the link {link} leads nowhere"


def _nothing_inline(page: HtmlElement) -> Iterable[str]:
    if page.xpath(".//style | .//*[@style] | .//script[not(@src)]"):
        yield "inline style or script: the content security policy forbids it"
    if page.xpath(".//@*[starts-with(name(), 'on')]"):
        yield "an inline event handler: the content security policy forbids it"
    for address in page.xpath(".//link/@href | .//script/@src | .//img/@src"):
        if re.match(r"(https?:)?//", address):
            yield f"{address} is fetched from another host"


def _ids(page: HtmlElement) -> Iterable[str]:
    counts: Counter[str] = Counter(page.xpath(".//@id"))
    for name, count in counts.items():
        if count > 1:
            yield f"the id {name} stands {count} times"
    known = set(page.xpath(".//@id"))
    for attribute in ("aria-describedby", "aria-labelledby", "for", "list", "form"):
        for value in page.xpath(f".//@{attribute}"):
            for name in set(value.split()) - known:
                yield f"{attribute} names {name}, which is not on the page"


def _headings(page: HtmlElement) -> Iterable[str]:
    titles = page.xpath(".//h1")
    if len(titles) != 1 or not _texts(titles)[0]:
        yield f"2: {len(titles)} h1 instead of one"
    levels = [
        int(heading.tag[1])
        for heading in page.xpath(".//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


WAY_BACK = "/sperre/"
"""Its form is drawn without the visitor's cookies; the proof in it does what a token does elsewhere."""


def _forms(page: HtmlElement) -> Iterable[str]:
    for form in page.xpath(".//form"):
        if form.get("novalidate") is None:
            yield f"5: the form {form.get('action') or form.get('id') or ''} lets the browser validate"
        posted = (form.get("method") or "get").lower() == "post" and form.get("action") != WAY_BACK
        if posted and not form.xpath(".//input[@name='csrfmiddlewaretoken']"):
            yield "a form that is posted has no token"
    if page.xpath(".//@required"):
        yield "5: `required` lets the browser validate"
    if "*" in "".join(_texts(page.xpath(".//main//label | .//main//legend"))):
        yield "12: an asterisk marks a field"


def _controls(page: HtmlElement) -> Iterable[str]:
    labelled = set(page.xpath(".//label/@for"))
    for control in page.xpath(CONTROLS):
        if control.get("type") not in WITHOUT_LABEL:
            yield from _control(control, labelled)
    if page.xpath(".//*[contains(concat(' ', @class, ' '), ' kern-hint ')]//a"):
        yield "14: a hint holds a link"
    if page.xpath(".//fieldset[not(legend)]"):
        yield "a fieldset has no legend"


def _control(control: HtmlElement, labelled: set[str]) -> Iterable[str]:
    name = control.get("name") or control.get("id")
    if control.get("id") not in labelled and not control.xpath("ancestor::label"):
        yield f"{name} has no label"
    if control.get("type") == "date":
        yield f"15: {name} is not three fields"
    token = control.get("autocomplete")
    if token and not AUTOCOMPLETE.fullmatch(token):
        yield f"13: {name} has the autocomplete token {token!r}"


def _default_button(page: HtmlElement) -> Iterable[str]:
    """Enter presses the first button of a form, which may stand outside of it: it must lead on."""
    for form in page.xpath(".//form"):
        name = form.get("id") or "\n"
        buttons = page.xpath(
            ".//button[not(@type) or @type='submit'][@form=$name or (not(@form) and ancestor::form=$form)]",
            name=name,
            form=form,
        )
        if buttons and (buttons[0].get("formaction") or buttons[0].get("name") == "remove"):
            yield f"Enter in the form {name!r} would press {buttons[0].text_content().strip()!r}"


def _error_summary(page: HtmlElement) -> Iterable[str]:
    summaries = page.xpath(".//*[@role='alert']")
    invalid = page.xpath(".//main//*[@aria-invalid='true']")
    if bool(summaries) != bool(invalid) or len(summaries) > 1:
        yield f"8: {len(summaries)} error summaries, {len(invalid)} inputs marked wrong"
    for summary in summaries[:1]:
        before = summary.xpath("preceding::h1[ancestor::main]")
        if before or summary.get("tabindex") != "-1" or summary.get("autofocus") is None:
            yield "8: the error summary is not first in main, or does not take the focus"
        shown = set(_texts(page.xpath(".//*[contains(concat(' ', @class, ' '), ' kern-error ')]")))
        yield from _links_of(summary, page, shown)


def _links_of(summary: HtmlElement, page: HtmlElement, shown: set[str]) -> Iterable[str]:
    controls = {control.get("id") for control in page.xpath(CONTROLS)}
    for link in summary.xpath(".//a"):
        text = " ".join(link.text_content().split())
        if link.get("href", "")[1:] not in controls:
            yield f"9: {text!r} does not lead to an input"
        if text not in shown:
            yield f"9: {text!r} does not stand at its field in the same words"
        if len(text) < len("Bitte ..."):
            yield f"10: {text!r} names no remedy"


def _step(page: HtmlElement) -> Iterable[str]:
    if not page.xpath(".//main//*[contains(concat(' ', @class, ' '), ' back ')]//a"):
        yield "2: no back link"
    if not page.xpath(".//main//button[contains(@class, 'kern-btn')]"):
        yield "2: no button leads on"
    for bar in page.xpath(".//progress"):
        if int(bar.get("max", "1")) > LIMIT_OF_STEPS:
            yield "18: progress over more than ten steps"
