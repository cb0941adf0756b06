"""The figures of a service as its part of the page shows them: facts with their assumptions, bars, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from modellkommune.pages.adoption.lines import lines
from modellkommune.pages.adoption.words import decimal, duration, month_name, share, whole
from modellkommune.pages.charts import Bar, bars
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.outreach.adoption import Summary, of_month, summary_of
from modellkommune.participation.outreach.models import AdoptionMonth, SavingAssumption
from modellkommune.values.period import date_text


@dataclass(frozen=True)
class Fact:
    """A figure with its name and the sentence that says what it means."""

    title: str
    value: str
    note: str


@dataclass(frozen=True)
class Block:
    """All that is shown of a service. `lines` are rows of what others have published, with their sources."""

    id: str
    title: str
    period: str
    facts: tuple[Fact, ...]
    chart: SafeString
    lines: tuple[tuple[str, ...], ...]
    tables: tuple["Figures", ...]


@dataclass(frozen=True)
class Figures:
    """A table of months, the newest first."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def block_of(
    months: Sequence[AdoptionMonth], assumption: SavingAssumption | None, town: str, language: str
) -> Block:
    """The part of one service; `months` in their order, not empty."""
    over = [month for month in months if month.is_over] or list(months)
    service_id, summary = months[-1].service_id, summary_of(over)
    facts = (
        *_use(summary, language),
        _time(over[-1], language),
        saving_fact(summary.online, assumption, language),
        _breaks(summary, language),
    )
    title = in_language(months[-1].title, language) or service_id
    return Block(
        id=service_id,
        title=title,
        period=say(
            "adoption.period",
            language,
            first=month_name(over[0].month, language),
            last=month_name(over[-1].month, language),
        ),
        facts=facts,
        chart=chart_of(service_id, summary, town, language),
        lines=line_rows(service_id, language),
        tables=(
            _table("ways", _WAYS, [_ways(month, language) for month in reversed(months)], title, language),
            _table(
                "course", _COURSE, [_course(month, language) for month in reversed(months)], title, language
            ),
        ),
    )


def chart_of(service_id: str, summary: Summary, town: str, language: str) -> SafeString:
    """Our share, if it is known, beside the lines to beat; nothing where there is neither."""
    shares = [(in_language(line.label, language), line.share) for line in lines().get(service_id, ())]
    if summary.online_share is not None:
        shares.insert(0, (town, summary.online_share))
    if not shares:
        return SafeString("")
    shown = [Bar(label, value, share(value, language)) for label, value in shares]
    said = "; ".join(f"{bar.label}: {bar.text}" for bar in shown)
    title = say("adoption.chart", language)
    return SafeString(bars(f"anteil-{service_id}", title, said, shown, whole=1.0))


def line_rows(service_id: str, language: str) -> tuple[tuple[str, ...], ...]:
    """What others have published: who, in words with its source, the share."""
    return tuple(
        (
            in_language(line.label, language),
            f"{in_language(line.note, language)} {in_language(line.source, language)}.",
            share(line.share, language),
        )
        for line in lines().get(service_id, ())
    )


def saving_fact(online: int, assumption: SavingAssumption | None, language: str) -> Fact:
    """Minutes saved with the assumption beside it; without an assumption no claim."""
    title = say("adoption.saved", language)
    if assumption is None:
        return Fact(title, say("adoption.unknown", language), say("adoption.no_assumption", language))
    note = say(
        "adoption.assumption",
        language,
        cases=whole(online, language),
        minutes=assumption.minutes,
        source=assumption.source,
        day=date_text(assumption.stated_on, language),
    )
    return Fact(title, minutes(online * assumption.minutes, language), note)


def minutes(count: int, language: str) -> str:
    """Minutes, in hours from two hours on."""
    if count < 120:
        return say("adoption.minutes", language, count=count)
    return say("adoption.hours", language, count=whole(round(count / 60), language))


def satisfaction(summary: Summary, language: str) -> str:
    """The mean of the grades, or that there are too few."""
    if summary.grade is None:
        return say("adoption.too_few", language)
    return say("adoption.grade", language, grade=decimal(summary.grade, language))


def _use(summary: Summary, language: str) -> tuple[Fact, ...]:
    ways = {
        "online": whole(summary.online, language),
        "assisted": whole(summary.assisted, language),
        "counter": whole(summary.counter, language),
        "post": whole(summary.post, language),
    }
    begun = {"begun": whole(summary.begun, language), "completed": whole(summary.completed, language)}
    graded = "adoption.grade_note" if summary.answers else "adoption.too_few_note"
    return (
        Fact(
            say("adoption.share", language),
            share(summary.online_share, language),
            say("adoption.share_note", language, **ways),
        ),
        Fact(
            say("adoption.completion", language),
            share(summary.completion, language),
            say("adoption.completion_note", language, **begun),
        ),
        Fact(
            say("adoption.satisfaction", language),
            satisfaction(summary, language),
            say(graded, language, count=summary.answers),
        ),
    )


def _time(month: AdoptionMonth, language: str) -> Fact:
    ninth = duration(month.ninth_seconds, language)
    note = say(
        "adoption.time_note" if month.decided else "adoption.time_none",
        language,
        month=month_name(month.month, language),
        ninth=ninth,
        count=month.decided,
    )
    return Fact(say("adoption.time", language), duration(month.median_seconds, language), note)


def _breaks(summary: Summary, language: str) -> Fact:
    each = summary.breaks_per_case
    value = say("adoption.unknown", language) if each is None else decimal(each, language, 2)
    counts: dict[str, Any] = {
        "printed": whole(summary.printed, language),
        "retyped": whole(summary.retyped, language),
        "proven": whole(summary.proven, language),
    }
    return Fact(say("adoption.breaks", language), value, say("adoption.breaks_note", language, **counts))


_WAYS = ("month", "online", "assisted", "counter", "post", "share")
_COURSE = ("month", "begun", "decided", "median", "ninth", "printed", "retyped", "proven")


def _table(
    name: str, head: tuple[str, ...], rows: list[tuple[str, ...]], service: str, language: str
) -> Figures:
    words = tuple(say(f"adoption.head.{column}", language) for column in head)
    return Figures(say(f"adoption.{name}_of", language, service=service), words, tuple(rows))


def _ways(month: AdoptionMonth, language: str) -> tuple[str, ...]:
    counts = (month.online, month.assisted, month.counter, month.post)
    online = share(of_month(month).online_share, language)
    return (_name(month, language), *(whole(count, language) for count in counts), online)


def _course(month: AdoptionMonth, language: str) -> tuple[str, ...]:
    times = (month.median_seconds, month.ninth_seconds) if month.decided else ()
    return (
        _name(month, language),
        whole(month.begun, language),
        whole(month.decided, language),
        *((duration(seconds, language) for seconds in times) if times else ("–", "–")),
        *(whole(number, language) for number in (month.printed, month.retyped, month.proven)),
    )


def _name(month: AdoptionMonth, language: str) -> str:
    name = month_name(month.month, language)
    return name if month.is_over else say("adoption.running", language, month=name)
