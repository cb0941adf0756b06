"""Faults: the page and the API that switch them, forge notifications and repeat them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulator.box import Box, box_of, fields_of, wants_html
from simulator.checkout import money
from simulator.faults import PARTS, VARIANTS, UnknownFault, faults_of, read_fault, refusal
from simulator.html import Markup, element, join
from simulator.layout import language_of, page, say
from simulator.transactions import PaymentRefused, Transaction, find, notify, recent

PART_NAMES = {
    "population": ("Melderegister", "Population register"),
    "vehicles": ("Fahrzeugregister", "Vehicle register"),
    "oidc": ("Anmeldung", "Log-in"),
    "payment": ("Bezahldienst", "Payment service"),
}
FAULT_NAMES = {
    "none": ("arbeitet, wie es soll", "works as it should"),
    "slow": ("langsam", "slow"),
    "down": ("nicht erreichbar", "down"),
    "wrong": ("antwortet falsch", "answers wrongly"),
    "timeout_after_work": ("tut die Arbeit, antwortet aber nicht", "does the work, but does not answer"),
    "duplicate_callback": ("meldet jede Zahlung dreimal", "notifies each payment three times"),
    "late_callback": ("meldet Zahlungen verspätet", "notifies payments late"),
}
VARIANT_NAMES = {
    "malformed": ("Unlesbares", "something unreadable"),
    "other": ("etwas über jemand anderen", "something about somebody else"),
}


async def faults_json(request: Request) -> Response:
    """`GET /faults.json`."""
    return JSONResponse({"faults": box_of(request).faults.all()})


async def switch_fault(request: Request) -> Response:
    """`POST /faults/{part}`."""
    box, fields = box_of(request), await fields_of(request)
    try:
        box.faults.switch(read_fault(request.path_params["part"], fields))
    except UnknownFault as error:
        return refusal(str(error), 422)
    return _done(request, box)


async def reset_faults(request: Request) -> Response:
    """`DELETE /faults`, or `POST /faults/reset` from the page."""
    box = box_of(request)
    box.faults.reset()
    return _done(request, box)


async def forge(request: Request) -> Response:
    """`POST /faults/payment/forge`: a notification that is not true, and changes nothing here."""
    box, fields = box_of(request), await fields_of(request)
    transaction = find(box, str(fields.get("transactionId", "")))
    notify(box, transaction, str(fields.get("status") or "PAYED"))
    return _done(request, box)


async def notify_again(request: Request) -> Response:
    """`POST /faults/payment/notify`: the true notification once more."""
    box, fields = box_of(request), await fields_of(request)
    transaction = find(box, str(fields.get("transactionId", "")))
    if transaction.status == "INITIAL":
        raise PaymentRefused("UNSPECIFIED")
    notify(box, transaction, transaction.status)
    return _done(request, box)


def _done(request: Request, box: Box) -> Response:
    if wants_html(request):
        return RedirectResponse("/faults", 303)
    return JSONResponse({"faults": box.faults.all()})


async def faults(request: Request) -> Response:
    """`/faults`."""
    box, language = box_of(request), language_of(request)
    lead = say(
        language,
        "Was passiert, wenn ein Register schweigt oder eine Zahlung doppelt gemeldet wird? Schalten Sie es ein und sehen Sie zu.",
        "What happens when a register is silent or a payment is notified twice? Switch it on and watch.",
    )
    reset = element(
        "form", element("button", say(language, "Alles wie ausgeliefert", "Everything as delivered"), class_="second"),
        method="post", action="/faults/reset",
    )  # fmt: skip
    parts = [_part(box, language, part) for part in PARTS]
    title = say(language, "Störungen", "Faults")
    return page(language, title, element("p", lead), *parts, reset, _payments(box, language))


def _part(box: Box, language: str, part: str) -> Markup:
    general = box.faults.of(part)
    name = say(language, *PART_NAMES[part])
    state = element(
        "p",
        say(language, *FAULT_NAMES[general.fault]),
        class_="state off" if general.fault == "none" else "state on",
    )
    single = [
        _single(language, str(rule["part"]), str(rule["target"]))
        for rule in box.faults.all()
        if rule["part"] == part and rule["target"]
    ]
    options = [
        element("option", say(language, *FAULT_NAMES[f]), value=f, selected=f == general.fault)
        for f in faults_of(part)
    ]
    variants = [
        element("option", say(language, *VARIANT_NAMES[v]), value=v, selected=v == general.variant)
        for v in VARIANTS
    ]
    form = element(
        "form",
        _labelled(f"fault-{part}", say(language, "Verhalten", "Behaviour"), element("select", *options, id=f"fault-{part}", name="fault")),
        _labelled(f"seconds-{part}", say(language, "Sekunden (langsam, Zeitüberschreitung, verspätet)", "Seconds (slow, time-out, late)"),
                  element("input", type="number", id=f"seconds-{part}", name="seconds", min=0, max=3600)),
        _labelled(f"variant-{part}", say(language, "Falsche Antwort", "Wrong answer"),
                  element("select", *variants, id=f"variant-{part}", name="variant")),
        element("button", say(language, "Übernehmen", "Apply")),
        method="post", action=f"/faults/{part}",
    )  # fmt: skip
    return element("section", element("h2", name), state, *single, form)


def _single(language: str, part: str, target: str) -> Markup:
    text = say(language, f"Nicht erreichbar oder gestört bei: {target}", f"Down or disturbed for: {target}")
    return element(
        "form", element("p", text, class_="state on"),
        element("input", type="hidden", name="fault", value="none"),
        element("input", type="hidden", name="only", value=target),
        element("button", say(language, f"Störung für {target} beheben", f"Mend it for {target}"), class_="second"),
        method="post", action=f"/faults/{part}",
    )  # fmt: skip


def _labelled(identifier: str, label: str, control: Markup) -> Markup:
    return join(element("label", label, for_=identifier), control)


def _payments(box: Box, language: str) -> Markup:
    found = recent(box)
    heading = element("h2", say(language, "Die letzten Zahlungen", "The latest payments"))
    if not found:
        return element("section", heading, element("p", say(language, "Noch keine.", "None yet.")))
    rows = [_payment(language, transaction) for transaction in found]
    names = (
        ("Betrag", "Amount"),
        ("Stand", "Status"),
        ("Zweck", "Purpose"),
        ("Meldung an das Portal", "Notification"),
    )
    head = element("tr", *[element("th", say(language, *name), scope="col") for name in names])
    return element(
        "section",
        heading,
        element(
            "div",
            element("table", head, *rows),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=say(language, "Zahlungen", "Payments"),
        ),
    )


def _payment(language: str, transaction: Transaction) -> Markup:
    short = transaction.id[:6]
    hidden = element("input", type="hidden", name="transactionId", value=transaction.id)
    forged = element("form", hidden, element("button", say(language, f"„bezahlt“ fälschen ({short})", f"forge “paid” ({short})"), class_="second"),
                     method="post", action="/faults/payment/forge")  # fmt: skip
    again = element("form", hidden, element("button", say(language, f"wiederholen ({short})", f"repeat ({short})"), class_="second"),
                    method="post", action="/faults/payment/notify")  # fmt: skip
    return element(
        "tr",
        element("td", money(transaction.cents, language)),
        element("td", transaction.status),
        element("td", str(transaction.body["purpose"])),
        element("td", forged, again if transaction.status != "INITIAL" else None),
    )
