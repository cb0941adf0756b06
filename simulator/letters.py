"""The Latin letters of DIN 91379:2022 in a form of our own, and the form in which names are compared.

Source: DIN 91379:2022-08, String.Latin+ 1.2. Single code points are given as ranges, letters of several code
points as the marks that follow a base letter.
"""

import unicodedata
from functools import cache

SINGLE = (
    "0041-005A 0061-007A 00C0-00D6 00D8-00F6 00F8-017E 0187-0188 018F 0197 01A0-01A1 01AF-01B0 01B7 "
    "01CD-01DC 01DE-01DF 01E2-01F0 01F4-01F5 01F8-01FF 0212-0213 0218-021B 021E-021F 0227-0233 0259 "
    "0268 0292 1E02-1E03 1E06-1E07 1E0A-1E11 1E17 1E1C-1E2B 1E2F-1E37 1E3A-1E3B 1E40-1E49 1E52-1E5B "
    "1E5E-1E63 1E6A-1E6F 1E80-1E87 1E8C-1E97 1E9E 1EA0-1EF9"
)
MARKED = {
    "\u030b": "Aa",
    "\u0300": "CFGKMPSTZcfgkmpstz",
    "\u0304": "CFHKNPSTZcfhknpstz\u00db\u00fb\u1e32\u1e33\u1e62\u1e63\u1e6c\u1e6d\u1ee4\u1ee5",
    "\u0306": "CMNRZcmnrz\u00c7\u00e7",
    "\u0308": "CTZcz\u1ea0\u1ea1\u1ecc\u1ecd\u1ee4\u1ee5",
    "\u0315": "CKPTckpt\u010c\u010d",
    "\u0323": "CPcp\u010c\u010d",
    "\u0326": "CHKLNchkln\u017d\u017e",
    "\u0328\u0306": "Cc",
    "\u0302": "DKLMNdklmn",
    "\u0331": "HSs",
    "\u0301": "Jj\u00ff\u012a\u012b",
    "\u030c": "J",
    "\u0307": "KUku",
    "\u031b": "KTkt",
    "\u035fH": "K",
    "\u035fh": "Kk",
    "\u0325": "LRlr",
    "\u0325\u0304": "LRlr",
    "\u0310": "Mm",
    "\u031b\u0304": "Ss",
    "\u0327": "Zz\u017d\u017e",
    "\u030d": "\u0113\u014d",
}
TRANSLITERATED = str.maketrans(
    {
        "Æ": "AE", "Œ": "OE", "Ø": "OE", "Þ": "TH", "Ð": "D", "Đ": "D", "Ħ": "H", "Ĳ": "IJ", "Ł": "L",
        "Ŀ": "L", "Ŋ": "N", "Ŧ": "T", "Ƈ": "C", "Ə": "E", "Ɨ": "I", "Ʒ": "Z", "Ǥ": "G", "ĸ": "K", "ŉ": "N",
        "ẞ": "SS", "ß": "SS", "İ": "I", "ı": "I",
    }
)  # fmt: skip
UMLAUT, RING = "\u0308", "\u030a"


@cache
def letters() -> tuple[str, ...]:
    """All 649 Latin letters, those of several code points included, in NFC."""
    found: list[str] = []
    for part in SINGLE.split():
        first, _, last = part.partition("-")
        found += [chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)]
    for marks, bases in MARKED.items():
        found += [base + marks for base in bases]
    return tuple(found)


def _base(cluster: str) -> str:
    """Base letters of one decomposed letter; German umlauts and the ring count as two letters."""
    letter = cluster[0]
    if UMLAUT in cluster and letter in "AOU":
        return letter + "E"
    return "AA" if RING in cluster and letter == "A" else letter


def search_form(text: str) -> str:
    """Capitals without marks (`Müller` -> `MUELLER`), blanks collapsed: equal forms are equal names."""
    upper = "".join(c if c in "ŉĸß" else c.upper() for c in unicodedata.normalize("NFC", text))
    decomposed = unicodedata.normalize("NFD", upper.translate(TRANSLITERATED))
    plain, cluster = "", ""
    for sign in [*decomposed, " "]:
        if unicodedata.combining(sign) and cluster:
            cluster += sign
            continue
        plain += _base(cluster).translate(TRANSLITERATED) if cluster else ""
        cluster = sign
    words = "".join(c if c.isalnum() else " " for c in plain if c not in "'’ʹʺʾʿˈˌ‡`´").split()
    return " ".join(words)
