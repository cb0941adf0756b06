"""Parts of templates that are drawn on every page, made cheap: sentences, and what a town's pages share."""

from functools import lru_cache
from typing import Any, Final

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString

from modellkommune.pages.town import Town
from modellkommune.pages.wording import DEFAULT, say

_without_town: Final[dict[tuple[Any, ...], SafeString]] = {}


@lru_cache(maxsize=4096)
def escaped(key: str, language: str) -> SafeString:
    """A sentence without placeholders, ready for HTML."""
    return escape(say(key, language))


class SayNode(Node):
    """`{% say "key" %}`, `{% say "key" name=value %}`, `{% say "key" as name %}`."""

    def __init__(self, key: FilterExpression, values: dict[str, FilterExpression], name: str) -> None:
        self.key, self.values, self.name = key, values, name

    def render(self, context: Context) -> SafeString:
        """The sentence in the language of the page; nothing where it was only named."""
        key, language = self.key.resolve(context), language_of(context)
        if not self.values and not self.name:
            return escaped(key, language)
        text = say(key, language, **{name: value.resolve(context) for name, value in self.values.items()})
        if not self.name:
            return escape(text)
        context[self.name] = text
        return SafeString("")


class KeptNode(Node):
    """`{% kept "name" value... %}...{% endkept %}`: drawn once for a town, a language and the values.

    Only for what is the same for everybody: the values are few, and nothing personal is among them.
    """

    child_nodelists = ()
    """No block stands inside, so nobody has to look for one, which Django does whenever a page is drawn."""

    def __init__(self, name: str, values: list[FilterExpression], content: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, content

    def render(self, context: Context) -> SafeString:
        """What was kept, or drawn now."""
        town = context.get("town")
        kept = town.kept if isinstance(town, Town) else _without_town
        key = (self.name, language_of(context), *(value.resolve(context) for value in self.values))
        if key not in kept:
            kept[key] = self.nodelist.render(context)
        return kept[key]


def language_of(context: Context) -> str:
    """The language of the page that is being drawn."""
    return str(context.get("language") or getattr(context.get("request"), "language", DEFAULT))


def parse_say(parser: Parser, token: Token) -> SayNode:
    """The tag `say`."""
    _, key, *rest = token.split_contents()
    name = rest.pop() if rest[-2:-1] == ["as"] else ""
    pairs = [pair.partition("=") for pair in (rest[:-1] if name else rest)]
    values = {word: parser.compile_filter(value) for word, _, value in pairs}
    return SayNode(parser.compile_filter(key), values, name)


def parse_kept(parser: Parser, token: Token) -> KeptNode:
    """The tag `kept` with what it keeps."""
    _, name, *values = token.split_contents()
    content = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), [parser.compile_filter(value) for value in values], content)
