"""What honest people type into structured fields and what their browsers send, by hand or by chance."""

import base64
import string
import uuid
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

STRUCTURED: Final = Path(__file__).parent / "structured.txt"
"""Names, firms, places, numbers, one a line."""
REFERERS: Final = (
    "https://www.google.com/",
    "https://www.google.de/search?q=parkausweis+d%C3%BCren&oq=be&aqs=chrome..69i57j0l5&sourceid=chrome",
    "https://www.bing.com/search?q=parkausweis+%22d%C3%BCren%22+select+a+plan&form=QBLH&sp"
    "=-1&pq=parkausweis&sc=8-8",
    "https://duckduckgo.com/?q=wo+parken%3F+%26+wie&t=h_&ia=web",
    "https://yandex.ru/search/?text=%D0%BF%D0%B0%D1%80%D0%BA%D0%BE%D0%B2%D0%BA%D0%B0&lr=213",
    "https://www.startpage.com/do/search?query=parken+d%C3%BCren&cat=web&pl=opensearch",
    "https://t.co/aB3dEf9hIj",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fduesten.example%2F%3Ffbclid%3DIwAR0x-Y_z"
    "&h=AT0kz--x&__tn__=*I-y&c[0]=A",
    "https://de.wikipedia.org/wiki/D%C3%BCren_(Stadt)#Verkehr",
    "https://outlook.office365.com/owa/?ae=Folder&path=/mail",
    "android-app://com.google.android.googlequicksearchbox/",
    "https://town.example/anliegen/parkausweis/?schritt=2&zone=B(1)&utm_source=newsletter&utm_medium=e-mail",
)
BROWSERS: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Edg/131.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 14; SM-A546B; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/130.0 Mobile"
    " Safari/537.36 [FBAN/EMA;FBLC/de_DE;FBAV/430.0.0.10.105;]",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6",
    "Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.8",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; .NET CLR 3.5.30729; InfoPath.2)",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; de) Presto/2.8.119 Version/11.10",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/5.0 TV"
    " Safari/538.1",
    "NVDA-Reader/1.0 (barrierefrei; +https://example.org/nvda)",
)
LANGUAGES: Final = (
    "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
    "tr-TR,tr;q=0.9,de;q=0.8",
    "ar,en-US;q=0.7,en;q=0.3",
    "*",
    "zh-Hans-CN, zh;q=0.9, *;q=0.5",
)
COOKIES: Final = (
    "_ga=GA1.2.1234567890.1700000000; _gid=GA1.2.987.1700",
    "_pk_id.1.abcd=1a2b3c4d5e6f.1700000000.; _pk_ses.1.abcd=1",
    'consent={"stats":false,"v":2}; theme=dark',
    "cookieconsent_status=dismiss; lang=de;"
    " __utmz=1.1700000000.1.1.utmcsr=google|utmccn=(organic)|utmcmd=organic",
    "OptanonConsent=isGpcEnabled=0&datestamp=Sun+Nov+29+2026+07%3A25%3A00+GMT%2B0100+(CET)&groups=C0001%3A1",
    "euconsent-v2=CPabcd--AAAA_w.YAAAAAAAAAAA; addtl_consent=1~39.43.46.55.61.70",
)
_URLSAFE: Final = string.ascii_letters + string.digits + "-_"


def structured() -> tuple[str, ...]:
    """Values of structured fields, written by hand."""
    return tuple(STRUCTURED.read_text("utf-8").splitlines())


def tokens(draw: Random, count: int) -> Iterator[str]:
    """Random words of every kind that the portal or an identity provider gives out; `count` of each kind."""
    for _ in range(count):
        size = draw.randint(8, 64)
        yield str(uuid.UUID(int=draw.getrandbits(128), version=4))
        yield _word(draw, string.ascii_letters + string.digits, draw.choice((8, 12, 32, 64)))
        yield _word(draw, _URLSAFE, draw.choice((8, 10, 16, 22, 43, 86)))
        yield base64.b64encode(draw.randbytes(size)).decode()
        yield draw.randbytes(size).hex()
        yield f"{draw.randrange(10**6):06}"
        yield _word(draw, "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8)
        yield "-".join(_word(draw, string.ascii_uppercase + string.digits, 4) for _ in range(3))
        yield f"{_word(draw, _URLSAFE, 20)}:{_word(draw, _URLSAFE, 6)}:{_word(draw, _URLSAFE, 43)}"
        yield ".".join(base64.urlsafe_b64encode(draw.randbytes(30)).decode().rstrip("=") for _ in range(3))
        yield _word(draw, string.ascii_lowercase + string.digits, draw.choice((6, 10, 26)))
        yield _word(draw, string.ascii_lowercase, draw.choice((6, 10, 16)))


def _word(draw: Random, alphabet: str, length: int) -> str:
    return "".join(draw.choices(alphabet, k=length))
