"""Faults: the page and the API that switch them, forge notifications and repeat them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulator.box import Box, box_of, fields_of, wants_html
from simulator.checkout import money
from simulator.faults import PARTS, Fault, UnknownFault, faults_of, read_fault, refusal
from simulator.html import Child, Markup, element, join
from simulator.layout import language_of, page, say, table
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
        "Was passiert, wenn ein Register schweigt oder eine Zahlung doppelt gemeldet wird? Schalten Sie es "
        "ein und sehen Sie zu.",
        "What happens when a register is silent or a payment is notified twice? Switch it on and watch.",
    )
    as_delivered = say(language, "Alles wie ausgeliefert", "Everything as delivered")
    return page(
        language,
        say(language, "Störungen", "Faults"),
        element("p", lead),
        *[_part(box, language, part) for part in PARTS],
        _posting("/faults/reset", _second(as_delivered)),
        _payments(box, language),
    )


def _posting(path: str, *children: Child) -> Markup:
    return element("form", *children, method="post", action=path)


def _second(text: str) -> Markup:
    return element("button", text, class_="second")


def _hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)


def _part(box: Box, language: str, part: str) -> Markup:
    general, colour = box.faults.of(part), "state on"
    if general.fault == "none":
        colour = "state off"
    targets = [str(rule["target"]) for rule in box.faults.all() if rule["part"] == part and rule["target"]]
    return element(
        "section",
        element("h2", say(language, *PART_NAMES[part])),
        element("p", say(language, *FAULT_NAMES[general.fault]), class_=colour),
        *[_single(box, language, part, target) for target in targets],
        _switch(language, part, general),
    )


def _switch(language: str, part: str, general: Fault) -> Markup:
    seconds = say(language, "Sekunden (langsam, stumm, verspätet)", "Seconds (slow, silent, late)")
    return _posting(
        f"/faults/{part}",
        _choice(language, f"fault-{part}", ("Verhalten", "Behaviour"), general.fault, _named(part)),
        _choice(
            language, f"variant-{part}", ("Falsche Antwort", "Wrong answer"), general.variant, VARIANT_NAMES
        ),
        element("label", seconds, for_=f"seconds-{part}"),
        element("input", type="number", id=f"seconds-{part}", name="seconds", min=0, max=3600),
        element("p", element("button", say(language, "Übernehmen", "Apply"))),
    )


def _named(part: str) -> dict[str, tuple[str, str]]:
    return {fault: FAULT_NAMES[fault] for fault in faults_of(part)}


def _choice(
    language: str, identifier: str, label: tuple[str, str], chosen: str, names: dict[str, tuple[str, str]]
) -> Markup:
    options = [
        element("option", say(language, *name), value=value, selected=value == chosen)
        for value, name in names.items()
    ]
    select = element("select", *options, id=identifier, name=identifier.partition("-")[0])
    return join(element("label", say(language, *label), for_=identifier), select)


def _single(box: Box, language: str, part: str, target: str) -> Markup:
    person = box.world.people.get(target)
    name = f"{person.name}, {box.world.towns[person.town].name}" if person else target
    text = say(language, f"Gestört für {name}", f"Disturbed for {name}")
    mend = say(language, f"Störung für {name} beheben", f"Mend it for {name}")
    return _posting(
        f"/faults/{part}",
        element("p", text, class_="state on"),
        _hidden("fault", "none"),
        _hidden("only", target),
        _second(mend),
    )


def _payments(box: Box, language: str) -> Markup:
    found = recent(box)
    heading = element("h2", say(language, "Die letzten Zahlungen", "The latest payments"))
    if not found:
        return element("section", heading, element("p", say(language, "Noch keine.", "None yet.")))
    names = (("Betrag", "Amount"), ("Stand", "Status"), ("Zweck", "Purpose"), ("Meldung", "Notification"))
    rows = [_payment(language, transaction) for transaction in found]
    return element("section", heading, table(language, ("Zahlungen", "Payments"), names, rows))


def _payment(language: str, transaction: Transaction) -> Markup:
    short, hidden = transaction.id[:6], _hidden("transactionId", transaction.id)
    forge_text = say(language, f"„bezahlt“ fälschen ({short})", f"forge “paid” ({short})")
    again_text = say(language, f"wiederholen ({short})", f"repeat ({short})")
    forged = _posting("/faults/payment/forge", hidden, _second(forge_text))
    again = _posting("/faults/payment/notify", hidden, _second(again_text))
    return element(
        "tr",
        element("td", money(transaction.cents, language)),
        element("td", transaction.status),
        element("td", str(transaction.body["purpose"])),
        element("td", forged, again if transaction.status != "INITIAL" else None),
    )
