from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey

from modellkommune.foundation.identity.errors import LogInCancelled, LogInFailed, ProviderSilent
from modellkommune.foundation.identity.providers import oidc
from tests.foundation.identity.identity_provider import IdentityProvider

RETURN = "http://alpha.localhost:8000/anmelden/zurueck/"


def _begin(provider: IdentityProvider) -> tuple[str, oidc.Attempt]:
    return oidc.begin(provider.as_seen, RETURN, "STORK-QAA-Level-3", "de")


def test_it_sends_the_browser_to_the_public_address_with_all_that_protects_the_way_back(
    provider: IdentityProvider,
) -> None:
    url, attempt = _begin(provider)
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith("http://provider.localhost/oidc/authorize?")
    assert query["code_challenge_method"] == "S256"
    assert (query["state"], query["nonce"]) == (attempt.state, attempt.nonce)
    assert query["redirect_uri"] == RETURN
    assert attempt.verifier not in url


def test_every_log_in_has_its_own_state_nonce_and_verifier(provider: IdentityProvider) -> None:
    _, one = _begin(provider)
    _, other = _begin(provider)
    assert not {one.state, one.nonce, one.verifier} & {other.state, other.nonce, other.verifier}


def test_it_believes_what_the_provider_has_signed_for_us(provider: IdentityProvider) -> None:
    url, attempt = _begin(provider)
    claims = oidc.finish(provider.as_seen, attempt, provider.log_in(url))
    assert (claims["sub"], claims["family_name"]) == ("p-1", "Sommer")


@pytest.mark.parametrize(
    "forged",
    [
        {"iss": "http://another.example"},
        {"aud": "another-client"},
        {"aud": ["another-client", "third"]},
        {"exp": 1},
        {"exp": None},
        {"nonce": "replayed"},
        {"nonce": None},
        {"sub": None},
    ],
)
def test_it_refuses_a_token_that_is_not_for_this_log_in(
    provider: IdentityProvider, forged: dict[str, Any]
) -> None:
    url, attempt = _begin(provider)
    answer = provider.log_in(url, **forged)
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, answer)


def test_it_refuses_a_signature_by_a_key_that_the_provider_does_not_publish(
    provider: IdentityProvider,
) -> None:
    provider.key = ECKey.generate_key("P-256", {"kid": "one"})
    url, attempt = _begin(provider)
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, provider.log_in(url))


def test_it_refuses_an_unsigned_token(provider: IdentityProvider) -> None:
    provider.algorithm = "none"
    url, attempt = _begin(provider)
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, provider.log_in(url))


def test_it_follows_the_provider_when_that_changes_its_key(provider: IdentityProvider) -> None:
    url, attempt = _begin(provider)
    oidc.finish(provider.as_seen, attempt, provider.log_in(url))
    provider.key = ECKey.generate_key("P-256", {"kid": "two"})
    provider.published = [provider.key]
    url, attempt = _begin(provider)
    assert oidc.finish(provider.as_seen, attempt, provider.log_in(url))["sub"] == "p-1"


def test_it_asks_for_discovery_and_keys_once(provider: IdentityProvider) -> None:
    for _ in range(3):
        url, attempt = _begin(provider)
        oidc.finish(provider.as_seen, attempt, provider.log_in(url))
    assert sorted(provider.calls) == [
        "/.well-known/openid-configuration",
        "/keys",
        "/token",
        "/token",
        "/token",
    ]


def test_it_refuses_another_state_before_it_calls_anybody(provider: IdentityProvider) -> None:
    url, attempt = _begin(provider)
    answer = provider.log_in(url) | {"state": "planted"}
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, answer)
    assert "/token" not in provider.calls


def test_it_refuses_the_answer_of_another_provider(provider: IdentityProvider) -> None:
    url, attempt = _begin(provider)
    answer = provider.log_in(url) | {"iss": "http://another.example"}
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, answer)


def test_a_code_is_worth_nothing_without_the_verifier(provider: IdentityProvider) -> None:
    url, attempt = _begin(provider)
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, replace(attempt, verifier="x" * 64), provider.log_in(url))


def test_it_says_that_the_resident_has_cancelled(provider: IdentityProvider) -> None:
    _, attempt = _begin(provider)
    with pytest.raises(LogInCancelled):
        oidc.finish(provider.as_seen, attempt, {"error": "access_denied", "state": attempt.state})


def test_it_refuses_a_provider_that_calls_itself_something_else(provider: IdentityProvider) -> None:
    provider.document = {"issuer": "http://another.example"}
    with pytest.raises(LogInFailed):
        _begin(provider)


def test_it_calls_no_host_but_the_provider(provider: IdentityProvider) -> None:
    provider.document = {"token_endpoint": "http://169.254.169.254/token"}
    url, attempt = _begin(provider)
    with pytest.raises(LogInFailed):
        oidc.finish(provider.as_seen, attempt, provider.log_in(url))


@pytest.mark.parametrize("status", [302, 404, 503])
def test_it_says_when_the_provider_is_silent(provider: IdentityProvider, status: int) -> None:
    provider.status = status
    with pytest.raises(ProviderSilent):
        _begin(provider)


def test_it_says_when_nobody_listens() -> None:
    nobody = oidc.Provider("http://provider.localhost/oidc", "http://127.0.0.1:9", "client")
    with pytest.raises(ProviderSilent):
        oidc.begin(nobody, RETURN, "STORK-QAA-Level-3", "de")
