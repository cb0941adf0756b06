"""A resident's log-in with the eID, whatever the provider: ask, come back, be somebody."""

from collections.abc import Mapping

from django.conf import settings

from modellkommune.foundation.identity.claims import ACR_OF_LEVEL, identity_from
from modellkommune.foundation.identity.errors import LogInNotOffered
from modellkommune.foundation.identity.providers import oidc
from modellkommune.foundation.identity.providers.oidc import Attempt


def is_offered() -> bool:
    """Whether the installation knows an identity provider."""
    return bool(settings.OIDC_ISSUER)


def begin(municipality: str, redirect_uri: str, level: str, language: str) -> tuple[str, Attempt]:
    """Where to send the browser for a log-in of at least `level`, and what to remember until it is back.

    Calls the provider, so no transaction may be open. Raises LogInNotOffered, ProviderSilent, LogInFailed.
    """
    return oidc.begin(_provider(municipality), redirect_uri, ACR_OF_LEVEL[level], language)


def finish(municipality: str, attempt: Attempt, answer: Mapping[str, str]) -> dict[str, str]:
    """The identity of the person who came back with `answer`, as `queries.identity_of` describes it.

    Calls the provider, so no transaction may be open. Raises LogInNotOffered, LogInCancelled, ProviderSilent,
    LogInFailed.
    """
    return identity_from(oidc.finish(_provider(municipality), attempt, answer))


def _provider(municipality: str) -> oidc.Provider:
    if not is_offered():
        raise LogInNotOffered
    return oidc.Provider(
        issuer=settings.OIDC_ISSUER,
        internal_url=settings.OIDC_INTERNAL_URL,
        client_id=settings.OIDC_CLIENT_ID.format(municipality=municipality),
        client_secret=settings.OIDC_CLIENT_SECRET,
    )
