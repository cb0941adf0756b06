"""The key with which the log-in signs, made once and kept in the home folder's store."""

import base64
import hashlib
import hmac
import json

from joserfc import jwt
from joserfc.jwk import ECKey

from simulator.store import Store


class Signer:
    """ES256 signatures and pseudonyms."""

    def __init__(self, store: Store, seed: int) -> None:
        """Take the key from the store or make it."""
        fresh = ECKey.generate_key("P-256", auto_kid=True)
        document = store.setting("signing key", json.dumps(fresh.as_dict(private=True)))
        self.key = ECKey.import_key(json.loads(document))
        self.seed = seed

    def jwks(self) -> dict[str, object]:
        """The public key as a JSON Web Key Set."""
        return {"keys": [{**self.key.as_dict(private=False), "use": "sig", "alg": "ES256"}]}

    def sign(self, claims: dict[str, object]) -> str:
        """A compact ES256 token."""
        return jwt.encode({"alg": "ES256", "kid": str(self.key.kid)}, claims, self.key)

    def pseudonym(self, client: str, person: str) -> str:
        """Stable per person and client, like a bPK2; it follows from the seed, not from the home."""
        digest = hmac.digest(
            f"pseudonym:{self.seed}".encode(), f"{client}\n{person}".encode(), hashlib.sha256
        )
        return base64.urlsafe_b64encode(digest[:24]).decode()
