"""Settings come from the environment, are documented, and nonsense is refused."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from modellkommune.environment import SETTINGS, SettingsRefused, read_environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PRODUCTION = {
    "MODELLKOMMUNE_MODE": "production",
    "DATABASE_URL": "postgresql://modellkommune:secret@db.example/town",
    "MODELLKOMMUNE_MASTER_KEY": KEY,
    "MODELLKOMMUNE_SECRET_KEY": "k3-Wq9_zT7uP2xLs8vBn4mRd6yHc1jFg5aEo0iQt-XU",
    "MODELLKOMMUNE_MAIL_URL": "smtp://mail.example:587",
}


def _rows() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    return re.findall(r"^\| `(\w+)` \| (.*?) \|", text, flags=re.MULTILINE)


def _documented() -> dict[str, str]:
    return dict(_rows())


def test_every_setting_is_documented_once_and_nothing_else() -> None:
    assert sorted(name for name, _ in _rows()) == sorted(setting.name for setting in SETTINGS)


def test_the_documented_defaults_hold() -> None:
    stated = {
        setting.name: setting.default for setting in SETTINGS if setting.name != "MODELLKOMMUNE_CONTENT"
    }
    wrong = {name for name, default in stated.items() if default and f"`{default}`" != _documented()[name]}
    assert wrong == set()


def test_without_any_setting_it_is_a_demonstration_on_port_8000() -> None:
    environment = read_environment({})
    assert not environment.production
    assert environment.port == 8000
    assert environment.home == Path("var").resolve()


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("PORT", "0"),
        ("PORT", "65535"),
        ("PORT", "８０００"),
        ("PORT", "http"),
        ("MODELLKOMMUNE_MODE", "prod"),
        ("MODELLKOMMUNE_HOME", __file__),
        ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "postgresql://role@host"),
        ("MODELLKOMMUNE_MASTER_KEY", "c2hvcnQ="),
        ("MODELLKOMMUNE_FORMER_MASTER_KEYS", f"{KEY} c2hvcnQ="),
        ("MODELLKOMMUNE_SECRET_KEY", "a" * 60),
        ("MODELLKOMMUNE_BEHIND_PROXY", "true"),
        ("MODELLKOMMUNE_SIMULATOR_URL", "localhost:8001"),
        ("MODELLKOMMUNE_PROVIDER_ORIGINS", "https://pay.example ftp://x"),
        ("MODELLKOMMUNE_MAP_TILES", "https://tiles.example/"),
        ("MODELLKOMMUNE_CLAMD", "clamd.ctl"),
        ("MODELLKOMMUNE_CLAMD", "tcp://clam.example"),
        ("MODELLKOMMUNE_CLAMD", "tcp://clam.example:99999"),
        ("MODELLKOMMUNE_MAIL_URL", "mail.example"),
    ],
)
def test_it_refuses_nonsense_and_names_the_setting(name: str, nonsense: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        read_environment({name: nonsense})


def test_the_master_key_in_force_is_no_former_one() -> None:
    former = f"YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY= {KEY}"
    with pytest.raises(SettingsRefused, match="MODELLKOMMUNE_FORMER_MASTER_KEYS names the key in force"):
        read_environment({"MODELLKOMMUNE_MASTER_KEY": KEY, "MODELLKOMMUNE_FORMER_MASTER_KEYS": former})


def test_it_refuses_unknown_settings() -> None:
    with pytest.raises(SettingsRefused, match="MODELLKOMMUNE_PROT is no setting"):
        read_environment({"MODELLKOMMUNE_PROT": "8000"})


def test_it_reports_all_problems_at_once() -> None:
    with pytest.raises(SettingsRefused) as refusal:
        read_environment({"PORT": "x", "MODELLKOMMUNE_MODE": "y"})
    assert len(refusal.value.problems) == 2


def test_production_runs_with_what_it_needs() -> None:
    assert read_environment(PRODUCTION).production


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"MODELLKOMMUNE_MODE"}))
def test_production_needs_it(name: str) -> None:
    with pytest.raises(SettingsRefused, match=f"{name} must be set"):
        read_environment({key: value for key, value in PRODUCTION.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODELLKOMMUNE_SIMULATOR_URL", "https://simulator.example"),
        ("MODELLKOMMUNE_SIMULATOR_INTERNAL_URL", "http://127.0.0.1:8001"),
        ("MODELLKOMMUNE_KILL_AT", "paid"),
    ],
)
def test_production_refuses_what_is_for_demonstrations(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match=f"{name} must not be set"):
        read_environment(PRODUCTION | {name: value})


def test_the_cookie_of_staff_lasts_as_long_as_they_may_stay() -> None:
    assert settings.STAFF_SESSION_LIMITS[1] * 60 <= settings.SESSION_COOKIE_AGE
