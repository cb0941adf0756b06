"""One page about a service for people who do not read YAML: questions, rules, fees, documents, retention."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.phrases import Phrases
from modellkommune.blueprint.questions import on_request
from modellkommune.blueprint.service import Service
from modellkommune.blueprint.vocabulary import register_key
from modellkommune.blueprint.wording import say
from modellkommune.values.period import date_text

_STYLE = """
h1, h2, h3, p { overflow-wrap: anywhere; hyphens: auto; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
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
    "group": "mehrere Einträge, je mit:",
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
_DISPLAYS = {
    "print": "gedruckt",
    "digital": "nur digital",
    "both": "gedruckt oder digital",
}
_DEADLINES = {
    "draft": "Angefangene Anträge werden gelöscht nach",
    "payment": "Zeit zum Bezahlen",
    "review": "Zeit für die Prüfung durch einen Menschen",
    "documents": "Zeit für Unterlagen",
    "hearing": "Zeit für eine Antwort auf eine Anhörung",
    "postbox": "Wird ein Bescheid im Postfach nicht abgeholt, geht er mit der Post nach",
}
_REMINDERS = {
    "permit_ends": "Erinnerung: Die Erlaubnis läuft ab",
    "payment_due": "Erinnerung: Die Zahlung wird fällig",
    "documents_due": "Erinnerung: Die Frist für Unterlagen endet",
    "draft_deleted": "Erinnerung: Ein angefangener Antrag wird gelöscht",
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
    yield _other_tables(service, phrases)
    yield _data(service)
    yield _parameters(service, phrases)


def _basis(service: Service) -> Iterator[str]:
    yield "<h2>Rechtsgrundlagen</h2>"
    rows = [(one.citation, say(one.title, "de"), say(one.note or {}, "de")) for one in service.legal_basis]
    yield _table(("Vorschrift", "Worum es geht", "Hinweis"), rows)


def _questions(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Fragen</h2>"
    scope = service.vocabulary.form
    for number, step in enumerate(service.steps, 1):
        yield f"<h3>{number}. {escape(say(step.title, 'de'))}</h3>"
        spec = service.blueprint.form.steps[number - 1]
        if spec.when:
            yield f"<p>Nur wenn: {escape(phrases.condition(spec.when, scope))}.</p>"
        rows = [
            (
                say(field.label, "de"),
                _answer(field),
                _need(field),
                phrases.condition(field.when, scope) if field.when else "",
            )
            for field in step.fields
        ]
        yield _table(("Frage", "Antwort", "Nötig?", "Nur wenn"), rows)


def _answer(field: Field) -> str:
    """What may be answered: the options, the questions of a row, else the type."""
    kind = _TYPES[field.type]
    if field.type == "group":
        questions = "; ".join(say(part.label, "de") for part in field.fields)
        return f"{kind} {questions} (höchstens {field.settings['max_items']})"
    if field.type == "information":
        return say(field.settings.get("body") or {}, "de") or kind
    options = "; ".join(say(option.label, "de") for option in field.options)
    return f"{kind}: {options}" if options else kind


def _need(field: Field) -> str:
    if not KINDS[field.type].has_answer:
        return ""
    if on_request(field):
        return "nur auf Nachfrage"
    if field.settings.get("later"):
        return "ja, kann nachgereicht werden"
    return "freiwillig" if field.optional else "ja"


def _registers(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Abfragen bei Registern</h2>"
    names, scope = phrases.names, service.vocabulary.form
    rows = []
    for one in service.blueprint.service.registers:
        key = register_key(one.id)
        sent, told = (", ".join(names.reply(key, name) for name in part) for part in (one.query, one.reply))
        when = phrases.condition(one.when, scope) if one.when else "immer"
        row = (names.register(one.id), say(one.purpose, "de"), say(one.legal_basis, "de"), when, sent, told)
        rows.append(row)
    yield _table(("Register", "Zweck", "Rechtsgrundlage", "Wann", "Was wir senden", "Was es sagt"), rows)


def _facts(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Was daraus abgeleitet wird</h2>"
    scope = service.vocabulary.facts
    rows = [
        (say(fact.title, "de"), phrases.value(fact.value, scope, f"facts.{fact.id}"))
        for fact in service.blueprint.rules.facts
    ]
    yield _table(("Angabe", "Wie sie entsteht"), rows)


def _checks(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Für wen der Dienst ist</h2><p>So steht es auf der Seite des Dienstes:</p><ul>"
    yield from (f"<li>{escape(sentence)}</li>" for sentence in service.requirements("de"))
    yield "</ul><h2>Prüfungen</h2><p>Ist eine Prüfung nicht bestanden oder offen, sieht ein Mensch den "
    yield "Antrag an. Eine Ablehnung schlägt das Programm nie vor.</p>"
    rows = []
    for check in service.blueprint.rules.checks:
        scope = service.vocabulary.checks.get(register_key(check.uses or ""), service.vocabulary.rules)
        when = phrases.condition(check.when, scope, check.uses or "") if check.when else "immer"
        rule = phrases.condition(check.passes, scope, check.uses or "")
        source = phrases.register(check.uses) if check.uses else "Angaben"
        evidence = "; ".join(say(service.fields[name].label, "de") for name in check.evidence)
        rows.append((say(check.title, "de"), when, rule, source, evidence, check.basis or ""))
    yield _table(("Prüfung", "Nur wenn", "Bestanden, wenn", "Quelle", "Sonst nötig", "Grundlage"), rows)
    scope = service.vocabulary.rules
    reviews = [
        (phrases.filled(say(one.office or one.reason, "de")), phrases.condition(one.when, scope))
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
    coming = service.coming_fees(on, "de")
    for table in coming[1] if coming else ():
        yield f"<h3>{escape(table.title)} ab {date_text(coming[0]) if coming else ''}</h3>"
        yield _table(table.columns, table.rows)
    scope = service.vocabulary.rules
    steps = []
    for step in fee.steps:
        when = phrases.condition(step.when, scope) if step.when else "immer"
        amount = phrases.value(step.amount, scope) if step.amount else "laut Tabelle"
        steps.append((phrases.filled(say(step.text, "de")), when, amount))
    yield "<h3>So setzt sich die Gebühr zusammen</h3>"
    yield _table(("Schritt", "Wann", "Betrag"), steps)


def _other_tables(service: Service, phrases: Phrases) -> Iterator[str]:
    """Decision tables that make no fee, row by row."""
    fee = service.blueprint.rules.fee
    charged = {step.table for step in fee.steps} if fee else set()
    for table in service.blueprint.rules.tables:
        if table.id in charged:
            continue
        yield f"<h2>{escape(say(table.title, 'de'))}</h2>"
        columns = [*(column.id for column in table.inputs), *(column.id for column in table.outputs)]
        rows = []
        for row in table.rows:
            cells = {**row.when, **row.then}
            shown = (phrases.names.column(table.id, name, cells.get(name)) for name in columns)
            since = date_text(date.fromisoformat(row.valid_from)) if row.valid_from else ""
            rows.append((*(text for _, text in shown), since, row.source or ""))
        heads = [phrases.names.column(table.id, name, None)[0] for name in columns]
        yield _table((*heads, "Gilt ab", "Quelle"), rows)


def _process(service: Service) -> Iterator[str]:
    process = service.process
    yield "<h2>Ablauf</h2>"
    kinds = [(say(one.title, "de"), "ja" if one.of_permit else "nein") for one in process.kinds]
    yield _table(("Art des Antrags", "Setzt eine Erlaubnis voraus"), kinds)
    rows = [
        ("Freigabe", _APPROVALS[process.approval]),
        ("Bezahlung", _PAYMENTS[process.payment]),
        ("Form der Erlaubnis", _DISPLAYS[process.display]),
    ]
    rows += [(_DEADLINES.get(name, name), _days(days)) for name, days in process.deadlines.items()]
    rows += [(_REMINDERS[one.event], f"{_days(one.days_before)} vorher") for one in process.reminders]
    rows += [("Dokument", say(title, "de")) for title in service.document_titles.values()]
    yield _table(("Was", "Wie"), rows)


def _data(service: Service) -> Iterator[str]:
    yield "<h2>Daten und Aufbewahrung</h2>"
    kept = {one.id: f"{period_text(one.period)} ab: {say(one.begins, 'de')}" for one in service.retention}
    rows = []
    for one in service.data_categories:
        labels = "; ".join(
            say(service.fields[name].label, "de") for name in one.fields if name in service.fields
        )
        recipients = say(one.recipients or {}, "de")
        rows.append((say(one.title, "de"), labels, say(one.purpose, "de"), recipients, kept[one.retention]))
    yield _table(("Daten", "Fragen", "Zweck", "Empfänger", "Aufbewahrung"), rows)
    bases = [(_kept(service, one.id), kept[one.id], say(one.basis, "de")) for one in service.retention]
    yield _table(("Was", "Wie lange", "Grundlage"), bases)


def _kept(service: Service, retention: str) -> str:
    """The data that are kept by a period; a period of none is the one of drafts."""
    titles = [say(one.title, "de") for one in service.data_categories if one.retention == retention]
    return "; ".join(titles) or "Angefangene Anträge"


def _parameters(service: Service, phrases: Phrases) -> Iterator[str]:
    yield "<h2>Was die Kommune festlegt</h2>"
    rows = []
    for spec in service.blueprint.service.parameters:
        value = phrases.names.written(f"parameters.{spec.id}", service.parameters[spec.id])
        notes = " ".join(say(note, "de") for note in (spec.note, spec.must_acknowledge) if note)
        if spec.reserved:
            notes = f"Noch ohne Wirkung: {say(spec.reserved, 'de')} {notes}".strip()
        rows.append((say(spec.title, "de"), value, notes))
    yield _table(("Festlegung", "Hier gilt", "Hinweis"), rows)


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
