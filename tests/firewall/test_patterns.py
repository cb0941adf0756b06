"""A rule whose pattern does not compile is named at the start instead of finding nothing for ever."""

from pathlib import Path

import pytest

from modellkommune.firewall.engine import RulesRefused
from modellkommune.firewall.patterns import faulty_patterns
from modellkommune.firewall.proving import started
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.test_crs import COUNTING

RULE = 'SecRule ARGS "{}" "id:99,phase:2,deny,status:403"\n'


def test_every_pattern_of_our_own_rules_compiles() -> None:
    assert list(faulty_patterns([portal_rules()])) == []


@pytest.mark.parametrize(
    "operator", ["@rx a(", "!@rx [b", r"@rx (?<a>b)(?<a>c)", r"@rx \"(", "@rxGlobal c{2,1}"]
)
def test_one_that_does_not_compile_is_told_with_its_place(operator: str) -> None:
    told = list(faulty_patterns([RULE.format("@rx d"), RULE.format(operator)]))
    assert len(told) == 1
    assert "does not compile: error 1" in told[0]


@pytest.mark.parametrize(
    "text", ["# " + RULE.format("@rx ("), RULE.format("@streq ("), RULE.format("@rx %{tx.a}(")]
)
def test_remarks_other_operators_and_what_is_put_together_later_are_left_alone(text: str) -> None:
    assert list(faulty_patterns([text])) == []


def test_files_that_are_included_are_looked_through_and_the_start_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "REQUEST-942-A.conf"
    file.write_text(COUNTING.format("odd", 942_999).replace("@streq", "@rx (?"))
    with pytest.raises(RulesRefused, match=f"{file}: the pattern .* does not compile"):
        started((portal_rules(), f'Include "{file}"\n'))
