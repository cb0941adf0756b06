"""HTML built from escaped parts: nothing that was sent can become markup."""

from html import escape


class Markup(str):
    """Text that is already HTML."""

    __slots__ = ()


Child = str | None
VOID = {"input", "meta", "link", "br", "hr"}


def element(tag: str, *children: Child, **attributes: str | bool | int | None) -> Markup:
    """One element. `class_` gives class, `_` inside a name becomes `-`; None and False are left out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Several pieces one after the other, text among them escaped."""
    return Markup("".join(c if isinstance(c, Markup) else escape(c) for c in children if c))


def _attribute(name: str, value: str | bool | int | None) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'
