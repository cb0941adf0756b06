"""Papers of the market: dossier, posters, codes to cut. Set in a process of its own, tagged (PDF/UA-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.http import HttpResponse

from modellkommune.foundation.documents.printing import printed
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.pages.adoption.words import figure_name
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import base_of, in_language, say
from modellkommune.participation.ideas.metrics import Effect, Reading
from modellkommune.participation.ideas.models import Assessment, MarketDay, Stall
from modellkommune.participation.ideas.queries import Judged, Remark, Shown
from modellkommune.values.period import date_text

TEMPLATES: Final = Path(__file__).parent / "layouts"


@dataclass(frozen=True)
class Sheet:
    """A paper before it is set: which template, its data, the language."""

    template: str
    data: dict[str, Any]
    language: str
    qr: tuple[str, ...] = ()
    """Addresses of which the template needs the QR code."""


def answer(sheet: Sheet, name: str) -> HttpResponse:
    """The paper as a PDF; set outside of any transaction."""
    source = (TEMPLATES / f"{sheet.template}.typ").read_text("utf-8")
    response = HttpResponse(
        printed(source, sheet.data, sheet.language, sheet.qr), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def posters_sheet(page: OfficeRequest, day: MarketDay, stalls: Sequence[Stall]) -> Sheet:
    """A page for each stall."""
    language = base_of(page.language)
    drawn = [_stall(page, day, stall, language) for stall in stalls]
    return Sheet(
        "posters",
        {
            **_head(page, say("ideas.paper.posters", language, day=day.title)),
            "stalls": drawn,
            "how": say("ideas.paper.how", language, dots=day.dots),
            "day": f"{day.title}, {date_text(day.day, language)}",
        },
        language,
        tuple(str(stall["address"]) for stall in drawn),
    )


def codes_sheet(page: OfficeRequest, day: MarketDay, codes: Sequence[str]) -> Sheet:
    """Cards to cut, one for each code."""
    language = base_of(page.language)
    return Sheet(
        "codes",
        {
            **_head(page, say("ideas.paper.codes", language, day=day.title)),
            "codes": list(codes),
            "worth": say("ideas.paper.worth", language, dots=day.dots),
            "how": say("ideas.paper.code_how", language),
            "day": day.title,
        },
        language,
    )


def dossier_sheet(
    page: OfficeRequest, known: dict[str, Any], found: Judged, assessments: Sequence[Assessment]
) -> Sheet:
    """Everything about an idea; `known` as its page has it. Inside `with municipality(...)`."""
    language = base_of(page.language)
    view: Shown = known["idea"]
    sections = [
        ("decision", [_decision(each, language) for each in known["decisions"]]),
        ("measures", [_measure(each, language) for each in known["measures"]]),
        ("effect", [effect_sentence(each, known["titles"], language) for each in known["effects"]]),
        ("remarks", [_remark(each, language) for each in known["remarks"]]),
        ("assessors", [each.remark for each in assessments if each.remark]),
        ("merged", [f"{each.number}. {each.title}" for each in known["merged"]]),
        ("hidden", [each.reason for each in known["redactions"]]),
        ("steps", [f"{date_text(each['day'], language)}: {each['title']}" for each in known["steps"]]),
    ]
    data = {
        **_head(page, say("ideas.paper.dossier", language, number=view.number, title=view.title)),
        "heading": view.title,
        "facts": _facts(view, language),
        "text": view.text.split("\n"),
        "judged": _judged(found, language),
        "sections": [
            {"heading": say(f"ideas.paper.section_{name}", language), "items": items}
            for name, items in sections
            if items
        ],
        "page_label": say("ideas.paper.page", language),
        "of_label": say("ideas.paper.of", language),
    }
    return Sheet("dossier", data, language)


def effect_sentence(effect: Effect, titles: Mapping[str, str], language: str) -> str:
    """A figure before and after in a sentence."""
    return say(
        "ideas.paper.effect",
        language,
        metric=figure_name(effect, language),
        service=titles.get(effect.link.service_id, effect.link.service_id),
        version=effect.link.release_version,
        before=_reading(effect, effect.before, language),
        after=_reading(effect, effect.after, language),
    )


def value_text(value: Decimal, unit: str, language: str) -> str:
    """A value with its unit: "63,5 %"."""
    number = f"{value.normalize():f}"
    text = number.replace(".", ",") if language.startswith("de") else number
    return say(f"ideas.unit.{unit}", language, value=text)


def _reading(effect: Effect, reading: Reading | None, language: str) -> str:
    if reading is None:
        return say("ideas.effect.none", language)
    value = value_text(reading.value, effect.metric.unit, language)
    return say(
        "ideas.paper.reading",
        language,
        value=value,
        source=reading.source,
        day=date_text(reading.day, language),
    )


def _head(page: OfficeRequest, title: str) -> dict[str, Any]:
    town, language = page.municipality, base_of(page.language)
    return {
        "title": title,
        "municipality": in_language(town.profile.get("official_name"), language) or town.name,
        "demonstration": say("ideas.paper.demonstration", language) if town.demonstration else "",
    }


def _stall(page: OfficeRequest, day: MarketDay, stall: Stall, language: str) -> dict[str, Any]:
    address = f"{public_address(page.municipality.key)}/ideen-galerie/markttag/{day.pk}/{stall.number}/"
    return {
        "number": say("ideas.paper.stall", language, number=stall.number),
        "title": stall.title,
        "paragraphs": stall.text.split("\n"),
        "address": address,
        "alt": say("ideas.paper.qr", language, number=stall.number),
    }


def _facts(view: Shown, language: str) -> list[dict[str, str]]:
    facts = [
        ("number", str(view.number)),
        ("state", say(f"ideas.state.{view.idea.state}", language)),
        ("author", view.name or say("ideas.paper.nobody", language)),
        ("unit", view.unit),
        ("earliest", date_text(view.idea.earliest_on, language)),
        ("supporters", str(view.supporters)),
    ]
    return [
        {"label": say(f"ideas.paper.fact_{name}", language), "value": value} for name, value in facts if value
    ]


def _judged(found: Judged, language: str) -> dict[str, Any]:
    rows = [[score.label, str(score.weight), _mean(score.mean, language)] for score in found.scores]
    return {
        "heading": say("ideas.paper.judged", language, count=found.assessments),
        "head": [say(f"ideas.judged.{name}", language) for name in ("criterion", "weight", "mean")],
        "rows": rows,
        "total_label": say("ideas.judged.total", language),
        "total": _mean(found.total, language),
    }


def _mean(value: Decimal | None, language: str) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}".replace(".", ",") if language.startswith("de") else f"{value:.2f}"


def _decision(decision: Any, language: str) -> str:
    return say(
        "ideas.paper.decided",
        language,
        outcome=say(f"ideas.state.{decision.outcome}", language),
        reason=decision.reason,
        unit=decision.unit,
        day=date_text(decision.day, language),
        decided=date_text(decision.decided_on, language),
    )


def _measure(measure: Any, language: str) -> str:
    done = measure.done_on
    state = say("ideas.measure.done", language, day=date_text(done, language)) if done else say(
        "ideas.measure.open", language, day=date_text(measure.due_on, language)
    )  # fmt: skip
    return f"{measure.text} ({measure.unit}): {state}"


def _remark(remark: Remark, language: str) -> str:
    who = remark.name or say("ideas.remark.author", language)
    return f"{date_text(remark.day, language)}, {who}: {remark.text}"
