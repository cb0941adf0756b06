"""YAML is read so that nothing is taken for something else."""

from decimal import Decimal
from pathlib import Path

import pytest

from modellkommune.blueprint.source import Source, read_yaml


def read(tmp_path: Path, text: str) -> Source:
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file)


def test_it_reads_amounts_exactly_and_words_as_text(tmp_path: Path) -> None:
    source = read(tmp_path, "a: 30.70\nb: 12\nc: true\nd: no\ne: 2026-12-03\nf: '01067'\ng:\nh: 1e5\n")
    expected = {
        "a": Decimal("30.70"),
        "b": 12,
        "c": True,
        "d": "no",
        "e": "2026-12-03",
        "f": "01067",
        "g": None,
        "h": "1e5",
    }
    assert source.data == expected
    assert str(source.data["a"]) == "30.70"
    assert not source.problems


@pytest.mark.parametrize("code", ["05358008", "01067", "007"])
def test_it_refuses_codes_without_quotes(tmp_path: Path, code: str) -> None:
    source = read(tmp_path, f"key:\n  postcode: {code}\n")
    (problem,) = source.problems
    assert (problem.line, problem.column) == (2, 13)
    assert f'"{code}"' in problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: 1\na: 2\n", 2, "twice"),
        ("base: &x {a: 1}\nb:\n  <<: *x\n", 3, "merges"),
        ("when: !has(answers.x)\n", 1, "tag"),
        ("a: b: c\n", 1, "YAML"),
    ],
)
def test_it_names_the_line_of_what_is_misspelt(tmp_path: Path, text: str, line: int, hint: str) -> None:
    problems = read(tmp_path, text).problems
    assert [problem.line for problem in problems] == [line]
    assert hint in problems[0].message


def test_it_says_that_a_file_is_missing_or_not_utf8(tmp_path: Path) -> None:
    assert "missing" in read_yaml(tmp_path / "none.yaml").problems[0].message
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe4\n")
    assert "UTF-8" in read_yaml(tmp_path / "latin.yaml").problems[0].message
