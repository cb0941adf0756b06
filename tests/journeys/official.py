"""An official at a browser: password and one-time code, each code good once."""

import time

from simulator.staff_page import PERIOD, one_time_code
from tests.journeys.resident import Resident

PASSWORD = "Parken-wie-zu-Hause"
CODE = "/amt/konto/code/"
ATTEMPTS = 2  # who is slow types a code that has run out, and takes the next
_used: dict[tuple[int, str], int] = {}


def log_in(official: Resident, login: str, path: str = "/amt/") -> None:
    """Show both factors; the code is computed as the telephone does."""
    official.go(path)
    official.fill(id_login=login, id_password=PASSWORD)
    official.press("Anmelden")
    for _ in range(ATTEMPTS):
        official.fill(id_code=fresh_code(official, login))
        official.press("Weiter")
        if official.path != CODE:
            return
    raise AssertionError(official.read())


def fresh_code(official: Resident, login: str) -> str:
    """The one-time code of this half minute, or of the next, which is accepted as well, if it is used up."""
    account = official.portal.port, login
    number = max(int(time.time()) // PERIOD, _used.get(account, 0) + 1)
    while number > int(time.time()) // PERIOD + 1:
        time.sleep(0.5)  # a third log-in within half a minute: as at a telephone, the next code has to come
    _used[account] = number
    secret = (official.portal.home / "secrets" / "demonstration-totp").read_text("ascii")
    return one_time_code(secret, number * PERIOD)
