"""The authenticator app of the tests."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(later: int = 0) -> str:
    """The code of this half minute, or of a later one."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + later))
