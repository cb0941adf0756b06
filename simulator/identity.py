"""OpenID Connect provider: authorization code with PKCE, ES256, pairwise pseudonyms (Core 1.0)."""

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulator.box import Box, box_of, form_of
from simulator.faults import spoil
from simulator.layout import language_of
from simulator.levels import claims_of, level_of, offered
from simulator.log import Entry
from simulator.login_page import login_page, refused_page
from simulator.people import Person

CODE_SECONDS, TOKEN_SECONDS = 60, 600
CLIENT = re.compile(r"modellkommune(-[a-z0-9-]{1,60})?")
LOCAL = re.compile(r"(localhost|127\.0\.0\.1|[a-z0-9-]+\.localhost)")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Authorization:
    """A checked authorization request."""

    client: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    acr_values: str

    def back(self, **more: str) -> RedirectResponse:
        """Back to the platform with these parameters."""
        query = urlencode({**more, **({"state": self.state} if self.state else {})})
        sign = "&" if urlsplit(self.redirect_uri).query else "?"
        return RedirectResponse(f"{self.redirect_uri}{sign}{query}", 303)


async def discovery(request: Request) -> Response:
    """`/oidc/.well-known/openid-configuration`."""
    box = box_of(request)
    public, internal = f"{box.settings.url}/oidc", f"{box.settings.internal_url}/oidc"
    document = {
        "issuer": public,
        "authorization_endpoint": f"{public}/authorize",
        "token_endpoint": f"{internal}/token",
        "userinfo_endpoint": f"{internal}/userinfo",
        "jwks_uri": f"{internal}/jwks",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "address", "email"],
        "acr_values_supported": ["STORK-QAA-Level-1", "STORK-QAA-Level-3", "STORK-QAA-Level-4"],
        "ui_locales_supported": ["de", "en"],
    }
    return await _under_fault(box, JSONResponse(document))


async def jwks(request: Request) -> Response:
    """`/oidc/jwks`."""
    box = box_of(request)
    return await _under_fault(box, JSONResponse(box.signer.jwks()))


async def _under_fault(box: Box, answer: Response) -> Response:
    """Documents that are never false themselves: a wrong answer of the log-in is a wrong token."""
    fault = box.faults.of("oidc")
    return answer if fault.fault == "wrong" else await spoil(fault, lambda: answer, lambda: answer)


def checked(parameters: Mapping[str, str]) -> Authorization | None:
    """The request, or None where nobody may be sent back: unknown client or foreign address."""
    client, redirect_uri = parameters.get("client_id", ""), parameters.get("redirect_uri", "")
    target = urlsplit(redirect_uri)
    if not CLIENT.fullmatch(client) or target.scheme != "http" or not LOCAL.fullmatch(target.hostname or ""):
        return None
    if target.fragment or target.username:
        return None
    names = ("state", "nonce", "code_challenge", "acr_values")
    return Authorization(client, redirect_uri, *(parameters.get(name, "") for name in names))


def problem(parameters: Mapping[str, str], asked: Authorization) -> str:
    """The error code of RFC 6749 for a request that cannot be served; empty if it can."""
    if parameters.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in parameters.get("scope", "").split():
        return "invalid_scope"
    if parameters.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(asked.challenge):
        return "invalid_request"
    return ""


async def authorize(request: Request) -> Response:
    """`/oidc/authorize`: the log-in page."""
    box, language = box_of(request), language_of(request)
    parameters = dict(request.query_params)
    asked = checked(parameters)
    if asked is None:
        return refused_page(language)
    error = problem(parameters, asked)
    if error:
        return asked.back(error=error)
    shown = login_page(language, box.world, parameters, offered(asked.acr_values))
    return await _under_fault(box, shown)


async def login(request: Request) -> Response:
    """`POST /oidc/login`: somebody has been chosen, or the visitor cancelled."""
    box, form = box_of(request), await form_of(request)
    asked = checked(form)
    if asked is None:
        return refused_page(language_of(request))
    if "cancel" in form or problem(form, asked):
        return asked.back(error=problem(form, asked) or "access_denied")
    person, level = box.world.people.get(form.get("person", "")), level_of(form.get("level", ""))
    if (
        person is None
        or not box.world.may_log_in(person)
        or level is None
        or level not in offered(asked.acr_values)
    ):
        return asked.back(error="access_denied")
    return asked.back(code=_issue_code(box, asked, person, level.key), iss=f"{box.settings.url}/oidc")


def _issue_code(box: Box, asked: Authorization, person: Person, level: str) -> str:
    code = secrets.token_urlsafe(32)
    box.store.run(
        "INSERT INTO code (digest, client, redirect_uri, challenge, nonce, person, level, issued, used)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            digest(code),
            asked.client,
            asked.redirect_uri,
            asked.challenge,
            asked.nonce,
            person.id,
            level,
            time.time(),
        ),
    )
    box.log.write(
        Entry("oidc", "login", municipality=person.town, subject=person.id, outcome=level, work_done=True)
    )
    return code


async def token(request: Request) -> Response:
    """`POST /oidc/token`."""
    box, form = box_of(request), await form_of(request)
    fault = box.faults.take("oidc")
    return await spoil(fault, lambda: _exchange(box, form), lambda: _exchange(box, form, another=True))


def _exchange(box: Box, form: Mapping[str, str], *, another: bool = False) -> Response:
    error, row = "", box.store.row("SELECT * FROM code WHERE digest = ?", (digest(form.get("code", "")),))
    if form.get("grant_type") != "authorization_code":
        error = "unsupported_grant_type"
    elif row is None or not _fits(row, form):
        error = "invalid_grant"
    elif not box.store.run("UPDATE code SET used = 1 WHERE digest = ? AND used = 0", (row["digest"],)):
        box.store.run("DELETE FROM token WHERE code = ?", (row["digest"],))
        error = "invalid_grant"
    if error or row is None:
        box.log.write(Entry("oidc", "token", outcome=error))
        return JSONResponse({"error": error}, 400, {"Cache-Control": "no-store"})
    access_token, expires = secrets.token_urlsafe(32), time.time() + TOKEN_SECONDS
    box.store.run("INSERT INTO token VALUES (?, ?, ?)", (digest(access_token), row["digest"], expires))
    box.log.write(Entry("oidc", "token", subject=str(row["person"]), outcome="issued", work_done=True))
    document = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": "openid",
        "id_token": box.signer.sign(_id_claims(box, row, another=another)),
    }
    return JSONResponse(document, headers={"Cache-Control": "no-store"})


def _fits(row: Mapping[str, object], form: Mapping[str, str]) -> bool:
    proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
    return (
        secrets.compare_digest(proof.rstrip(b"=").decode(), str(row["challenge"]))
        and form.get("client_id") == row["client"]
        and form.get("redirect_uri") == row["redirect_uri"]
        and time.time() - float(str(row["issued"])) <= CODE_SECONDS
    )


def _id_claims(box: Box, row: Mapping[str, object], *, another: bool) -> dict[str, object]:
    """The claims of an ID token; `another` gives those of another person's log-in, with its nonce."""
    moment = int(time.time())
    claims: dict[str, object] = {
        "iss": f"{box.settings.url}/oidc",
        "aud": row["client"],
        "iat": moment,
        "exp": moment + TOKEN_SECONDS,
        "auth_time": int(float(str(row["issued"]))),
        **_personal_claims(box, row),
    }
    if row["nonce"]:
        claims["nonce"] = row["nonce"]
    if another:
        name = box.world.people[str(row["person"])].family_name
        stranger = next(p for p in box.world.people.values() if p.family_name != name)
        claims.update(_personal_claims(box, {**row, "person": stranger.id}), nonce="of another log-in")
    return claims


def _personal_claims(box: Box, row: Mapping[str, object]) -> dict[str, object]:
    person, level = box.world.people[str(row["person"])], level_of(str(row["level"]))
    known = claims_of(person, box.world.towns[person.town], level) if level else {}
    return {"sub": box.signer.pseudonym(str(row["client"]), person.id), **known}


async def userinfo(request: Request) -> Response:
    """`/oidc/userinfo`: the claims once more, for the bearer of the access token."""
    box = box_of(request)
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    row = box.store.row(
        "SELECT code.* FROM token JOIN code ON code.digest = token.code"
        " WHERE token.digest = ? AND token.expires > ?",
        (digest(bearer), time.time()),
    )
    if row is None:
        return JSONResponse(
            {"error": "invalid_token"}, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    return await _under_fault(box, JSONResponse(_personal_claims(box, row)))


def digest(secret: str) -> str:
    """What is kept of a code or token."""
    return hashlib.sha256(secret.encode()).hexdigest()
