"""How often somebody may try a password: by account, by network, and by a browser that is known.

A stranger who tries somebody's account from elsewhere does not lock her out: her own browser carries a mark
since her last log-in and is counted for itself. All processes count together.
"""

from collections.abc import Iterator
from typing import Final, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from modellkommune.foundation.guarding.commands import shut_out
from modellkommune.foundation.guarding.models import LOG_INS
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.cookies import HALF_A_YEAR, brought, hand_out
from modellkommune.pages.limits import PASSWORDS, Limit
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import count_within, network_of

BROWSER: Final = "browser"
_SALT: Final = "modellkommune.known-browser"


def count_attempt(request: HttpRequest, email: str) -> bool:
    """Count a try, before the password is looked at; whether it may be.

    One that its network may not make does not count against the account: nobody else has to wait for it.
    """
    with municipality(_town(request)):
        counted = _counted(request, email)
        allowed = all(count_within(key, limit.seconds) <= limit.most for limit, key in counted)
        network = network_of(request)
        if network and not allowed:
            tireless = PASSWORDS["tireless"]
            key = f"log-in:tireless:{keyed_digest('log-in', network)}"
            if count_within(key, tireless.seconds) > tireless.most:
                shut_out(network, "", LOG_INS)
    return allowed


def take_back(request: HttpRequest, email: str) -> None:
    """The password was right: the try does not count."""
    with municipality(_town(request)):
        for limit, key in _counted(request, email):
            count_within(key, limit.seconds, -1)


def remember_browser(response: HttpResponse, email: str) -> None:
    """Let this browser be known to the account from now on."""
    hand_out(response, BROWSER, signing.dumps(_account(email), salt=_SALT), HALF_A_YEAR)


def _counted(request: HttpRequest, email: str) -> Iterator[tuple[Limit, str]]:
    account, network = _account(email), network_of(request)
    if _is_known(request, account):
        yield PASSWORDS["known"], f"log-in:known:{keyed_digest('log-in', brought(request, BROWSER))}"
        return
    yield PASSWORDS["place"], f"log-in:place:{keyed_digest('log-in', f'{account} {network}')}"
    if network:
        yield PASSWORDS["network"], f"log-in:network:{keyed_digest('log-in', network)}"
    yield PASSWORDS["account"], f"log-in:account:{keyed_digest('log-in', account)}"


def _is_known(request: HttpRequest, account: str) -> bool:
    try:
        known = signing.loads(brought(request, BROWSER), salt=_SALT, max_age=HALF_A_YEAR)
    except signing.BadSignature:
        return False
    return bool(known == account)


def _account(email: str) -> str:
    """No address stands in a cookie."""
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def _town(request: HttpRequest) -> str:
    return cast(PageRequest, request).municipality.key
