"""KERN components as template tags: each a small template that carries the aria wiring.

Forms of a blueprint use `{% field_component %}`; forms of our own (feedback, search) the `*_field` tags.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from modellkommune.pages.fields import FieldView, Option, Part, view_of
from modellkommune.pages.nodes import language_of, parse_kept, parse_say
from modellkommune.pages.renewing import STOP, is_stopped
from modellkommune.pages.wording import in_language, say, texts
from modellkommune.values.plate import marked_plates
from modellkommune.values.reference import marked_references

register = template.Library()
PART_SETTINGS = ("kind", "autocomplete", "inputmode", "width", "list", "max_length")
Context = template.Context


@cache
def _component(name: str) -> Any:
    """The template of a component, without the layer that makes a context of a request."""
    return get_template(f"kern/{name}.html").template  # type: ignore[attr-defined]


def _draw(name: str, language: str, values: Mapping[str, Any]) -> SafeString:
    drawn: SafeString = _component(name).render(Context({"language": language, **values}))
    return drawn


register.tag("say", parse_say)
register.tag("kept", parse_kept)


@register.simple_tag(takes_context=True)
def local(context: Context, text: Mapping[str, str] | str | None) -> str:
    """A text of a blueprint or profile in the language of the page."""
    return in_language(text, language_of(context))


@register.simple_tag
@cache
def icon(name: str, size: str = "default") -> SafeString:
    """A KERN icon; always decoration, so it is hidden from screen readers."""
    return format_html(
        '<span class="kern-icon kern-icon--{} kern-icon--{}" aria-hidden="true"></span>', name, size
    )


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    """A small mark of state: info, success, warning, danger."""
    return format_html(
        '<span class="kern-badge kern-badge--{}"><span class="kern-label kern-label--small">{}</span></span>',
        kind,
        text,
    )


@register.filter
def together(text: str) -> SafeString:
    """A text whose numbers of cases and permits, and plates, are not broken where a line is long enough.

    Copied they are what they are: nothing is exchanged for a sign that looks alike.
    """
    marks = '<span class="together">', "</span>"
    return SafeString(marked_plates(marked_references(conditional_escape(text), *marks), *marks))


@register.simple_tag(takes_context=True)
def button(context: Context, key: str, kind: str = "primary", href: str = "", **more: Any) -> SafeString:
    """A button or, with `href`, a link like one; `key` is a text key. More: name, value, icon, form."""
    draw = _button if href else _kept_button
    return draw(language_of(context), key, kind=kind, href=href, **more)


def _button(language: str, key: str, **values: Any) -> SafeString:
    return _draw("button", language, {"label": say(key, language), **values})


# Without an address there are as many as stand in the templates.
_kept_button = lru_cache(maxsize=512)(_button)


@register.simple_block_tag(takes_context=True)
def alert(context: Context, content: str, kind: str, title: str, level: int = 2) -> SafeString:
    """A boxed message: info, success, warning, danger. Not announced; only the error summary is."""
    return _draw(
        "alert", language_of(context), {"content": content, "kind": kind, "title": title, "level": level}
    )


@register.simple_block_tag(takes_context=True)
def accordion(
    context: Context, content: str, title: str, name: str = "", is_open: bool = False
) -> SafeString:
    """A part that opens on demand; works without JavaScript. `name` is its HTML id."""
    return _draw(
        "accordion",
        language_of(context),
        {"content": content, "title": title, "name": name, "is_open": is_open},
    )


@register.simple_tag(takes_context=True)
def error_summary(context: Context, errors: Iterable[Any]) -> SafeString:
    """First in main on a page with errors: takes the focus, leads to each input in its words."""
    language = language_of(context)
    entries = [(error.input_id, in_language(error.message, language)) for error in errors]
    return _draw("error_summary", language_of(context), {"entries": entries}) if entries else SafeString("")


@register.simple_tag(takes_context=True)
def progress(context: Context, step: int, total: int, title: str) -> SafeString:
    """Schritt 2 von 4: ..."""
    return _draw("progress", language_of(context), {"step": step, "total": total, "title": title})


@register.simple_tag(takes_context=True)
def back(context: Context, address: str) -> SafeString:
    """The back link above the h1 of a step."""
    return _draw("back", language_of(context), {"address": address})


@register.simple_tag(takes_context=True)
def breadcrumb(context: Context, *crumbs: str) -> SafeString:
    """Address and label (a text key or a text) in turn, from the top down to the page above this one."""
    known = texts(language_of(context))
    labels = [known.get(label, label) for label in crumbs[1::2]]
    pairs = list(zip(crumbs[::2], labels, strict=True))
    return _draw("breadcrumb", language_of(context), {"crumbs": pairs})


@register.simple_tag(takes_context=True)
def summary_list(
    context: Context, number: int, title: str, items: Iterable[Any], change: str = "", about: str = ""
) -> SafeString:
    """One block of the check page. Items have label, value (str or list) and optionally files.

    `change` is the address behind "Ändern"; without it the block cannot be changed.
    """
    values = {
        "number": number,
        "title": title,
        "items": list(items),
        "change": change,
        "about": about or title,
    }
    return _draw("summary_list", language_of(context), values)


@register.simple_tag(takes_context=True)
def timeline(context: Context, entries: Iterable[Any]) -> SafeString:
    """What happened and what comes. Entries have state (done, now, later), title, text, when."""
    return _draw("timeline", language_of(context), {"entries": list(entries)})


@register.simple_tag(takes_context=True)
def renewing(context: Context) -> SafeString:
    """Says that the page renews itself, with the link that stops it, or the one that lets it go on."""
    values = {"stop": STOP, "stopped": is_stopped(context["request"])}
    return _draw("renewing", language_of(context), values)


@register.simple_tag(takes_context=True)
def task_list(context: Context, tasks: Iterable[Any]) -> SafeString:
    """At most seven tasks: title, address (empty: not yet possible), kind and status of the badge."""
    return _draw("task_list", language_of(context), {"tasks": list(tasks)})


@register.simple_tag(takes_context=True)
def pagination(context: Context, number: int, total: int, address: str = "?seite=") -> SafeString:
    """Links to the pages of a long list; nothing where there is only one."""
    if total < 2:
        return SafeString("")
    near = [page for page in range(1, total + 1) if page in (1, total) or abs(page - number) < 3]
    values = {"number": number, "total": total, "pages": near, "address": address}
    return _draw("pagination", language_of(context), values)


@register.simple_tag(takes_context=True)
def data_table(
    context: Context, caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> SafeString:
    """A table whose first column names and whose others hold numbers or amounts."""
    return _draw("table", language_of(context), {"caption": caption, "head": head, "rows": list(rows)})


@register.simple_tag(takes_context=True)
def field_component(
    context: Context,
    field: Any,
    inputs: Any,
    errors: Iterable[Any] = (),
    language: str = "",
    question: bool = False,
) -> SafeString:
    """Any field of a blueprint, from `Service.inputs(...)`, with those of `errors` that concern it.

    `question` makes its label or legend the h1 of the page.
    """
    view = view_of(field, inputs, errors, language or language_of(context))
    return draw_field(context, view, question)


@register.simple_tag(takes_context=True)
def drawn_field(context: Context, view: FieldView, question: bool = False) -> SafeString:
    """A field that the view has put together; `question` makes its label or legend the h1 of the page."""
    return draw_field(context, view, question)


@register.simple_tag
def typed_input(f: FieldView, p: Part, plate: object = "") -> SafeString:
    """The control for one line of text, `plate` for a licence plate; in Python, for pages have several."""
    marks = {"kern-form-input__input--error": p.invalid, p.width: p.width, "plate": plate}
    classes = " ".join(["kern-form-input__input", *(name for name, holds in marks.items() if holds)])
    attributes: dict[str, Any] = {
        "class": classes,
        "id": p.id,
        "name": p.name,
        "type": p.kind,
        "value": p.value,
        "autocomplete": p.autocomplete or None,
        "inputmode": p.inputmode or None,
        "maxlength": p.max_length if p.max_length > 20 else None,
        "list": p.list or None,
    }
    if plate:
        attributes |= {"spellcheck": "false", "translate": "no", "autocapitalize": "characters"}
    return SafeString(f"<input{flatatt(attributes)}{aria(f, p)}>")


@register.simple_tag
def aria(f: FieldView, p: Part) -> SafeString:
    """What a screen reader is told of a control: needed, wrong, described by hint, limits and error."""
    return flatatt(
        {
            "aria-required": None if f.optional or p.optional else "true",
            "aria-invalid": "true" if p.invalid else None,
            "aria-describedby": f.described_by or None,
        }
    )


def draw_field(context: Context, view: FieldView, question: bool = False) -> SafeString:
    """One field by its component's template; fields that nobody filled in yet are drawn once per process."""
    draw = _kept_field if view.impersonal else _drawn_field
    return draw(view, question, language_of(context))


def _drawn_field(view: FieldView, question: bool, language: str) -> SafeString:
    return _draw(f"field_{view.component}", language, {"f": view, "question": question})


_kept_field = lru_cache(maxsize=4096)(_drawn_field)


def _own(component: str, name: str, more: dict[str, Any], **part: Any) -> FieldView:
    """A field of one of our own forms; `more` takes id, label, hint, error, optional, rows."""
    error = more.pop("error", "") or ""
    single = Part(id=more.pop("id", name), name=name, invalid=bool(error), **part)
    return FieldView(component=component, id=single.id, parts=(single,), error=error, **more)


@register.simple_tag(takes_context=True)
def text_field(context: Context, name: str, value: str = "", **more: Any) -> SafeString:
    """One line of text. More: label, hint, error, optional, question, and PART_SETTINGS."""
    part = {key: more.pop(key) for key in PART_SETTINGS if key in more}
    question = more.pop("question", False)
    return draw_field(context, _own("text", name, more, value=value or "", **part), question)


@register.simple_tag(takes_context=True)
def textarea_field(context: Context, name: str, value: str = "", **more: Any) -> SafeString:
    """Several lines of text. More: label, hint, error, optional, rows."""
    return draw_field(context, _own("textarea", name, more, value=value or "", kind="textarea"))


def _options(name: str, pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, f"{name}-{value}", value == chosen) for value, label in pairs)


@register.simple_tag(takes_context=True)
def radio_field(
    context: Context, name: str, options: Iterable[tuple[str, str]], value: str = "", **more: Any
) -> SafeString:
    """One of several; `options` are pairs of value and label. More: label, hint, error, question."""
    question = more.pop("question", False)
    view = _own("radio", name, more, kind="radio", options=_options(name, options, value))
    return draw_field(context, view, question)


@register.simple_tag(takes_context=True)
def select_field(
    context: Context, name: str, options: Iterable[tuple[str, str]], value: str = "", **more: Any
) -> SafeString:
    """One of many, in a list. Give the pair ("", "...") first where nothing may be chosen yet."""
    view = _own("select", name, more, kind="select", options=_options(name, options, value))
    return draw_field(context, view)


@register.simple_tag(takes_context=True)
def proof(context: Context, purpose: str) -> SafeString:
    """At the end of a form: what tells people from programs (see `pages/bots.py`)."""
    return _draw("proof", language_of(context), {"purpose": purpose})


@register.simple_tag(takes_context=True)
def consent_field(context: Context, name: str, value: object = "", **more: Any) -> SafeString:
    """One box to tick for a declaration; the form sends "yes". More: label, hint, error, optional."""
    return draw_field(context, _own("consent", name, more, kind="checkbox", value="yes", checked=bool(value)))
