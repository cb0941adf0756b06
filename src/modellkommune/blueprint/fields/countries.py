"""Countries whose cars are seen here, by the distinguishing sign on the plate (Vienna Convention)."""

from modellkommune.blueprint.schema.basis import Text

_LINES = """
D Deutschland|Germany
A Österreich|Austria
AL Albanien|Albania
AND Andorra|Andorra
B Belgien|Belgium
BG Bulgarien|Bulgaria
BIH Bosnien und Herzegowina|Bosnia and Herzegovina
BY Belarus|Belarus
CH Schweiz|Switzerland
CY Zypern|Cyprus
CZ Tschechien|Czechia
DK Dänemark|Denmark
E Spanien|Spain
EST Estland|Estonia
F Frankreich|France
FIN Finnland|Finland
FL Liechtenstein|Liechtenstein
GE Georgien|Georgia
GR Griechenland|Greece
H Ungarn|Hungary
HR Kroatien|Croatia
I Italien|Italy
IRL Irland|Ireland
IS Island|Iceland
L Luxemburg|Luxembourg
LT Litauen|Lithuania
LV Lettland|Latvia
M Malta|Malta
MC Monaco|Monaco
MD Moldau|Moldova
MNE Montenegro|Montenegro
N Norwegen|Norway
NL Niederlande|Netherlands
NMK Nordmazedonien|North Macedonia
P Portugal|Portugal
PL Polen|Poland
RKS Kosovo|Kosovo
RO Rumänien|Romania
RSM San Marino|San Marino
S Schweden|Sweden
SK Slowakei|Slovakia
SLO Slowenien|Slovenia
SRB Serbien|Serbia
TR Türkei|Türkiye
UA Ukraine|Ukraine
UK Vereinigtes Königreich|United Kingdom
USA Vereinigte Staaten|United States
XX anderes Land|another country
"""


def _countries() -> dict[str, Text]:
    rows = (line.partition(" ") for line in _LINES.strip().splitlines())
    return {sign: dict(zip(("de", "en"), names.split("|"), strict=True)) for sign, _, names in rows}


COUNTRIES: dict[str, Text] = _countries()
