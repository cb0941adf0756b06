"""Files of an application: a clear answer each; looked at, removed, replaced, kept after errors."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modellkommune.foundation.files.models import Picture, StoredFile
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import limits, uploads, visitors
from modellkommune.pages.limits import Limit
from tests.foundation.files import samples

Post = Callable[..., Any]
Get = Callable[..., Any]
PHOTO, OTHER = samples.picture("JPEG"), samples.picture("PNG", (60, 20))


def _file(content: bytes, name: str = "ausweis.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def address(post: Post) -> str:
    """The first step of an application without a log-in, which asks for a photo of the identity card."""
    return str(post("/dienste/resident-parking/antrag/").headers["Location"])


def _removals(page: str) -> list[str]:
    return re.findall(r'name="remove" value="([^"]+)"', page)


def _sent(post: Post, address: str, *files: SimpleUploadedFile, **more: Any) -> Any:
    return post(address, id_photo=list(files), family_name="Sommer", **more)


def test_a_file_is_kept_after_errors_elsewhere_in_the_form(get: Get, post: Post, address: str) -> None:
    answer = _sent(post, address, _file(PHOTO))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ausweis.jpg" in page
    assert len(_removals(page)) == 1
    assert 'value="Sommer"' in get(address).content.decode()
    assert _removals(get(address).content.decode()) == _removals(page)


def test_several_files_in_one_go_and_no_more_than_fit(post: Post, address: str) -> None:
    third = _file(samples.picture("PNG", (9, 9)), "drei.png")
    page = _sent(post, address, _file(PHOTO), _file(OTHER, "zwei.png"), third).content.decode()
    assert len(_removals(page)) == 2
    assert "„drei.png“: Hier ist Platz für 2 Dateien." in page


def test_a_form_sent_twice_keeps_a_file_once(post: Post, address: str) -> None:
    _sent(post, address, _file(PHOTO))
    page = _sent(post, address, _file(PHOTO)).content.decode()
    assert len(_removals(page)) == 1
    with municipality("musterstadt"):
        assert StoredFile.objects.count() == 1


def test_a_file_is_removed_and_the_rest_of_the_form_stays(get: Get, post: Post, address: str) -> None:
    [file_id] = _removals(_sent(post, address, _file(PHOTO)).content.decode())
    answer = post(address, remove=file_id, family_name="Winter")
    assert answer.status_code == 302
    page = get(answer.headers["Location"]).content.decode()
    assert not _removals(page)
    assert 'value="Winter"' in page
    with municipality("musterstadt"):
        assert not StoredFile.objects.exists()
        assert not Picture.objects.exists()


def test_a_file_is_replaced_in_its_place(post: Post, address: str) -> None:
    page = _sent(post, address, _file(PHOTO), _file(OTHER, "zwei.png")).content.decode()
    first, second = _removals(page)
    new = _file(samples.pdf(), "neu.pdf")
    page = post(address, family_name="Sommer", **{f"replace-{first}": new}).content.decode()
    replaced, left = _removals(page)
    assert replaced != first
    assert left == second
    assert page.index("neu.pdf") < page.index("zwei.png")


def test_a_bad_replacement_leaves_what_was_there(post: Post, address: str) -> None:
    [file_id] = _removals(_sent(post, address, _file(PHOTO)).content.decode())
    page = post(address, **{f"replace-{file_id}": _file(samples.SVG, "x.svg")}).content.decode()
    assert _removals(page) == [file_id]
    assert "„x.svg“: Diese Art von Datei" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leer.pdf", b"", "Die Datei ist leer."),
        ("programm.pdf", samples.EXECUTABLE, "Diese Art von Datei können wir nicht lesen."),
        ("bild.svg", samples.SVG, "Diese Art von Datei können wir nicht lesen."),
        ("archiv.zip", samples.archive(), "Diese Art von Datei können wir nicht lesen."),
        ("kaputt.jpg", PHOTO[:60], "Die Datei lässt sich nicht öffnen."),
        ("doppelt.jpg", PHOTO + samples.archive(), "In dieser Datei steckt noch eine zweite"),
        ("geheim.pdf", samples.pdf_with_password(), "mit einem Passwort geschützt"),
        ("aktiv.pdf", samples.pdf_with_script(), "enthält ein Programm"),
        ("bombe.png", samples.pixel_bomb(), "zu umfangreich"),
        ("gross.jpg", PHOTO + bytes(11_000_000), "Die Datei ist zu groß. Sie darf höchstens 10 MB haben."),
    ],
)
def test_each_bad_file_gets_a_clear_answer(
    post: Post, address: str, name: str, content: bytes, said: str
) -> None:
    answer = _sent(post, address, _file(content, name))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f"„{name}“" in page
    assert 'value="Sommer"' in page
    assert not _removals(page)
    english = _sent(post, f"{address}?sprache=en", _file(content, name), wish="next").content.decode()
    assert f"“{name}”: " in english


def test_what_has_no_room_in_a_sending_is_said_and_the_rest_is_kept(
    post: Post, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_KEPT", len(PHOTO) + 10)
    page = _sent(post, address, _file(PHOTO), _file(OTHER, "zwei.png")).content.decode()
    assert len(_removals(page)) == 1
    assert "„zwei.png“: Zusammen sind die Dateien größer als" in page
    assert 'value="Sommer"' in page


def test_a_huge_request_is_answered_without_being_read(client: Client, address: str) -> None:
    class Untouchable:
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it was read")

        readline = read

    answer = client.generic(
        "POST",
        address,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(3 * 2**30),
        headers={"host": "musterstadt.localhost"},
        **{"wsgi.input": Untouchable()},
    )
    assert answer.status_code == 413
    assert f'href="{address}"' in answer.content.decode()


def test_too_many_files_get_a_page(post: Post, address: str) -> None:
    answer = _sent(post, address, *[_file(PHOTO)] * 41)
    assert answer.status_code == 413
    assert "mehr als 40 Dateien" in answer.content.decode()


def test_pictures_are_ours_and_locked(get: Get, post: Post, address: str) -> None:
    original = samples.photo_with_place()
    [file_id] = _removals(_sent(post, address, _file(original)).content.decode())
    look = f"{address.rsplit('/', 2)[0]}/datei/{file_id}/"
    assert f'src="{look}1.jpg"' in get(address).content.decode()
    assert 'src="1.jpg"' in get(look).content.decode()
    answer = get(f"{look}1.jpg")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"CameraOfAnna" not in answer.content
    assert get(f"{look}2.jpg").status_code == 404


def test_nobody_else_sees_them(get: Get, post: Post, address: str) -> None:
    [file_id] = _removals(_sent(post, address, _file(PHOTO)).content.decode())
    look = f"{address.rsplit('/', 2)[0]}/datei/{file_id}/"
    stranger = Client(headers={"host": "musterstadt.localhost"})
    for path in (look, f"{look}1.jpg"):
        assert stranger.get(path).status_code == 302
    other = post("/dienste/resident-parking/antrag/").headers["Location"].rsplit("/", 2)[0]
    assert get(f"{other}/datei/{file_id}/1.jpg").status_code == 404


def test_from_one_address_only_so_many_files_come_in_an_hour(
    post: Post, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setitem(limits.BEGUN, "files", Limit(1, 3600))
    monkeypatch.setattr(visitors, "network_of", lambda _: "198.51.100.7/32")
    assert len(_removals(_sent(post, address, _file(PHOTO)).content.decode())) == 1
    page = _sent(post, address, _file(OTHER, "zwei.png")).content.decode()
    assert "ungewöhnlich viele Dateien" in page
    assert len(_removals(page)) == 1
    assert 'value="Sommer"' in page
