"""Programs on the list are known by their name; people, watchers and unknown programs are never on it."""

import pytest

from modellkommune.firewall.robots import KINDS, SEARCH, robot_of, robots

WELCOME = (
    "",
    "-",
    "Mozilla/5.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 JAWS/2026",
    "Lynx/2.9.2 libwww-FM/2.14",
    "w3m/0.5.3",
    "ReadSpeaker",
    "Prometheus/3.0",
    "check_http/v2.4 (monitoring-plugins 2.4)",
    "UptimeRobot/2.0",
    "curl/8.9.1",
    "Wget/1.24",
    "python-requests/2.32",
    "Nagios",
    "somebody's ownbot/1.0",
    "megaindexing",
)


@pytest.mark.parametrize("agent", WELCOME)
def test_people_watchers_and_unknown_programs_are_on_no_list(agent: str) -> None:
    assert robot_of(agent) is None


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("sqlmap/1.8#stable (https://sqlmap.org)", "sqlmap"),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "ahrefsbot"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "googlebot"),
        ("Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org)", "nmap scripting engine"),
    ],
)
def test_programs_are_known_by_the_name_they_give(agent: str, token: str) -> None:
    found = robot_of(agent)
    assert found is not None
    assert found.token == token


def test_each_program_has_a_reason_in_both_languages_and_only_engines_have_domains() -> None:
    assert {robot.kind for robot in robots().values()} == set(KINDS)
    for robot in robots().values():
        assert robot.token == robot.token.lower()
        assert len(robot.token) <= 60
        assert robot.reason("de") != robot.reason("en") != ""
        assert not robot.domains or robot.kind == SEARCH
        assert robot.barred is False or robot.kind != SEARCH
        assert bool(robot.domains) == bool(robot.home)
        assert robot_of(f"Mozilla/5.0 (compatible; {robot.token.title()}/1.0)") is robot
