"""Nothing that was typed is lost with what fell."""

import errno
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import RequestFactory

from modellkommune.pages.entries import entries_of
from modellkommune.pages.errors import server_error, unavailable
from tests.pages.rules import assert_page_rules

HERE = {"origin": "http://alpha.localhost", "host": "alpha.localhost"}


def _sent(rf: RequestFactory, headers: dict[str, str] = HERE, **values: Any) -> Any:
    return rf.post("/antrag/x/vehicle/?a=1", values, headers=headers)


def test_an_unreachable_database_shows_what_was_typed_and_sends_it_again(rf: RequestFactory) -> None:
    page = unavailable(_sent(rf, plate="DÜW-AB 123", keeper="self", csrfmiddlewaretoken="t"))
    text = page.content.decode()
    assert page.status_code == 503
    assert '<li class="entry">DÜW-AB 123</li>' in text
    assert 'action="/antrag/x/vehicle/?a=1"' in text
    for name, value in (("plate", "DÜW-AB 123"), ("keeper", "self"), ("csrfmiddlewaretoken", "t")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert_page_rules(text)


def test_ids_of_options_are_sent_again_but_not_read_out(rf: RequestFactory) -> None:
    entries = entries_of(_sent(rf, keeper="self", months="12", street="Am Ring 3"))
    assert entries is not None
    assert entries.typed == ("Am Ring 3",)
    assert ("keeper", "self") in entries.inputs


def test_a_mistake_of_ours_keeps_what_was_typed_too(rf: RequestFactory) -> None:
    assert "Am Ring 3" in server_error(_sent(rf, street="Am Ring 3")).content.decode()


def test_a_disk_without_room_passes_and_costs_no_entry(rf: RequestFactory) -> None:
    try:
        raise OSError(errno.ENOSPC, "no space left on device")
    except OSError:
        page = server_error(_sent(rf, street="Am Ring 3"))
    assert page.status_code == 503
    assert "Am Ring 3" in page.content.decode()


def test_files_are_named_to_be_chosen_again(rf: RequestFactory) -> None:
    page = unavailable(_sent(rf, note="Am Ring 3", photo=SimpleUploadedFile("ausweis.png", b"x")))
    assert "ausweis.png" in page.content.decode()


@pytest.mark.parametrize("name", ["password", "password1", "oldpassword", "code", "draft-code"])
def test_passwords_and_codes_are_never_repeated(rf: RequestFactory, name: str) -> None:
    assert entries_of(_sent(rf, name="Erika", **{name: "geheim"})) is None


def test_a_postcode_is_no_secret(rf: RequestFactory) -> None:
    assert entries_of(_sent(rf, **{"address-postcode": "52349"})) is not None


def test_another_site_may_not_have_its_form_shown_as_ours(rf: RequestFactory) -> None:
    for headers in ({"host": "alpha.localhost"}, HERE | {"origin": "https://elsewhere.example"}):
        assert entries_of(_sent(rf, headers, street="Am Ring 3")) is None


def test_a_form_that_cannot_be_read_is_an_error_page_without_it(rf: RequestFactory) -> None:
    request = rf.post("/x/", b"broken", content_type="multipart/form-data; boundary=", headers=HERE)
    assert unavailable(request).status_code == 503


def test_a_request_whose_database_is_gone_ends_on_that_page(client: Any, alpha: Any) -> None:
    with patch("modellkommune.portals.citizen.zone.municipality", side_effect=OperationalError):
        client.raise_request_exception = False
        answer = client.get("/parkzone/", {"adresse": "Am Ring 3"}, headers={"host": "alpha.localhost"})
    assert answer.status_code == 503
