"""Log-in by OpenID Connect Core 1.0: authorization code with PKCE (RFC 7636), state and nonce.

The browser talks to the issuer; this server talks to `internal_url`, which is another address where the
issuer's public name means nothing inside (in the demonstration `localhost`). Tokens never leave this module.
"""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.base import OAuth2Error  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core.claims import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from modellkommune.foundation.identity.errors import LogInCancelled, LogInFailed
from modellkommune.foundation.identity.providers.asking import ask

SIGNATURES: Final = ("ES256", "ES384", "PS256", "RS256")
LEEWAY: Final = 30  # seconds by which two machines' clocks may differ
KEPT: Final = 3600.0  # seconds for which discovery document and keys are believed


@dataclass(frozen=True)
class Provider:
    """An identity provider and what we are to it."""

    issuer: str
    internal_url: str
    client_id: str
    client_secret: str = ""


@dataclass(frozen=True)
class Attempt:
    """What the browser must bring back from one log-in; kept in a signed cookie meanwhile."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


class _Kept:
    """Documents of providers, asked for again after KEPT seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._documents: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def get(self, url: str, *, afresh: bool = False) -> Mapping[str, Any]:
        """The JSON object at this address. Raises ProviderSilent."""
        with self._lock:
            read_at, document = self._documents.get(url, (float("-inf"), {}))
        if not afresh and time.monotonic() - read_at < KEPT:
            return document
        document = ask(url)
        with self._lock:
            self._documents[url] = (time.monotonic(), document)
        return document

    def forget(self) -> None:
        """Ask again at the next question."""
        with self._lock:
            self._documents.clear()


documents: Final = _Kept()


def begin(provider: Provider, redirect_uri: str, acr: str, language: str) -> tuple[str, Attempt]:
    """Where to send the browser, and what to remember. Raises ProviderSilent."""
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), generate_token(64), redirect_uri)
    url = prepare_grant_uri(
        str(_discovery(provider)["authorization_endpoint"]),
        provider.client_id,
        "code",
        redirect_uri,
        scope="openid",
        state=attempt.state,
        nonce=attempt.nonce,
        code_challenge=create_s256_code_challenge(attempt.verifier),
        code_challenge_method="S256",
        acr_values=acr,
        ui_locales=language,
    )
    return str(url), attempt


def finish(provider: Provider, attempt: Attempt, answer: Mapping[str, str]) -> dict[str, Any]:
    """The claims about the person who came back with `answer` (the query of the return address).

    Raises LogInCancelled, ProviderSilent, LogInFailed.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise LogInFailed("state")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise LogInFailed("iss")  # RFC 9207: an answer of another provider, mixed up
    if "error" in answer:
        raise LogInCancelled if answer["error"] == "access_denied" else LogInFailed(answer["error"][:60])
    discovery = _discovery(provider)
    endpoint = _internal(provider, discovery["token_endpoint"])
    token = _redeem(provider, attempt, answer.get("code", ""), endpoint)
    return _believed(provider, attempt, token, _internal(provider, discovery["jwks_uri"]))


def _discovery(provider: Provider) -> Mapping[str, Any]:
    found = documents.get(f"{provider.internal_url}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        documents.forget()
        raise LogInFailed("issuer")
    return found


def _internal(provider: Provider, endpoint: Any) -> str:
    """An endpoint as this server reaches it; no other host than the provider's is ever called."""
    parts, internal = urlsplit(str(endpoint)), urlsplit(provider.internal_url)
    allowed = {urlsplit(provider.issuer).netloc, internal.netloc}
    if parts.netloc not in allowed:
        raise LogInFailed("endpoint")
    return parts._replace(scheme=internal.scheme, netloc=internal.netloc).geturl()


def _redeem(provider: Provider, attempt: Attempt, code: str, endpoint: str) -> Mapping[str, Any]:
    if not code:
        raise LogInFailed("code")
    form = prepare_token_request(
        "authorization_code",
        redirect_uri=attempt.redirect_uri,
        code=code,
        code_verifier=attempt.verifier,
    )
    method = "client_secret_basic" if provider.client_secret else "none"
    signer = ClientAuth(provider.client_id, provider.client_secret, method)
    answer = ask(*_with_credentials(signer, endpoint, form))
    if "error" in answer:
        raise LogInFailed(str(answer["error"])[:60])
    return answer


def _with_credentials(signer: ClientAuth, endpoint: str, form: str) -> tuple[str, str, Mapping[str, str]]:
    uri, headers, body = signer.prepare("POST", endpoint, {"Accept": "application/json"}, form)
    return uri, body, headers


def _believed(
    provider: Provider, attempt: Attempt, token: Mapping[str, Any], jwks_uri: str
) -> dict[str, Any]:
    id_token = str(token.get("id_token", ""))
    try:
        signed = _verified(id_token, jwks_uri)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
            },
            params={
                "nonce": attempt.nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(int(time.time()), LEEWAY)
    except (JoseError, OAuth2Error, ValueError) as problem:
        raise LogInFailed(str(problem)) from problem
    return dict(claims)


def _verified(id_token: str, jwks_uri: str) -> jwt.Token:
    try:
        return _decoded(id_token, documents.get(jwks_uri))
    except (JoseError, ValueError):
        # The provider may have changed its keys since; with fresh ones the signature holds or it never will.
        return _decoded(id_token, documents.get(jwks_uri, afresh=True))


def _decoded(id_token: str, keys: Mapping[str, Any]) -> jwt.Token:
    return jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=list(SIGNATURES))  # type: ignore[arg-type]
