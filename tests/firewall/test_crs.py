"""The OWASP rules beside ours: an operator's release, Debian's package, and what is no release."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from modellkommune.firewall import crs
from modellkommune.firewall.crs import crs_rules
from modellkommune.firewall.engine import Engine, RulesRefused, Verdict
from modellkommune.firewall.proving import proven, started
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.harmless import structured
from tests.firewall.requests import asked

ACCEPT = (b"Accept", b"text/html")
SETUP = 'SecDefaultAction "phase:2,log,pass"\nSecAction "id:900990,phase:1,pass,nolog,setvar:tx.points=0"\n'
COUNTING = (
    'SecRule ARGS "@streq {}" "id:{},phase:2,block,msg:\'looked for\','
    "logdata:'Matched Data: %{{MATCHED_VAR}} found within %{{MATCHED_VAR_NAME}}: %{{MATCHED_VAR}}',"
    'setvar:tx.points=+5"\n'
)
ANSWERING = 'SecRule TX:points "@ge 5" "id:949110,phase:2,deny,status:403,msg:\'points\'"\n'


def _release(folder: Path, setup: str = "crs-setup.conf") -> Path:
    """A release in small: its rules count points, its last one answers."""
    rules = folder / "rules"
    rules.mkdir(parents=True)
    (folder / setup).write_text(SETUP)
    (rules / "REQUEST-942-A.conf").write_text(
        COUNTING.format("odd", 942_999) + COUNTING.format("3--4", 942_100)
    )
    (rules / "REQUEST-949-B.conf").write_text(ANSWERING)
    (rules / "REQUEST-910-C.conf").write_text("SecNoSuchThing\n")
    (rules / "RESPONSE-950-D.conf").write_text("SecNoSuchThing\n")
    return folder


@pytest.mark.parametrize("setup", crs.SETUPS)
def test_a_release_is_loaded_beside_our_rules_and_without_those_that_ours_replace(
    tmp_path: Path, setup: str
) -> None:
    engine = proven(Engine([portal_rules(), crs_rules(_release(tmp_path / "crs", setup))]))
    verdict = engine.inspect(asked("/?a=odd"))
    assert verdict is not None
    # The rule that found it and where, not the one that adds up the points.
    assert verdict == Verdict(403, 942_999, "looked for", "a")
    assert engine.inspect(asked("/?a=3--4")) is None


def test_rules_that_are_slow_on_long_values_look_at_requests_without_them(tmp_path: Path) -> None:
    folder = _release(tmp_path / "crs")
    slow = COUNTING.replace("@streq", "@contains").format("odd", crs.SLOW_WHEN_LONG[-1])
    (folder / "rules" / "REQUEST-943-E.conf").write_text(slow)
    engine = Engine([portal_rules(), crs_rules(folder)])
    short, long = "o" * (crs.LONG - 10), "o" * crs.LONG
    assert engine.inspect(asked(f"/?a={short}.odd"))
    for odd in (f"/?a={long}.odd", f"/?a=.odd&b={long}", f"/?a=.odd&{long}=b"):
        assert engine.inspect(asked(odd)) is None
    assert engine.inspect(asked(f"/?a=odd&b={long}"))


@pytest.mark.parametrize("rule", crs.LACKING)
def test_the_lack_of_headers_that_are_left_out_once_known_counts_nothing(tmp_path: Path, rule: int) -> None:
    folder = _release(tmp_path / "crs")
    lacking = COUNTING.replace("ARGS", "&REQUEST_HEADERS:Accept", 1).replace("@streq", "@eq")
    (folder / "rules" / "REQUEST-920-F.conf").write_text(lacking.format(0, rule))
    assert Engine([portal_rules(), crs_rules(folder)]).inspect(asked("/?a=b")) is None


def test_a_folder_without_a_release_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(RulesRefused, match=r"CRS_DIR .*name a release"):
        crs_rules(tmp_path)
    with pytest.raises(RulesRefused, match="blanks"):
        crs_rules(_release(tmp_path / "crs 4"))


def test_without_a_folder_the_package_of_the_machine_counts_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _release(tmp_path)
    monkeypatch.setattr(crs, "DEBIAN_RULES", package / "rules")
    monkeypatch.setattr(crs, "DEBIAN_SETUP", package / "missing.conf")
    assert crs_rules(None) == ""
    monkeypatch.setattr(crs, "DEBIAN_SETUP", package / "crs-setup.conf")
    assert "REQUEST-942-A.conf" in crs_rules(None)


def test_debians_package_turns_no_honest_value_away() -> None:
    rules = crs_rules(None)
    if not rules:
        pytest.skip("Debian's modsecurity-crs is not installed")
    engine = started((portal_rules(), rules))
    asking = ((value, asked(f"/?{urlencode({'feld': value})}")) for value in structured())
    browsing = ((value, replace(one, headers=(*one.headers, ACCEPT))) for value, one in asking)
    assert [value for value, one in browsing if engine.inspect(one) is not None] == []


def test_rules_are_tried_in_a_process_of_their_own_and_a_faulty_one_is_named() -> None:
    assert started((portal_rules(),)).inspect(asked("/?a=<script>alert(1)</script>"))
    with pytest.raises(RulesRefused, match="Rules error"):
        started((portal_rules(), 'SecRule ARGS "@rx a" "id:20999,phase:2,nonsense"'))
    with pytest.raises(RulesRefused, match="harmless"):
        started((portal_rules(), 'SecRule ARGS "@rx a" "id:20997,phase:2,deny,status:403"'))
