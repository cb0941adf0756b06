"""A small OpenID Connect provider for tests: it can sign wrongly, name another audience, or be silent."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from modellkommune.foundation.identity.providers.oidc import Provider

CLIENT = "modellkommune-alpha"


class IdentityProvider:
    """Serves discovery, keys and tokens; the attributes say how it behaves."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "one"})
        self.published = [self.key]
        self.claims: dict[str, Any] = {}
        self.algorithm = "ES256"
        self.document: dict[str, Any] = {}
        self.status = 200
        self.calls: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.issuer = "http://provider.localhost/oidc"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def as_seen(self) -> Provider:
        """How the platform knows it."""
        return Provider(self.issuer, self.url, CLIENT)

    def log_in(self, authorization_url: str, **claims: Any) -> dict[str, str]:
        """What a browser brings back after a person has logged in at that address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorization_url).query).items()}
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        self.claims = {
            "iss": self.issuer,
            "sub": "p-1",
            "aud": asked["client_id"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            "nonce": asked["nonce"],
            "acr": "STORK-QAA-Level-4",
            "given_name": "Lena Marie",
            "family_name": "Sommer",
            "birthdate": "1991-05-14",
            "address": {"street_address": "BAHNHOFSTRAẞE 12 A", "postal_code": "52349", "locality": "DÜREN"},
        } | claims
        return {"code": code, "state": asked["state"]}

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        same = (asked["client_id"], asked["redirect_uri"]) == (
            form.get("client_id"),
            form.get("redirect_uri"),
        )
        if challenge != asked["code_challenge"] or not same:
            return 400, {"error": "invalid_grant"}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        claims = {name: value for name, value in self.claims.items() if value is not None}
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self._signed(header, claims)}

    def _signed(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        if header["alg"] != "none":
            return jwt.encode(header, claims, self.key)
        parts = [
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)
        ]
        return b".".join([*parts, b""]).decode()

    def _answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        self.calls.append(path)
        if self.status != 200:
            return self.status, {}
        if path == "/token":
            return self._token(form)
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.published]}
        return 200, {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        } | self.document

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 the handler below has a self of its own
        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(provider._answer(self.path, {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._send(provider._answer(self.path, form))

            def _send(self, answer: tuple[int, Any]) -> None:
                content = json.dumps(answer[1]).encode()
                self.send_response(answer[0])
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Answering
