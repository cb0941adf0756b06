"""The types of fields. A new one: copy the module most like it and add a line to KINDS and AnySpec."""

from typing import Annotated

from pydantic import Field as Choose

from modellkommune.blueprint.fields.address import AddressKind, AddressSpec
from modellkommune.blueprint.fields.base import Kind
from modellkommune.blueprint.fields.choice import ChoiceKind, ChoiceSpec
from modellkommune.blueprint.fields.consent import ConsentKind, ConsentSpec
from modellkommune.blueprint.fields.date import DateKind, DateSpec
from modellkommune.blueprint.fields.email import EmailKind, EmailSpec
from modellkommune.blueprint.fields.group import GroupKind, GroupSpec
from modellkommune.blueprint.fields.iban import IbanKind, IbanSpec
from modellkommune.blueprint.fields.information import InformationKind, InformationSpec
from modellkommune.blueprint.fields.money import MoneyKind, MoneySpec
from modellkommune.blueprint.fields.name import NameKind, NameSpec
from modellkommune.blueprint.fields.number import NumberKind, NumberSpec
from modellkommune.blueprint.fields.phone import PhoneKind, PhoneSpec
from modellkommune.blueprint.fields.plate import PlateKind, PlateSpec
from modellkommune.blueprint.fields.text import LongTextKind, LongTextSpec, TextKind, TextSpec
from modellkommune.blueprint.fields.upload import UploadKind, UploadSpec
from modellkommune.blueprint.fields.yes_no import YesNoKind, YesNoSpec

KINDS: dict[str, Kind] = {
    "text": TextKind(),
    "long-text": LongTextKind(),
    "name": NameKind(),
    "e-mail": EmailKind(),
    "phone": PhoneKind(),
    "date": DateKind(),
    "number": NumberKind(),
    "money": MoneyKind(),
    "yes-no": YesNoKind(),
    "iban": IbanKind(),
    "choice": ChoiceKind(),
    "licence-plate": PlateKind(),
    "address": AddressKind(),
    "upload": UploadKind(),
    "information": InformationKind(),
    "consent": ConsentKind(),
}
KINDS["group"] = GroupKind(KINDS)

AnySpec = Annotated[
    TextSpec
    | LongTextSpec
    | NameSpec
    | EmailSpec
    | PhoneSpec
    | DateSpec
    | NumberSpec
    | MoneySpec
    | YesNoSpec
    | IbanSpec
    | ChoiceSpec
    | PlateSpec
    | AddressSpec
    | UploadSpec
    | InformationSpec
    | ConsentSpec
    | GroupSpec,
    Choose(discriminator="type"),
]
