"""/umfrage/<id>/ergebnisse/: what came out of a survey, as page, open data and paper for the council."""

import json
from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpResponse

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.information import draw_once, information
from modellkommune.pages.results.comparing import compared
from modellkommune.pages.results.council import Asked, asked_when, council_pdf
from modellkommune.pages.results.exporting import (
    CODEBOOK,
    PACKAGE,
    RESULTS,
    codebook_csv,
    data_package,
    results_csv,
)
from modellkommune.pages.results.shaping import shown
from modellkommune.pages.results.sources import Source, beside, elsewhere, sources
from modellkommune.pages.town import towns
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.freezing import document_of
from modellkommune.participation.surveys.queries import survey

COUNCIL: Final = "rat.pdf"
NUMBERS: Final = "ergebnisse.json"


@information
def show_results(request: PageRequest, key: str, number: int = 0) -> HttpResponse:
    """The results of the newest round, or of the one that is named."""
    found = _sources(request, key)
    source = _chosen(found, number)
    more = beside(request.municipality, source.number)
    version = (key, source.hash, more.version, len(found))
    return draw_once(request, "results/results.html", version, lambda: _page(request, found, source))


@information
def show_comparison(request: PageRequest, key: str) -> HttpResponse:
    """Years and municipalities side by side."""
    found = _sources(request, key)
    everywhere = [*found, *elsewhere(towns.all(), request.municipality, key)]
    version = (key, tuple(source.hash for source in everywhere))
    return draw_once(request, "results/comparison.html", version, lambda: _comparison(request, everywhere))


@information
def download(request: PageRequest, key: str, number: int, name: str) -> HttpResponse:
    """One of the files."""
    make = _FILES.get(name)
    if make is None:
        raise Http404
    source = _chosen(_sources(request, key), number)
    content, kind = make(request, source)
    response = HttpResponse(content, content_type=kind)
    file = f"{key}-{source.year}-{name}"
    response.headers["Content-Disposition"] = f'{_PLACES.get(name, "attachment")}; filename="{file}"'
    return response


def _sources(request: PageRequest, key: str) -> tuple[Source, ...]:
    found = sources(request.municipality, key)
    if not found:
        raise Http404
    return found


def _chosen(found: tuple[Source, ...], number: int) -> Source:
    named = [source for source in found if number in (0, source.number)]
    if not named:
        raise Http404
    return named[0]


def _page(request: PageRequest, found: tuple[Source, ...], source: Source) -> dict[str, Any]:
    language, asked = request.language, _asked(request, source)
    more = beside(request.municipality, source.number)
    labels = {one.id: in_language(one.label, language) for one in source.survey.questions}
    return {
        "nav": "surveys",
        "source": source,
        "asked": asked,
        "strands": [shown(source.survey, strand, language) for strand in source.publication.strands],
        "texts": [
            {"id": one.id, "label": labels[one.id], "texts": more.texts.get(one.id, [])}
            for one in source.survey.questions
            if one.kind == "text"
        ],
        **_words(language),
        "measures": [(labels[one.question], one) for one in more.measures],
        "others": [other for other in found if other.number != source.number],
        "files": f"/umfrage/{source.survey.id}/ergebnisse/{source.number}/",
    }


def _comparison(request: PageRequest, everywhere: list[Source]) -> dict[str, Any]:
    language = request.language
    names = dict.fromkeys(one.id for source in everywhere for one in source.publication.strands)
    strands = (
        {
            "id": name,
            "title": say(f"results.strand.{name}", language),
            "note": say(f"results.note.{name}", language),
            "grids": compared(everywhere, name, language),
        }
        for name in names
    )
    shown_strands = [strand for strand in strands if strand["grids"]]
    return {"nav": "surveys", "source": everywhere[0], "strands": shown_strands, **_words(language)}


def _words(language: str) -> dict[str, str]:
    """Titles that templates hand on to components."""
    return {name: say(f"results.{name}", language) for name in ("not_representative", "more_tables")}


def _asked(request: PageRequest, source: Source) -> Asked:
    with municipality(request.municipality.key):
        return asked_when(survey(source.number), request.language)


Made = tuple[str | bytes, str]


def _council(request: PageRequest, source: Source) -> Made:
    more = beside(request.municipality, source.number)
    kept, place = request.municipality.kept, (COUNCIL, request.language, source.hash, more.version)
    if place not in kept:
        kept[place] = council_pdf(
            request.municipality, source, more, _asked(request, source), request.language
        )
    return kept[place], "application/pdf"


def _numbers(request: PageRequest, source: Source) -> Made:
    with municipality(request.municipality.key):
        return document_of(source.results_id), "application/json"


def _package(request: PageRequest, source: Source) -> Made:
    return json.dumps(
        data_package(source, request.language), ensure_ascii=False, indent=2
    ), "application/json"


_FILES: Final[dict[str, Callable[[PageRequest, Source], Made]]] = {
    RESULTS: lambda request, source: (results_csv(source), "text/csv; charset=utf-8"),
    CODEBOOK: lambda request, source: (
        codebook_csv(source.survey, request.language),
        "text/csv; charset=utf-8",
    ),
    NUMBERS: _numbers,
    PACKAGE: _package,
    COUNCIL: _council,
}
_PLACES: Final = {COUNCIL: "inline"}
