"""Sets documents with typst: PDF/A-3a and PDF/UA-1, our own fonts only, machine-readable data attached."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any

import typst

from modellkommune.foundation.documents.errors import FontsMissing, TemplateRefused
from modellkommune.foundation.documents.fontbuild import FONTS
from modellkommune.foundation.tenants import clock

STANDARDS: list[Any] = ["a-3a", "ua-1"]
ATTACHMENT = "daten.json"
_DESCRIPTIONS = {
    "de": "Die Angaben dieses Dokuments, für Programme lesbar",
    "en": "This document's data for programs",
}
_PREAMBLE = Path(__file__).with_name("preamble.typ").read_text("utf-8")
# A date does not break between day and month. Here, because a rule in the template costs a tenth of the time.
# It begins with the blank, because a text without one is passed over quickly (the drawing of a seal is long).
_IN_DATE = re.compile(
    r" (?=Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
    r"(?<=\d\. )(?<!\d\d\d\. )"
)
_UNBROKEN = "\N{NO-BREAK SPACE}"
_PACKAGE = re.compile(r'"@[\w-]+/')
# One compiler keeps fonts and syntax trees between documents; two threads may not use it at once.
_one_at_a_time = Lock()


def render(
    template_source: str, data: Mapping[str, Any], language: str, attachment: Mapping[str, Any] | None
) -> bytes:
    """The PDF of a template with its data; about 8 ms a page. Raises TemplateRefused, FontsMissing.

    `data` needs a `title`; what else, says the top of each template. `attachment` is attached as JSON.
    """
    if _PACKAGE.search(template_source):
        raise TemplateRefused("a template may not fetch packages")
    words = _IN_DATE.sub(_UNBROKEN, json.dumps(data, ensure_ascii=False))
    inputs = {"data": words, "language": language}
    if attachment is not None:
        inputs["attachment"] = json.dumps(attachment, ensure_ascii=False, indent=1)
        inputs["attachment_name"] = ATTACHMENT
        inputs["attachment_description"] = _DESCRIPTIONS.get(language, _DESCRIPTIONS["en"])
    return _compile("".join((_stated(inputs), _PREAMBLE, template_source)).encode())


def _stated(inputs: Mapping[str, str]) -> str:
    """The dictionary `inputs` in typst's words.

    It stands in the source, because other `sys.inputs` make typst set up its library anew and forget what it
    knows of the template's words: half a millisecond a document.
    """
    entries = (f"{name}: {_quoted(text)}" for name, text in inputs.items())
    return f"#let inputs = ({', '.join(entries)})\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _compile(source: bytes) -> bytes:
    try:
        with _one_at_a_time:
            pdf = _compiler().compile(
                input=source,
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=clock.now().replace(microsecond=0),
            )
    except typst.TypstError as error:
        raise TemplateRefused("\n".join([error.message, *error.hints, error.diagnostic])) from error
    if not isinstance(pdf, bytes):
        raise TemplateRefused("the template makes no PDF")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing
    # Threads that share so short a document wait for each other for a tenth of the time.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    # An empty root: a template reads no file of this machine.
    return typst.Compiler(root=mkdtemp(prefix="typst-"), font_paths=fonts, ignore_system_fonts=True)
