"""The staff's telephone: demonstration log-ins and the one-time code of this half minute."""

import base64
import binascii
import hashlib
import hmac
import json
import struct
import time

from starlette.requests import Request
from starlette.responses import Response

from simulator.box import box_of
from simulator.html import Markup, element, join
from simulator.layout import language_of, page, say, table
from simulator.settings import Settings

PERIOD = 30
STOP = "anhalten"  # the parameter that lets the page stand still
ROLES = {
    "clerk": ("Sachbearbeitung", "Clerk"),
    "protected-clerk": (
        "Sachbearbeitung mit Befugnis für Auskunftssperren",
        "Clerk authorised for disclosure blocks",
    ),
    "administrator": ("Verwaltung der Zugänge", "Administrator of accounts"),
    "survey-author": ("Umfragen", "Surveys"),
    "data-protection-officer": ("Datenschutz", "Data protection officer"),
    "paper-clerk": ("Erfassung von Papierbögen", "Entry of paper forms"),
    "analyst": ("Auswertung", "Analysis"),
    "employee": ("Beschäftigte", "Employee"),
    "ideas-coordinator": ("Ideenkoordination", "Ideas coordinator"),
    "ideas-assessor": ("Begutachtung von Ideen", "Assessor of ideas"),
    "ideas-committee": ("Ideenausschuss", "Ideas committee"),
    "staff-council": ("Personalrat", "Staff council"),
    "stand-staff": ("Infostand", "Info stand"),
}


def one_time_code(secret: str, moment: float) -> str:
    """Six digits by RFC 6238 (SHA-1, 30 seconds) from a base32 secret; empty if the secret is none."""
    padded = secret.strip().upper().replace(" ", "")
    try:
        key = base64.b32decode(padded + "=" * (-len(padded) % 8))
    except (binascii.Error, ValueError):
        return ""
    if not key:
        return ""
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // PERIOD), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def log_ins(settings: Settings) -> list[dict[str, str]]:
    """The log-ins of DEMO_STAFF, a JSON list of {municipality, role, login, password}."""
    try:
        listed = json.loads(settings.staff or "[]")
    except ValueError:
        return []
    return [{str(k): str(v) for k, v in entry.items()} for entry in listed if isinstance(entry, dict)]


async def staff(request: Request) -> Response:
    """`/staff`: reloads itself when the code changes, unless `?anhalten=1` lets it stand still."""
    box, language, moment = box_of(request), language_of(request), time.time()
    left, stopped = PERIOD - int(moment) % PERIOD, STOP in request.query_params
    lead = say(
        language,
        "Diese Seite spielt das Telefon der Mitarbeitenden: Nach dem Passwort fragt das Amt nach dem "
        "Einmalcode.",
        "This page plays the staff’s telephone: after the password the office asks for the one-time code.",
    )
    shown = page(
        language, say(language, "Anmeldung der Mitarbeitenden", "Staff log-in"),
        element("p", lead),
        _code(language, one_time_code(box.settings.totp_secret, moment), _renewing(language, left, stopped)),
        _accounts(language, log_ins(box.settings)),
        _portals(language, box.settings, [town.host for town in box.world.towns.values()]),
    )  # fmt: skip
    if not stopped:
        # With its address: who went to `#inhalt` has that in it, and a browser then only scrolls.
        shown.headers["Refresh"] = f"{left}; url=/staff?sprache={language}"
    return shown


def _renewing(language: str, left: int, stopped: bool) -> Markup:
    """How long the code is valid, and the link that stops the page or lets it go on (WCAG 2.2.2)."""
    valid = say(language, f"Gilt noch {left} Sekunden.", f"Valid for {left} more seconds.")
    reloads = say(language, "Die Seite lädt danach selbst neu.", "The page then reloads by itself.")
    link = (
        say(language, "Wieder selbst neu laden", "Reload by itself again")
        if stopped
        else say(language, "Anhalten", "Stop")
    )
    address = f"?sprache={language}" + ("" if stopped else f"&{STOP}=1")
    said = valid if stopped else f"{valid} {reloads}"
    return element("p", said, " ", element("a", link, href=address))


def _code(language: str, code: str, renewing: Markup) -> Markup:
    heading = element("h2", say(language, "Einmalcode", "One-time code"))
    if not code:
        missing = say(
            language,
            "Es ist kein Schlüssel eingerichtet (DEMO_TOTP_SECRET).",
            "No secret is set (DEMO_TOTP_SECRET).",
        )
        return join(heading, element("p", missing))
    return join(heading, element("p", code, class_="code", id="code"), renewing)


def _accounts(language: str, accounts: list[dict[str, str]]) -> Markup:
    heading = element("h2", say(language, "Zugänge", "Accounts"))
    if not accounts:
        missing = say(
            language,
            "Es wurden keine Zugänge übergeben (DEMO_STAFF).",
            "No accounts were handed over (DEMO_STAFF).",
        )
        return join(heading, element("p", missing))
    names = (("Stadt", "Town"), ("Rolle", "Role"), ("Anmeldename", "Log-in name"), ("Passwort", "Password"))
    rows = [element("tr", *[element("td", text) for text in _account(language, each)]) for each in accounts]
    return join(heading, table(language, ("Zugänge", "Accounts"), names, rows))


def _account(language: str, account: dict[str, str]) -> list[str]:
    shown = {**account, "role": say(language, *ROLES.get(account.get("role", ""), ("", "")))}
    return [shown.get(key, "") for key in ("municipality", "role", "login", "password")]


def _portals(language: str, settings: Settings, hosts: list[str]) -> Markup:
    links = [
        element("li", element("a", f"{settings.portal(host)}/amt/", href=f"{settings.portal(host)}/amt/"))
        for host in hosts
    ]
    return join(element("h2", say(language, "Zum Amt", "To the office")), element("ul", *links))
