"""The family of a browser and of its system: enough to recognise one's own device, and no more."""

from typing import Final

from django.http import HttpRequest

from modellkommune.pages.wording import say

# In this order: many browsers also name those they descend from.
_BROWSERS: Final = (
    ("SamsungBrowser/", "samsung"),
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("CriOS/", "chrome"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("CrOS", "chromeos"),
    ("Linux", "linux"),
)
_NAMES: Final = {
    "samsung": "Samsung Internet", "edge": "Edge", "opera": "Opera", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari", "iphone": "iPhone", "ipad": "iPad", "android": "Android", "windows": "Windows",
    "mac": "Mac", "chromeos": "ChromeOS", "linux": "Linux",
}  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Browser and system such as "firefox-windows"; "" or half of it where they are not known."""
    said = request.headers.get("User-Agent", "")[:400]
    found = (_first(said, _BROWSERS), _first(said, _SYSTEMS))
    return "-".join(part for part in found if part)


def device_name(device: str, language: str) -> str:
    """A device in words: "Firefox, Windows"."""
    names = [_NAMES[part] for part in device.split("-") if part in _NAMES]
    return ", ".join(names) or say("sessions.unknown_device", language)


def _first(said: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign in said), "")
