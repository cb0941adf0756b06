"""Reading municipalities/<key>/municipality.yaml."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from modellkommune.foundation.tenants.errors import MunicipalityInvalid

FILE = "municipality.yaml"

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,38}[a-z0-9]$")]
Ags = Annotated[str, StringConstraints(pattern=r"^\d{8}$")]
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
Host = Annotated[str, StringConstraints(pattern=rf"^{_LABEL}(\.{_LABEL})*$", max_length=253)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
PlateCode = Annotated[str, StringConstraints(pattern=r"^[A-ZÄÖÜ]{1,3}$")]
Language = Literal["de", "en", "de-leicht"]


class Description(BaseModel):
    """A municipality as its folder describes it. What is not named here (branding, ...) is kept as it is.

    plate_codes: the letters with which plates begin here; hints show the first.
    """

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, JsonValue]

    format: Literal[1]
    key: Key
    name: Text
    ags: Ags
    hosts: list[Host] = Field(min_length=1)
    demonstration: bool
    languages: list[Language] = Field(min_length=1)
    services: list[Text] = []
    plate_codes: list[PlateCode] = []


def read_description(folder: Path) -> Description:
    """Read the description in `folder`, named like its key. Raises `MunicipalityInvalid`, with all."""
    file = folder / FILE
    document = _document(file)
    try:
        description = Description.model_validate(document)
    except ValidationError as refusal:
        raise MunicipalityInvalid(file, [_sentence(problem) for problem in refusal.errors()]) from None
    if description.key != folder.resolve().name:
        raise MunicipalityInvalid(file, [f"key: {description.key} is not the name of the folder"])
    return description


def _document(file: Path) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    except FileNotFoundError:
        raise MunicipalityInvalid(file, ["the file is missing"]) from None
    except (YAMLError, UnicodeDecodeError) as refusal:
        raise MunicipalityInvalid(file, [f"is no YAML in UTF-8: {refusal}"]) from None


def _sentence(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "the file"
    hint = ""
    if problem["type"] == "string_type":
        hint = ' (put codes into quotes: "05358008")'
    if problem["loc"][0] == "plate_codes":
        hint = " (a list of the letters with which plates begin here: [K] or [DN, JÜL])"
    return f"{place}: {problem['msg']}{hint}"
