"""The checkout page: where a visitor pays, cancels, or lets it fail."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from simulator.box import Box, box_of, form_of
from simulator.html import Markup, element, join
from simulator.layout import language_of, page, say
from simulator.transactions import METHODS, Transaction, find, settle

ACTIONS = {"pay": "PAYED", "cancel": "CANCELED", "fail": "FAILED"}
NAMES = {
    "CREDITCARD": ("Kreditkarte", "Credit card"),
    "PAYPAL": ("PayPal", "PayPal"),
    "GIROPAY": ("Online-Überweisung", "Online transfer"),
    "OTHER": ("Lastschrift", "Direct debit"),
}
STATES = {
    "PAYED": ("Dieser Betrag ist bereits bezahlt.", "This amount has already been paid."),
    "FAILED": ("Diese Zahlung ist fehlgeschlagen.", "This payment has failed."),
    "CANCELED": ("Diese Zahlung wurde abgebrochen.", "This payment was cancelled."),
}


async def checkout(request: Request) -> Response:
    """`GET /payment/checkout/{transactionId}`."""
    box, language = box_of(request), language_of(request)
    fault = box.faults.of("payment")
    if fault.fault == "down":
        return PlainTextResponse("", 503)
    if fault.fault == "slow":
        await asyncio.sleep(fault.seconds)
    transaction = find(box, request.path_params["transaction"])
    content = _form(language) if transaction.status == "INITIAL" else _ended(language, transaction)
    return page(
        language,
        say(language, "Bezahlen", "Payment"),
        _summary(box, language, transaction),
        content,
        navigation=False,
    )


async def end_checkout(request: Request) -> Response:
    """`POST /payment/checkout/{transactionId}`: the visitor has decided; a second time changes nothing."""
    box, form = box_of(request), await form_of(request)
    transaction = find(box, request.path_params["transaction"])
    status = ACTIONS.get(form.get("action", ""))
    if status is None:
        return RedirectResponse(request.url.path, 303)
    method = form.get("method", METHODS[0])
    settle(
        box, transaction, status, (method if method in METHODS else "OTHER") if status == "PAYED" else None
    )
    return RedirectResponse(transaction.redirect_url, 303)


def money(cents: int, language: str) -> str:
    """`30,70 €` or `€30.70`."""
    euros, rest = divmod(cents, 100)
    grouped = f"{euros:,}"
    return f"€{grouped}.{rest:02d}" if language == "en" else f"{grouped.replace(',', '.')},{rest:02d} €"


def _summary(box: Box, language: str, transaction: Transaction) -> Markup:
    rows = (
        (say(language, "Empfänger", "Payee"), box.world.towns[transaction.originator].name),
        (say(language, "Zweck", "Purpose"), str(transaction.body["purpose"])),
        (say(language, "Beschreibung", "Description"), str(transaction.body["description"])),
    )
    listed = element("dl", *[join(element("dt", name), element("dd", value)) for name, value in rows])
    amount = element("p", money(transaction.cents, language), class_="amount")
    notice = say(
        language,
        "Diese Seite spielt den Bezahldienst. Es wird nichts abgebucht.",
        "This page plays the payment service. Nothing is debited.",
    )
    return join(element("p", notice), amount, listed)


def _form(language: str) -> Markup:
    methods = [
        element(
            "label",
            element("input", type="radio", name="method", value=key, checked=key == METHODS[0]),
            element("span", say(language, *NAMES[key])),
            class_="choice",
        )
        for key in METHODS
    ]
    return element(
        "form",
        element("fieldset", element("legend", say(language, "Bezahlen mit", "Pay by")), *methods),
        element("button", say(language, "Jetzt bezahlen", "Pay now"), name="action", value="pay"),
        element(
            "button", say(language, "Abbrechen", "Cancel"), name="action", value="cancel", class_="second"
        ),
        element(
            "button",
            say(language, "Zahlung fehlschlagen lassen", "Let the payment fail"),
            name="action",
            value="fail",
            class_="second",
        ),
        method="post",
    )


def _ended(language: str, transaction: Transaction) -> Markup:
    back = say(language, "Zurück zum Antrag", "Back to the application")
    return join(
        element("p", say(language, *STATES[transaction.status]), class_="state"),
        element("p", element("a", back, href=transaction.redirect_url, class_="button")),
    )
