"""What people, programs and attackers send: texts of all scripts, signs nobody sees, forms, cookies."""

import os
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

SHARE: Final = int(os.environ.get("HOSTILE_EXAMPLES", "1"))
"""So many times the usual number of examples are tried: HOSTILE_EXAMPLES=50 for a night."""


def tried(examples: int) -> settings:
    """The same examples in every run; more of them, and different ones, only when somebody asks for it."""
    return settings(
        max_examples=examples * SHARE,
        derandomize=SHARE == 1,
        database=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.large_base_example,
            HealthCheck.data_too_large,
        ],
    )


# A letter or two of every script: those of DIN 91379 first, then others, written in both directions.
SCRIPTS: Final = {
    "latin": "aÄßŻðþ",
    "latin with accents": "M̂ịx̌ĉk̲",
    "greek": "Ωήλ",
    "cyrillic": "Щјѝ",
    "arabic": "محمد",
    "hebrew": "שלום",
    "devanagari": "नमस्ते",
    "thai": "สมชาย",
    "han": "王小明",
    "hangul": "김철수",
    "kana": "さくら",
    "georgian": "ნინო",
    "armenian": "Արամ",
    "ethiopic": "ሰላም",
    "runes": "ᚠᚢᚦ",
    "gothic": "𐌰𐍄𐍄𐌰",
    "mathematical": "𝓐𝔫𝕟𝖆",
    "fullwidth": "Ａｎｎａ",
    "emoji": "👩‍👩‍👧🇩🇪🧑🏽",
}
UNSEEN: Final = (
    "\u200b\u200c\u200d\u2060\ufeff",  # zero width
    "\u202eanna\u202c",  # read backwards
    "\u2066a\u2069\u200f\u061c",
    "a\u0301\u0302\u0303\u0304" + "\u0335" * 60,  # marks on top of each other
    "\u00ad\u180e\u034f",
    "\x01\x07\x1b[31m\x7f\x85",
    "\x00",
    "anna\x00",
    "\ufffe\uffff\U0010ffff",
    "\ufffd",
    "\u2028\u2029",
    "\r\n\t",
    "\u3164\u115f",  # fillers that count as letters
    "\ue000",
)
ATTACKS: Final = (
    "' OR '1'='1' --",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}{% debug %}",
    "%s%n%(x)s{0}{x.__class__}",
    "\r\nSet-Cookie: a=b",
    "../../../../etc/passwd",
    "${jndi:ldap://x}",
    "javascript:alert(1)",
    "//evil.example",
    "&lt;&amp;&#39;",
    "-1",
    "9" * 40,
    "1e309",
    "NaN",
    "0x10",
    "None",
    "true",
    "[]",
)

scripts = st.builds(
    lambda signs, times: (signs * times)[:300], st.sampled_from(sorted(SCRIPTS.values())), st.integers(1, 60)
)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
texts = st.one_of(st.sampled_from((*UNSEEN, *ATTACKS)), scripts, anything)
names = st.one_of(
    st.sampled_from(
        ["wish", "remove", "_fields", "code", "number", "antrag", "declared", "file", "text", "fall", "login"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
forms = st.dictionaries(names, st.one_of(texts, st.lists(texts, max_size=3)), max_size=6)
queries = st.dictionaries(
    st.one_of(
        st.sampled_from(
            [
                "sprache",
                "suche",
                "adresse",
                "next",
                "ohne",
                "stufe",
                "zurueck",
                "antrag",
                "state",
                "code",
                "anhalten",
                "zahlung",
                "fall",
                "nach",
                "ab",
                "laden",
                "eingereicht",
                "error",
                "iss",
            ]
        ),
        names,
    ),
    texts,
    max_size=4,
)
_header = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=200)
headers = st.dictionaries(
    st.sampled_from(
        [
            "accept",
            "accept-language",
            "accept-encoding",
            "user-agent",
            "referer",
            "origin",
            "range",
            "if-none-match",
            "if-modified-since",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-request-id",
            "authorization",
            "forwarded",
            "x-http-method-override",
            "expect",
        ]
    ),
    st.one_of(_header, st.sampled_from(ATTACKS)),
    max_size=3,
)
_cookie = st.one_of(
    _header,
    st.sampled_from(
        [r'"\000\000\000\000\000\000\000\000\000"', '"', "=", ";;;", "a" * 5000, "%00", "ÿ" * 40]
    ),
)
cookies = st.dictionaries(
    st.sampled_from(["resident", "login", "staff", "form", "language", "messages", "sessionid", "x y", ""]),
    _cookie,
    max_size=3,
).map(lambda jar: "; ".join(f"{name}={value}" for name, value in jar.items()))
content_types = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=none",
        "application/json",
        "text/xml",
        "text/plain; charset=base64",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x; charset=base64",
        "multipart/form-data; boundary=x; charset=idna",
        "multipart/form-data; boundary=x; charset=utf-7",
        "multipart/form-data; boundary=x; charset=utf-16",
        "multipart/form-data; boundary=ü",
        "multipart/mixed; boundary=x",
        "",
        ";;;",
        "a/b/c; x=\x01",
    ]
)
PART: Final = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhallo\xff\x00\r\n--x--\r\n'
bodies = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            PART,
            PART[:-6],
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="..\\..\\a\x00.pdf"\r\n'
            b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--\r\n",
            b"&".join(b"a%d=1" % number for number in range(600)),
            b"text=%ff%fe%00%ud800&&&=&=x&%",
            b"{" * 5000,
            b'{"transactionId": "' + b"\\ud800" + b'"}',
            b'{"transactionId": 1e999}',
        ]
    ),
)
