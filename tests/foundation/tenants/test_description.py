from collections.abc import Callable
from pathlib import Path

import pytest

from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.foundation.tenants.description import read_description
from modellkommune.foundation.tenants.errors import MunicipalityInvalid
from modellkommune.foundation.tenants.models import Municipality

GOOD = """\
format: 1
key: kleinstadt
name: Kleinstadt
ags: "01067000"
hosts: [kleinstadt.localhost]
demonstration: true
languages: [de, en]
contacts: {office: {de: Bürgeramt}}
"""
ALL = sorted(Path(__file__).parents[3].glob("municipalities/*/municipality.yaml"))


@pytest.fixture
def described(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        folder = tmp_path / "kleinstadt"
        folder.mkdir(exist_ok=True)
        (folder / "municipality.yaml").write_text(text, "utf-8")
        return folder

    return write


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.parent.name)
def test_the_municipalities_of_the_repository_can_be_read(file: Path) -> None:
    assert read_description(file.parent).key == file.parent.name


def test_it_refuses_an_unquoted_municipality_key(described: Callable[[str], Path]) -> None:
    with pytest.raises(MunicipalityInvalid, match=r"ags: .*quotes"):
        read_description(described(GOOD.replace('"01067000"', "1067000")))


def test_it_names_all_problems_at_once(described: Callable[[str], Path]) -> None:
    with pytest.raises(MunicipalityInvalid) as refusal:
        read_description(
            described(GOOD.replace("Kleinstadt", "''").replace("[kleinstadt.localhost]", "[Klein_Stadt]"))
        )
    assert [problem.split(":")[0] for problem in refusal.value.problems] == ["name", "hosts.0"]


@pytest.mark.parametrize("codes", ["K", "[k]", "[DN, '']", "[DN-AB]", "[KÖLN]", "[1]", "[D N]"])
def test_it_refuses_letters_with_which_no_plate_begins(described: Callable[[str], Path], codes: str) -> None:
    with pytest.raises(MunicipalityInvalid, match=r"plate_codes.*\[K\] or \[DN, JÜL\]"):
        read_description(described(f"{GOOD}plate_codes: {codes}\n"))


def test_it_reads_the_letters_with_which_plates_begin(described: Callable[[str], Path]) -> None:
    assert read_description(described(f"{GOOD}plate_codes: [DN, JÜL]\n")).plate_codes == ["DN", "JÜL"]
    assert read_description(described(GOOD)).plate_codes == []


def test_it_refuses_a_folder_of_another_name(described: Callable[[str], Path]) -> None:
    with pytest.raises(MunicipalityInvalid, match="not the name of the folder"):
        read_description(described(GOOD.replace("key: kleinstadt", "key: grossstadt")))


def test_it_says_where_the_yaml_is_broken(described: Callable[[str], Path]) -> None:
    with pytest.raises(MunicipalityInvalid, match="line 3"):
        read_description(described("format: 1\nkey: [\n"))


def test_it_says_that_the_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MunicipalityInvalid, match="missing"):
        read_description(tmp_path)


@pytest.mark.usefixtures("two_towns")
class TestLoading:
    def test_a_municipality_is_loaded_once_and_brought_up_to_date(
        self, described: Callable[[str], Path]
    ) -> None:
        load_municipality(described(GOOD))
        load_municipality(described(GOOD.replace("name: Kleinstadt", "name: Neustadt")))
        row = Municipality.objects.get(key="kleinstadt")
        assert (row.name, row.ags, row.hosts) == ("Neustadt", "01067000", ["kleinstadt.localhost"])
        assert row.profile["contacts"]["office"]["de"] == "Bürgeramt"

    def test_it_refuses_a_host_name_of_another_one(self, described: Callable[[str], Path]) -> None:
        with pytest.raises(MunicipalityInvalid, match=r"alpha\.localhost belongs to alpha"):
            load_municipality(described(GOOD.replace("kleinstadt.localhost", "alpha.localhost")))
