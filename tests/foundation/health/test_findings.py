"""Each check judges what it is told: a pure function from facts to a verdict, a sentence and a remedy."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest

from modellkommune.foundation.files.scanner import ScannerState
from modellkommune.foundation.health import (
    accounts,
    answering,
    auditing,
    keeping,
    program,
    running,
    scanning,
    shielding,
)
from modellkommune.foundation.health.answering import Answer
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, UNKNOWN, Finding
from modellkommune.foundation.health.models import Trace
from modellkommune.foundation.health.program import Differences
from modellkommune.pages.health import told
from modellkommune.pages.wording import LANGUAGES, texts

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
SENT = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
}
CLOSED = "__Host-form=x; HttpOnly; Path=/; SameSite=Lax; Secure"
VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator", "OPTIONS": options}
    for name, options in (
        ("MinimumLength", {"min_length": 12}),
        ("UserAttributeSimilarity", {}),
        ("CommonPassword", {}),
    )
]


def _ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def _answer(status: int = 200, cookie: str = CLOSED, **headers: str) -> Answer:
    sent = SENT | {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {name: value for name, value in sent.items() if value}, SimpleCookie(cookie))


def _audit(days: int = 1, *, asked: bool = True, found: tuple[dict[str, Any], ...] = ()) -> Finding:
    parts = {"python": {"asked": True, "found": list(found)}, "npm": {"asked": asked, "found": []}}
    return auditing.audit({"at": _ago(days=days).isoformat(), "parts": parts}, NOW)


def _trace(days: int, *, well: bool = True) -> Trace:
    return Trace(name="journal.alpha", at=_ago(days=days), well=well)


def _scanned(version: str) -> Finding:
    return scanning.scanner(ScannerState(configured=True, answers=True, version=f"ClamAV {version}"), NOW)


def _keys(days: float) -> list[tuple[str, datetime]]:
    return [("document", NOW + timedelta(days=900)), ("seal", NOW + timedelta(days=days))]


HOLE = {"package": "django", "version": "5.2.0", "id": "CVE-2026-1", "fixed": ["5.2.9"]}
CASES = [
    (accounts.second_factors({}, NOW), GOOD, "good"),
    (accounts.second_factors({"Kim": _ago(days=3)}, NOW), LOOK, "fresh"),
    (accounts.second_factors({"Kim": _ago(days=8)}, NOW), BAD, "late"),
    (accounts.known_accounts([], is_demonstration=False), GOOD, "good"),
    (accounts.known_accounts(["a@b.example"], is_demonstration=False), BAD, "found"),
    (accounts.known_accounts(["a@b.example"], is_demonstration=True), GOOD, "demonstration"),
    (accounts.password_rules(VALIDATORS), GOOD, "good"),
    (accounts.password_rules(VALIDATORS[:2]), BAD, "weak"),
    (accounts.password_rules([VALIDATORS[0] | {"OPTIONS": {"min_length": 8}}, *VALIDATORS[1:]]), BAD, "weak"),
    (accounts.receivers(2), GOOD, "good"),
    (accounts.receivers(0), BAD, "nobody"),
    (shielding.rules(owasp=True), GOOD, "owasp"),
    (shielding.rules(owasp=False), LOOK, "own"),
    (shielding.testing(()), GOOD, "good"),
    (shielding.testing((21010,)), LOOK, "some"),
    (shielding.testing((0, 21010)), BAD, "all"),
    (_scanned("1.4.3/27900/Sun May 31 08:12:01 2026"), GOOD, "good"),
    (_scanned("1.4.3/27900/Sun May 24 08:12:01 2026"), LOOK, "old"),
    (_scanned("1.4.3"), BAD, "unsigned"),
    (_scanned("1.4.3/27900/gestern"), BAD, "unsigned"),
    (scanning.scanner(ScannerState(configured=True), NOW), BAD, "silent"),
    (scanning.scanner(ScannerState(configured=False), NOW), LOOK, "none"),
    (running.debug(on=False), GOOD, "good"),
    (running.debug(on=True), BAD, "on"),
    (running.deployment([]), GOOD, "good"),
    (running.deployment([("security.W008", "no redirect")]), GOOD, "good"),
    (running.deployment([("security.W009", "a weak key")]), LOOK, "warned"),
    (running.proxies(behind=False, named=False, seen=False, strange=None, now=NOW), GOOD, "none"),
    (
        running.proxies(behind=False, named=False, seen=False, strange=_ago(days=6), now=NOW),
        LOOK,
        "unannounced",
    ),
    (running.proxies(behind=True, named=False, seen=False, strange=None, now=NOW), LOOK, "unnamed"),
    (running.proxies(behind=True, named=True, seen=False, strange=None, now=NOW), LOOK, "unseen"),
    (running.proxies(behind=True, named=True, seen=True, strange=_ago(days=6), now=NOW), LOOK, "strange"),
    (running.proxies(behind=True, named=True, seen=True, strange=None, now=NOW), GOOD, "behind"),
    (running.proxies(behind=True, named=True, seen=True, strange=_ago(days=8), now=NOW), GOOD, "behind"),
    (running.proxies(behind=False, named=False, seen=False, strange=_ago(days=8), now=NOW), GOOD, "none"),
    (answering.headers(_answer(), secure=True), GOOD, "good"),
    (answering.headers(_answer(strict_transport_security=""), secure=False), GOOD, "good"),
    (answering.headers(_answer(strict_transport_security=""), secure=True), BAD, "missing"),
    (answering.headers(_answer(x_content_type_options=""), secure=True), BAD, "missing"),
    (
        answering.headers(
            _answer(content_security_policy=f"{POLICY}; style-src 'unsafe-inline'"), secure=True
        ),
        BAD,
        "missing",
    ),
    (answering.headers(_answer(status=500), secure=True), BAD, "no_page"),
    (answering.cookies(_answer(), secure=True, production=True), GOOD, "good"),
    (answering.cookies(_answer(), secure=False, production=True), BAD, "plain"),
    (answering.cookies(_answer(), secure=False, production=False), LOOK, "plain"),
    (
        answering.cookies(_answer(cookie=CLOSED.replace("; HttpOnly", "")), secure=True, production=True),
        BAD,
        "open",
    ),
    (
        answering.cookies(_answer(cookie="form=x; HttpOnly; Secure"), secure=True, production=True),
        BAD,
        "open",
    ),
    (program.files(None, production=True), UNKNOWN, "no_manifest"),
    (program.files(Differences(), production=True), GOOD, "good"),
    (program.files(Differences(("wsgi.py",)), production=True), BAD, "different"),
    (program.files(Differences(foreign=("shell.py",)), production=False), LOOK, "different"),
    (program.packages(None, {}), UNKNOWN, "no_lock"),
    (program.packages({"django": "5.2.9"}, {"django": "5.2.9", "pip": "1"}), GOOD, "good"),
    (program.packages({"django": "5.2.9"}, {"django": "5.2.0"}), LOOK, "different"),
    (program.packages({"django": "5.2.9"}, {}), LOOK, "different"),
    (auditing.audit(None, NOW), UNKNOWN, "never"),
    (_audit(), GOOD, "good"),
    (_audit(40), LOOK, "old"),
    (_audit(asked=False), UNKNOWN, "offline"),
    (_audit(asked=False, found=(HOLE,)), BAD, "found"),
    (keeping.backup(None, NOW, production=True), BAD, "never"),
    (keeping.backup(None, NOW, production=False), LOOK, "never"),
    (keeping.backup(_ago(hours=20), NOW, production=True), GOOD, "good"),
    (keeping.backup(_ago(days=3), NOW, production=True), LOOK, "old"),
    (keeping.backup(_ago(days=8), NOW, production=True), BAD, "old"),
    (keeping.drill(None, NOW), LOOK, "never"),
    (keeping.drill(_ago(days=300), NOW), GOOD, "good"),
    (keeping.drill(_ago(days=401), NOW), LOOK, "old"),
    (keeping.sealing(None, NOW), GOOD, "good"),
    (keeping.sealing(_ago(seconds=20), NOW), GOOD, "good"),
    (keeping.sealing(_ago(minutes=5), NOW), LOOK, "waits"),
    (keeping.sealing(_ago(minutes=11), NOW), BAD, "waits"),
    (keeping.journal(None, NOW), LOOK, "never"),
    (keeping.journal(_trace(3), NOW), GOOD, "good"),
    (keeping.journal(_trace(4), NOW), LOOK, "old"),
    (keeping.journal(_trace(36, well=False), NOW), BAD, "broken"),
    (keeping.signing([], NOW), BAD, "missing"),
    (keeping.signing(_keys(200), NOW), GOOD, "good"),
    (keeping.signing(_keys(60), NOW), LOOK, "soon"),
    (keeping.signing(_keys(20), NOW), BAD, "soon"),
    (keeping.signing(_keys(-1), NOW), BAD, "over"),
]


@pytest.mark.parametrize(("found", "verdict", "case"), CASES, ids=lambda part: getattr(part, "check", part))
def test_it_judges_and_says_so_in_both_languages(found: Finding, verdict: str, case: str) -> None:
    assert (found.verdict, found.case) == (verdict, case)
    for language in LANGUAGES:
        said = told(found, language)
        assert "{" not in said.sentence
        assert bool(said.remedy) == (verdict != GOOD)


def test_every_sentence_of_the_texts_belongs_to_a_case_that_is_tried_here() -> None:
    said = {f"{found.check}.{case}" for found, _, case in CASES}
    written = {
        key.removeprefix("health.")
        for key in texts("de")
        if key.startswith("health.") and not key.endswith(("_do", ".title", "failed"))
    }
    assert written - {name for name in written if name.startswith("verdict.")} == said


def test_what_is_wrong_is_named() -> None:
    assert _audit(found=(HOLE,)).names == ("django 5.2.0: CVE-2026-1 -> 5.2.9",)
    found = program.files(Differences(("a.py",), ("b.py",), ("c.py",)), production=True)
    assert found.names == ("~ a.py", "- b.py", "+ c.py")
    assert program.packages({"django": "2"}, {}).names == ("django – (2)",)
