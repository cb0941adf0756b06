"""One page about a service for people who do not read YAML: questions, rules, fees, documents, retention."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.parameters import kind_of
from modellkommune.blueprint.phrases import Phrases
from modellkommune.blueprint.questions import on_request
from modellkommune.blueprint.service import Service
from modellkommune.blueprint.vocabulary import register_key
from modellkommune.blueprint.wording import say, write

_STYLE = """
h1, h2, h3, p { overflow-wrap: anywhere; hyphens: auto; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #777; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }
h2 { border-top: 3px solid; padding-top: 0.5rem; margin-top: 2.5rem; }
div { overflow-x: auto; }
.quiet { color: #555; } @media (prefers-color-scheme: dark) { .quiet { color: #aaa; } }
:root { color-scheme: light dark; } @media print { h2 { break-after: avoid; } }
"""
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_TYPES = {
    "text": "kurzer Text",
    "long-text": "langer Text",
    "name": "Name",
    "e-mail": "E-Mail-Adresse",
    "phone": "Telefonnummer",
    "date": "Datum",
    "number": "Zahl",
    "money": "Betrag",
    "yes-no": "Ja oder Nein",
    "iban": "IBAN",
    "group": "mehrere, je mit",
    "choice": "Auswahl",
    "licence-plate": "Kennzeichen",
    "address": "Anschrift",
    "upload": "Nachweis (Datei)",
    "information": "Hinweis",
    "consent": "Erklärung",
}
_PERIODS = {"Y": ("Jahr", "Jahre"), "M": ("Monat", "Monate"), "D": ("Tag", "Tage")}
_APPROVALS = {
    "automatic": "automatisch",
    "batch": "durch eine Person, auch mehrere zugleich",
    "single": "einzeln durch eine Person",
}
_PAYMENTS = {
    "before_approval": "vor der Entscheidung",
    "after_approval": "nach der Entscheidung",
    "none": "keine",
}


def overview(service: Service, on: date) -> str:
    """The page as HTML, complete in itself, in German. Fees are those of the day."""
    title = service.text("service.title", "de")
    summary = service.text("service.summary", "de")
    body = "\n".join(part for section in _sections(service, on) for part in section)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>{_VIEWPORT}<style>{_STYLE}</style>'
    release = f"Fassung {escape(service.version)} · Kennung {service.release_hash[:16]}"
    return (
        f'<!doctype html>\n<html lang="de"><head>{head}</head>\n'
        f"<body>\n<h1>{escape(title)}</h1>\n<p>{escape(summary)}</p>\n"
        f'<p class="quiet">{release}</p>\n{body}\n</body></html>\n'
    )


def _sections(service: Service, on: date) -> Iterator[Iterable[str]]:
    phrases = Phrases(service)
    yield _basis(service)
    yield _questions(service, phrases)
    yield _registers(service, phrases)
    yield _facts(service, phrases)
    yield _checks(service, phrases)
    yield _fees(service, phrases, on)
    yield _process(service)
    yield _data(service)
    yield _parameters(service)


def _basis(service: Service) -> Iterator[str]:
    yield "<h2>Rechtsgrundlagen</h2>"
    rows = [(one.citation, say(one.title, "de"), say(one.note or {}, "de")) for one in service.legal_basis]
    yield _table(("Vorschrift", "Worum es geht", "Hinweis"), rows)


def _questions(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Fragen</h2>"
    for number, step in enumerate(service.steps, 1):
        yield f"<h3>{number}. {escape(say(step.title, 'de'))}</h3>"
        rows = []
        for field in step.fields:
            options = ", ".join(say(option.label, "de") for option in field.options)
            when = phrases.sentence(field.when, service.vocabulary.form) if field.when else ""
            rows.append(
                (say(field.label, "de"), f"{_TYPES[field.type]}: {options}".rstrip(": "), _need(field), when)
            )
        yield _table(("Frage", "Art", "", "Nur wenn"), rows)


def _need(field: Field) -> str:
    if not KINDS[field.type].has_answer:
        return ""
    if on_request(field):
        return "nur auf Nachfrage"
    if field.settings.get("later"):
        return "kann nachgereicht werden"
    return "freiwillig" if field.optional else "nötig"


def _registers(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Abfragen bei Registern</h2>"
    rows = [
        (
            phrases.register(one.id),
            say(one.purpose, "de"),
            say(one.legal_basis, "de"),
            ", ".join(one.query),
            ", ".join(one.reply),
        )
        for one in service.blueprint.service.registers
    ]
    yield _table(("Register", "Zweck", "Rechtsgrundlage", "Was gesendet wird", "Was es sagt"), rows)


def _facts(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Was daraus abgeleitet wird</h2>"
    scope = service.vocabulary.facts
    rows = [
        (say(fact.title, "de"), phrases.sentence(fact.value, scope)) for fact in service.blueprint.rules.facts
    ]
    yield _table(("Angabe", "Wie sie entsteht"), rows)


def _checks(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Regeln</h2><p>Ist eine Prüfung nicht bestanden oder offen, sieht ein Mensch den Antrag an. "
    yield "Eine Ablehnung schlägt das Programm nie vor.</p>"
    rows = []
    for check in service.blueprint.rules.checks:
        scope = service.vocabulary.checks.get(register_key(check.uses or ""), service.vocabulary.rules)
        when = f"Nur wenn: {phrases.sentence(check.when, scope)}. " if check.when else ""
        rule = f"{when}Bestanden, wenn: {phrases.sentence(check.passes, scope)}."
        source = phrases.register(check.uses) if check.uses else "Angaben"
        rows.append((say(check.title, "de"), rule, source, check.basis or ""))
    yield _table(("Prüfung", "Regel", "Quelle", "Grundlage"), rows)
    scope = service.vocabulary.rules
    reviews = [
        (phrases.filled(say(one.office or one.reason, "de")), phrases.sentence(one.when, scope))
        for one in service.blueprint.rules.reviews
    ]
    yield "<h3>Außerdem sieht ein Mensch den Antrag an</h3>"
    yield _table(("Grund", "Wenn"), reviews)


def _fees(service: Service, phrases: Phrases, on: date) -> Iterator[str]:
    yield "<h2>Gebühren</h2>"
    fee = service.blueprint.rules.fee
    if fee is None:
        yield "<p>Der Dienst ist kostenlos.</p>"
        return
    for table in service.fee_tables(on, "de"):
        yield f"<h3>{escape(table.title)}</h3>"
        yield _table(table.columns, table.rows)
    scope = service.vocabulary.rules
    steps = []
    for step in fee.steps:
        when = phrases.sentence(step.when, scope) if step.when else "immer"
        amount = phrases.sentence(step.amount, scope) if step.amount else "laut Tabelle"
        steps.append((phrases.filled(say(step.text, "de")), when, amount))
    yield _table(("Schritt", "Wann", "Betrag"), steps)


def _process(service: Service) -> Iterator[str]:
    process = service.process
    yield "<h2>Ablauf</h2>"
    yield _table(("Art des Antrags",), [(say(kind.title, "de"),) for kind in process.kinds])
    rows = [("Freigabe", _APPROVALS[process.approval]), ("Bezahlung", _PAYMENTS[process.payment])]
    rows += [(f"Frist: {name}", _days(days)) for name, days in process.deadlines.items()]
    rows += [(f"Erinnerung: {one.event}", f"{_days(one.days_before)} vorher") for one in process.reminders]
    rows += [("Dokument", say(title, "de")) for title in service.document_titles.values()]
    yield _table(("", ""), rows)


def _data(service: Service) -> Iterator[str]:
    yield "<h2>Daten und Aufbewahrung</h2>"
    kept = {one.id: f"{period_text(one.period)} ab: {say(one.begins, 'de')}" for one in service.retention}
    rows = []
    for one in service.data_categories:
        labels = ", ".join(
            say(service.fields[name].label, "de") for name in one.fields if name in service.fields
        )
        recipients = say(one.recipients or {}, "de")
        rows.append((say(one.title, "de"), labels, say(one.purpose, "de"), recipients, kept[one.retention]))
    yield _table(("Daten", "Felder", "Zweck", "Empfänger", "Aufbewahrung"), rows)
    bases = [(one.id, kept[one.id], say(one.basis, "de")) for one in service.retention]
    yield _table(("Frist", "Dauer", "Grundlage"), bases)


def _parameters(service: Service) -> Iterator[str]:
    yield "<h2>Was die Kommune festlegt</h2>"
    rows = []
    for spec in service.blueprint.service.parameters:
        value = write(service.parameters[spec.id], _one(kind_of(spec)), "de", spec.unit)
        notes = " ".join(say(note, "de") for note in (spec.note, spec.must_acknowledge) if note)
        rows.append((say(spec.title, "de"), value, notes))
    yield _table(("Parameter", "Wert", "Hinweis"), rows)


def _one(kind: str) -> str:
    return {"integers": "integer", "texts": "text"}.get(kind, kind)


def _days(days: int) -> str:
    return period_text(f"{days}D")


def period_text(period: str) -> str:
    """A period for people: "2Y" -> "2 Jahre"."""
    count, unit = int(period[:-1]), period[-1]
    return f"{count} {_PERIODS[unit][count != 1]}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return '<p class="quiet">keine</p>'
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>"
