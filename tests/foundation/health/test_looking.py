"""The checks look at a real installation: two towns, real accounts, the portal's own stack."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from modellkommune.foundation.guarding.commands import begin_test
from modellkommune.foundation.health import accounts, answering, keeping, program, running, shielding
from modellkommune.foundation.health.auditing import look_at_audit
from modellkommune.foundation.health.commands import DRILL, FORWARDED, leave_trace
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, UNKNOWN, Check, Finding
from modellkommune.foundation.health.queries import trace
from modellkommune.foundation.health.registry import CHECKS, count_bad, examined, examined_everywhere
from modellkommune.foundation.identity import demonstration
from modellkommune.foundation.identity.commands import add_member, add_staff, set_active
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import set_second_factor
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.values.clock import FixedClock
from tests.foundation.identity.one_time_codes import SECRET


@pytest.fixture(autouse=True)
def _towns(two_towns: tuple[str, str]) -> Iterator[None]:
    """Two towns for every test, known to the pages."""
    known_towns.forget()
    yield
    known_towns.forget()


def _person(email: str, role: str = "clerk", town: str = "alpha") -> Staff:
    staff = add_staff(email, email.partition("@")[0].title(), "drei Amseln im Hof")
    with municipality(town):
        add_member(staff, role)
    return staff


def test_staff_without_a_second_factor_are_named_in_their_own_town_only() -> None:
    kim = _person("kim@office.example")
    found = accounts.look_at_second_factors("alpha")
    assert (found.verdict, found.names) == (LOOK, ("Kim",))
    assert accounts.look_at_second_factors("beta").verdict == GOOD
    set_second_factor(kim, SECRET)
    assert accounts.look_at_second_factors("alpha").verdict == GOOD


def test_a_blocked_account_counts_no_more() -> None:
    set_active(_person("kim@office.example", "security"), active=False)
    assert accounts.look_at_second_factors("alpha").verdict == GOOD
    assert accounts.look_at_receivers("alpha").verdict == BAD


def test_accounts_of_the_demonstration_are_found_where_there_is_none() -> None:
    _person(min(demonstration.addresses("alpha")))
    assert accounts.look_at_known_accounts("alpha").case == "demonstration"
    Municipality.objects.update(demonstration=False)
    assert accounts.look_at_known_accounts("alpha").verdict == BAD
    assert accounts.look_at_known_accounts("beta").verdict == GOOD


def test_the_portal_as_it_is_delivered_sends_its_headers_and_refuses_weak_passwords() -> None:
    assert answering.look_at_headers("alpha") == Finding("headers", GOOD, "good", {"count": 4})
    assert answering.look_at_cookies("alpha").case == "plain"
    assert accounts.look_at_password_rules("").verdict == GOOD
    assert running.look_at_debug("").verdict == GOOD


def test_a_header_that_is_not_sent_is_missed(settings: Any) -> None:
    settings.SECURE_CONTENT_TYPE_NOSNIFF = False
    assert answering.look_at_headers("alpha").names == ("x-content-type-options",)


def test_over_https_the_cookies_are_closed_and_hsts_is_sent(settings: Any) -> None:
    settings.PUBLIC_SCHEME, settings.SECURE_HSTS_SECONDS = "https", 31_536_000
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE = "__Host-form", True
    assert answering.look_at_headers("alpha").verdict == GOOD
    assert answering.look_at_cookies("alpha").verdict == GOOD
    settings.CSRF_COOKIE_HTTPONLY = False
    assert answering.look_at_cookies("alpha").names == ("__Host-form",)


def test_django_s_own_checks_are_asked(settings: Any) -> None:
    assert "security.W009" not in str(running.look_at_deployment("").names)
    settings.SECRET_KEY = "short"
    assert "security.W009" in str(running.look_at_deployment("").names)


def test_a_test_mode_is_seen_in_its_own_town() -> None:
    with municipality("alpha"):
        begin_test(0, 7, Actor("staff", "7"))
    assert shielding.look_at_testing("alpha").verdict == BAD
    assert shielding.look_at_testing("beta").verdict == GOOD


def test_an_entry_that_waits_for_the_sealer_is_seen_after_minutes() -> None:
    with municipality("alpha"):
        record("case_opened", "case:1", Actor("system", "test"))
    assert keeping.look_at_sealing("alpha").verdict == GOOD
    with clock.replaced_by(FixedClock(clock.now() + timedelta(minutes=11))):
        assert keeping.look_at_sealing("alpha").verdict == BAD
        assert keeping.look_at_sealing("beta").verdict == GOOD


def test_a_town_without_keys_is_seen() -> None:
    assert keeping.look_at_signing("alpha").case == "missing"


def test_a_trace_is_kept_once_and_the_newer_one_counts() -> None:
    assert keeping.look_at_drill("").case == "never"
    leave_trace(DRILL, at=clock.now() - timedelta(days=500))
    assert keeping.look_at_drill("").case == "old"
    leave_trace(DRILL)
    assert keeping.look_at_drill("").case == "good"
    leave_trace(FORWARDED)
    assert running.look_at_proxies("").case == "unannounced"
    with clock.replaced_by(FixedClock(clock.now() + running.STRANGE_FOR + timedelta(seconds=1))):
        assert running.look_at_proxies("").case == "none"
        leave_trace(FORWARDED)
        assert running.look_at_proxies("").case == "unannounced"
    assert trace("something else") is None


def test_the_result_of_an_audit_is_read_from_the_data_folder() -> None:
    file = Path(settings.MODELLKOMMUNE_HOME) / "audit.json"
    assert look_at_audit("").case == "never"
    file.write_text(json.dumps({"at": clock.now().isoformat(), "parts": {}}), "utf-8")
    assert look_at_audit("").verdict == GOOD
    file.unlink()


def test_changed_missing_and_foreign_files_are_told_apart(tmp_path: Path) -> None:
    for name in ("same.py", "changed.py", "missing.py"):
        (tmp_path / name).write_text(name, "utf-8")
    then = program.state(tmp_path)
    (tmp_path / "changed.py").write_text("other", "utf-8")
    (tmp_path / "missing.py").unlink()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "foreign.py").write_text("", "utf-8")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "same.pyc").write_text("", "utf-8")
    found = program.differences(then, program.state(tmp_path))
    assert (found.changed, found.missing) == (("changed.py",), ("missing.py",))
    assert found.foreign == ("inner/foreign.py",)


def test_a_manifest_that_was_just_written_finds_nothing(tmp_path: Path) -> None:
    program.write_manifest(tmp_path / "files.json")
    then = program.recorded(tmp_path / "files.json")
    assert then is not None
    assert program.differences(then, program.state()).all == ()


def test_a_wheel_brings_its_own_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = base64.urlsafe_b64encode(sha256(b"x").digest()).decode().rstrip("=")
    folder = tmp_path / "modellkommune-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: modellkommune\nVersion: 1\n", "utf-8")
    (folder / "RECORD").write_text(f"modellkommune/wsgi.py,sha256={told},1\nother.pth,,\n", "utf-8")
    monkeypatch.setattr(metadata, "distribution", lambda _name: metadata.PathDistribution(folder))
    assert program.recorded(tmp_path / "none") == {"wsgi.py": sha256(b"x").hexdigest()}


def test_the_lock_is_read_for_this_machine_only() -> None:
    lines = (
        "a==1 \\",
        "  --hash=sha256:0",
        "B_c==2 ; sys_platform == 'win32' \\",
        "d.e==3 ; python_version > '3' \\",
    )
    lock = "\n".join(lines) + "\n"
    assert program.pinned(lock) == {"a": "1", "d-e": "3"}


def test_what_runs_here_is_what_the_lock_names() -> None:
    assert program.look_at_packages("").verdict == GOOD


def test_a_check_that_fails_is_not_known_and_stops_no_other() -> None:
    def broken(_town: str) -> Finding:
        raise ValueError

    found = examined("alpha", [Check("files", broken), CHECKS[2]])
    assert [(each.check, each.verdict) for each in found] == [("files", UNKNOWN), ("password_rules", GOOD)]


def test_everything_is_looked_at_the_worst_first_and_towns_one_by_one() -> None:
    found = examined_everywhere(("alpha", "beta"))
    assert {each.check for each in found} == {check.name for check in CHECKS}
    assert len(found) == sum(2 if check.of_town else 1 for check in CHECKS)
    assert {each.town for each in found if each.check == "receivers"} == {"alpha", "beta"}
    assert count_bad(found) == len([each for each in found if each.verdict == BAD])
    assert [each.verdict for each in found[: count_bad(found)]] == [BAD] * count_bad(found)
