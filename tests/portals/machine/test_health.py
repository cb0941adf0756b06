"""/healthz and /readyz answer on any host name, whoever asks."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.parametrize("host", ["localhost", "unknown.example", "10.0.0.7"])
def test_it_lives_on_any_host(host: str) -> None:
    answer = Client().get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_it_is_ready_while_the_database_answers(db: None) -> None:
    answer = Client().get("/readyz", headers={"host": "unknown.example"})
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_it_is_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("connection to db-7.internal failed")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert b"internal" not in answer.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["TRACE", "POST", "DELETE"])
def test_other_methods_are_told_which_it_takes(path: str, method: str) -> None:
    answer = Client().generic(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
