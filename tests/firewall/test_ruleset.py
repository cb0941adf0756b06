"""Lists of words in the rules: as one pattern that branches, and spelled out."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from modellkommune.firewall.ruleset import FOLDER, one_of, portal_rules, spelled_out, words

SIGNS = r"ab_-.$()[]{}|^?*+\ "


@given(st.sets(st.text(SIGNS, min_size=1, max_size=6), min_size=1), st.text(SIGNS, max_size=8))
@example({"cat", "c++", "ca"}, "cat")
def test_the_pattern_of_a_list_finds_its_words_the_longest_first_and_nothing_else(
    listed: set[str], text: str
) -> None:
    found = re.match(one_of(sorted(listed)), text)
    begun = [word for word in listed if text.startswith(word)]
    assert (found[0] if found else None) == max(begun, key=len, default=None)


def test_every_word_of_the_lists_in_the_rules_is_spelled_out_and_found() -> None:
    placed = set(re.findall(r"{{([a-z-]+)}}", (FOLDER / "portal.conf").read_text("utf-8")))
    lists = [path.stem for path in (FOLDER / "words").glob("*.txt") if path.stem in placed]
    assert len(lists) > 5
    for name in lists:
        pattern = re.compile(one_of(words(name)))
        assert all(pattern.fullmatch(word) and word in spelled_out() for word in words(name)), name
        assert one_of(words(name)) in portal_rules()
