"""The log-in: who gets in, who gets nothing, and what a token says."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.simulator.conftest import Germany, authorization


def claims_of(germany: Germany, **log_in: str) -> dict[str, Any]:
    """The verified claims of a fresh ID token."""
    id_token = germany.redeem(germany.log_in(**log_in)["code"]).json()["id_token"]
    keys = KeySet.import_key_set(germany.client.get("/oidc/jwks").json())
    return dict(jwt.decode(id_token, keys, algorithms=["ES256"]).claims)


def test_a_log_in_ends_with_a_token_for_the_person_chosen(germany: Germany) -> None:
    claims = claims_of(germany)
    assert (claims["given_name"], claims["family_name"], claims["birthdate"]) == (
        "Lena Marie",
        "Sommer",
        "1991-05-14",
    )
    assert (claims["iss"], claims["aud"]) == ("http://localhost:8001/oidc", "modellkommune-dueren")
    assert (claims["nonce"], claims["acr"], claims["trust_level"]) == ("nonce-1", "STORK-QAA-Level-4", "HOCH")
    assert claims["community_id"] == "05358008"


def test_the_card_gives_the_address_in_capitals(germany: Germany) -> None:
    assert claims_of(germany)["address"]["street_address"].isupper()
    assert not claims_of(germany, level="elster")["address"]["street_address"].isupper()


def test_a_user_name_proves_neither_address_nor_birth_date(germany: Germany) -> None:
    claims = claims_of(germany, level="username")
    assert claims["trust_level"] == "UNTERGEORDNET"
    assert {"address", "birthdate", "community_id"}.isdisjoint(claims)


def test_the_card_lags_behind_a_move(germany: Germany) -> None:
    card = claims_of(germany, person="dueren-umgezogen", level="elster")["address"]["street_address"]
    answer = germany.ask_population(**germany.naming("dueren-umgezogen")).json()
    assert not card.startswith(answer["residences"][0]["address"]["street"])
    assert card.startswith(answer["previous_address"]["street"])


def test_a_pseudonym_is_stable_for_a_client_and_means_nothing_to_another(germany: Germany) -> None:
    here = claims_of(germany)["sub"]
    assert claims_of(germany, level="elster")["sub"] == here
    other = {"client_id": "modellkommune-musterstadt"}
    token = germany.redeem(germany.log_in(**other)["code"], **other).json()["access_token"]
    there = germany.client.get("/oidc/userinfo", headers={"Authorization": f"Bearer {token}"}).json()
    assert there["family_name"] == "Sommer"
    assert there["sub"] != here


def test_a_code_works_once_and_its_token_dies_with_a_second_try(germany: Germany) -> None:
    code = germany.log_in()["code"]
    bearer = {"Authorization": f"Bearer {germany.redeem(code).json()['access_token']}"}
    assert germany.client.get("/oidc/userinfo", headers=bearer).status_code == 200
    assert germany.redeem(code).json() == {"error": "invalid_grant"}
    assert germany.client.get("/oidc/userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 64},
        {"client_id": "modellkommune-musterstadt"},
        {"redirect_uri": "http://dueren.localhost:8000/elsewhere/"},
        {"grant_type": "password"},
        {"code": "guessed"},
    ],
)
def test_a_code_is_no_use_to_others(germany: Germany, change: dict[str, str]) -> None:
    code = germany.log_in()["code"]
    assert germany.redeem(**{"code": code, **change}).status_code == 400


def test_a_code_is_short_lived(germany: Germany, monkeypatch: pytest.MonkeyPatch) -> None:
    code, start = germany.log_in()["code"], time.time()
    monkeypatch.setattr("simulator.identity.time.time", lambda: start + 61)
    assert germany.redeem(code).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "somebody"},
        {"redirect_uri": "https://dueren.localhost/"},
        {"redirect_uri": "http://dueren.localhost.example.org/"},
        {"redirect_uri": "http://user@dueren.localhost:8000/"},
        {"redirect_uri": ""},
    ],
)
def test_nobody_is_sent_to_a_stranger(germany: Germany, change: dict[str, str]) -> None:
    answer = germany.client.get("/oidc/authorize", params=authorization(**change))
    assert (answer.status_code, answer.headers.get("location")) == (400, None)
    form = {**authorization(**change), "person": "dueren-sofort", "level": "eid"}
    assert germany.client.post("/oidc/login", data=form).status_code == 400


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
    ],
)
def test_a_portal_hears_what_is_wrong(germany: Germany, change: dict[str, str], error: str) -> None:
    answer = germany.client.get("/oidc/authorize", params=authorization(**change))
    assert answer.headers["location"].endswith(f"?error={error}&state=state-1")


@pytest.mark.parametrize(
    "change",
    [
        {"cancel": "1"},
        {"person": "nobody"},
        {"level": "fingerprint"},
        {"level": "username", "acr_values": "STORK-QAA-Level-3"},
    ],
)
def test_without_a_choice_there_is_no_log_in(germany: Germany, change: dict[str, str]) -> None:
    back = germany.log_in(**change)
    assert (back["error"], back["state"]) == ("access_denied", "state-1")


def test_the_dead_do_not_log_in(germany: Germany) -> None:
    dead = next(p.id for p in germany.box.world.people.values() if p.deceased)
    assert germany.log_in(person=dead)["error"] == "access_denied"


def test_children_have_no_card_to_log_in_with(germany: Germany) -> None:
    child = next(p for p in germany.box.world.people.values() if p.birth_date.year == 2015)
    assert germany.log_in(person=child.id)["error"] == "access_denied"


def test_only_levels_that_suffice_are_offered(germany: Germany) -> None:
    page = germany.client.get("/oidc/authorize", params=authorization(acr_values="STORK-QAA-Level-4")).text
    assert 'value="eid"' in page
    assert 'value="elster"' not in page


def test_any_invented_person_can_be_found(germany: Germany) -> None:
    world = germany.box.world
    residents = world.people_in(world.towns["dueren"])
    person = next(p for p in residents if p.id > "dueren-05" and world.may_log_in(p))
    page = germany.client.get(
        "/oidc/authorize", params={**authorization(), "suche": person.name.upper()}
    ).text
    assert f'value="{person.id}"' in page


def test_a_wrong_answer_is_a_token_of_another_log_in(germany: Germany) -> None:
    germany.switch("oidc", fault="wrong", variant="other")
    claims = claims_of(germany)
    assert claims["nonce"] != "nonce-1"
    assert claims["family_name"] != "Sommer"


def test_discovery_names_addresses_a_server_can_reach(germany: Germany) -> None:
    document = germany.client.get("/oidc/.well-known/openid-configuration").json()
    assert document["authorization_endpoint"].startswith("http://localhost:8001/")
    assert document["token_endpoint"].startswith("http://127.0.0.1:8001/")
