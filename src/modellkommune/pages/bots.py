"""Programs that send forms: told from people without third parties, cookies or puzzles.

A browser solves a challenge of ALTCHA (proof of work) while somebody types. Who brings no proof, because
she has no JavaScript, loses nothing: what she sends is kept, and a person looks at it. The same goes for what
is more than a limit from one network or with one code, and for an input that people do not see. Only a proof
that was used before is refused: what came with it is here already.
"""

import secrets
import time
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256
from typing import Final

from altcha import Challenge, Payload, create_challenge, verify_solution
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from modellkommune.foundation.keys.cipher import derived_key, digest
from modellkommune.pages.entry import open_to
from modellkommune.pages.limits import FORMS
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import count_within, network_of

PROOF: Final = "nachweis"
HONEYPOT: Final = "homepage"
PURPOSES: Final = frozenset({"ban", "feedback", "survey"})
"""Forms that ask for a proof; one of another form, or of another town, is none."""

ALGORITHM: Final = "PBKDF2/SHA-256"
COST: Final = 2_000
FEWEST, SPREAD = 100, 200
"""So many keys a browser derives at least, and up to so many more: about half a second, on a phone three."""
LIFETIME: Final = 20 * 60  # seconds
DAY: Final = 24 * 3600


class Verdict(Enum):
    """PROVEN: take it. UNPROVEN: keep it until somebody has looked at it. REFUSED: it was sent before."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    REFUSED = "refused"


def verdict(request: PageRequest, purpose: str, code: str = "") -> Verdict:
    """What to do with a form that is complete; asked once for each, outside of any unit of work.

    `code` is what somebody takes part with, if a form has one: tries with it are limited as well.
    """
    proven = proof_of(request, purpose)
    if proven is Verdict.REFUSED:
        return proven
    crowded = is_crowded(request, purpose, code)
    if crowded or request.POST.get(HONEYPOT, ""):
        return Verdict.UNPROVEN
    return proven


def is_crowded(request: PageRequest, purpose: str, code: str = "") -> bool:
    """Count a form that was sent; whether it is more than `FORMS` allow of its network, or its code."""
    network = network_of(request)
    counted = [("network", network), ("code", code)]
    keys = [(kind, _key(request, purpose, kind, value)) for kind, value in counted if value]
    counts = [(kind, count_within(key, FORMS[kind].seconds)) for kind, key in keys]
    return any(count > FORMS[kind].most for kind, count in counts)


@open_to("anyone")
@require_GET
def send_challenge(request: PageRequest) -> HttpResponse:
    """A new challenge for the form named by `fuer`, signed by the installation's key."""
    purpose = request.GET.get("fuer", "")
    if purpose not in PURPOSES:
        return JsonResponse({"error": "fuer: " + ", ".join(sorted(PURPOSES))}, status=400)
    return JsonResponse(challenge_for(request.municipality.key, purpose).to_dict())


def challenge_for(town: str, purpose: str) -> Challenge:
    """A challenge that is good for one form of one town, once, for `LIFETIME`."""
    return create_challenge(
        algorithm=ALGORITHM,
        cost=COST,
        counter=FEWEST + secrets.randbelow(SPREAD),
        expires_at=int(time.time()) + LIFETIME,
        data={"for": purpose, "town": town},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("solution"),
    )


def proof_of(request: PageRequest, purpose: str) -> Verdict:
    """What the proof of a form is worth, which is used up by that."""
    payload = request.POST.get(PROOF, "")
    if not payload or len(payload) > 4000:
        return Verdict.UNPROVEN
    result = verify_solution(payload, _secret("challenge"), hmac_key_secret=_secret("solution"))
    if not result.verified:
        return Verdict.UNPROVEN
    challenge = Payload.from_base64(payload).challenge
    if challenge.parameters.data != {"for": purpose, "town": request.municipality.key}:
        return Verdict.UNPROVEN
    # Adding is one insert, which only one of all processes can do.
    mark = f"proof:{sha256(str(challenge.signature).encode()).hexdigest()}"
    return Verdict.PROVEN if cache.add(mark, 1, LIFETIME + 60) else Verdict.REFUSED


def _secret(part: str) -> bytes:
    return derived_key(settings.MASTER_KEY, f"proof of work: {part}")


def _key(request: PageRequest, purpose: str, kind: str, value: str) -> str:
    """A digest under a salt that nobody knows after a day: who it was cannot be found out any more."""
    place = f"salt:{datetime.now(UTC):%Y-%m-%d}"
    salt = bytes.fromhex(str(cache.get_or_set(place, secrets.token_hex(32), DAY)))
    return f"form:{digest(salt, kind, f'{request.municipality.key} {purpose} {value}')}"
