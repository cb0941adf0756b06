"""The second factor of staff: one-time codes (TOTP, RFC 6238), the secret sealed, each code good once."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import transaction
from django.db.models import QuerySet

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.keys.errors import SealBroken
from modellkommune.foundation.keys.master import current_head, mark_needed, unwrap, wrap

_USE: Final = "second factor of staff"
_USED: Final = "used"  # counter of the last code that was accepted, in Authenticator.data


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # django-allauth has no types
    """What django-allauth asks the house about second factors."""

    def encrypt(self, text: str) -> str:
        """Seal the secret: a copy of the database is not enough to make codes."""
        return wrap(_USE, text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open the secret."""
        return unwrap(_USE, bytes.fromhex(encrypted_text)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody takes her own second factor away; the operator does it after checking who asks."""
        return False


def has_second_factor(staff_id: int) -> bool:
    """Whether the account has one."""
    return bool(Authenticator.objects.filter(user_id=staff_id, type=Authenticator.Type.TOTP).exists())


def owners_of_second_factors(staff_ids: Iterable[int]) -> frozenset[int]:
    """Which of these accounts have one."""
    rows = Authenticator.objects.filter(user_id__in=staff_ids, type=Authenticator.Type.TOTP)
    return frozenset(rows.values_list("user_id", flat=True))


def set_second_factor(staff: Staff, secret: str) -> None:
    """Give the account a known secret (base32). Safe to repeat: a newer secret replaces the old one."""
    with transaction.atomic():
        remove_second_factor(staff)
        TOTP.activate(staff, secret)


def remove_second_factor(staff: Staff) -> bool:
    """Take the second factor away, so that the next log-in leads to its set-up; whether there was one."""
    gone, _ = Authenticator.objects.filter(user=staff).delete()
    return bool(gone)


def use_code(staff_id: int, code: str) -> bool:
    """Use up a code that has proved right; False if it, or a later one, was used before (ASVS 6.5.1)."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update()
        factor = rows.filter(user_id=staff_id, type=Authenticator.Type.TOTP).first()
        if factor is None:
            return False
        counter = _counter_of(SecondFactors().decrypt(factor.data["secret"]), code)
        if counter is None or counter <= factor.data.get(_USED, -1):
            return False
        factor.data[_USED] = counter
        factor.save(update_fields=["data"])
        return True


def second_factors_by_mark() -> dict[bytes, int]:
    """How many secrets lie under which master key, by its mark, see `keys.master.mark_needed`."""
    return dict(Counter(mark_needed(_USE, bytes.fromhex(factor.data["secret"])) for factor in _with_secret()))


def rewrap_second_factors() -> int:
    """Wrap all secrets under the master key in force; how many were changed. Safe to repeat.

    A secret that no master key opens stays as it is.
    """
    waiting = [factor.pk for factor in _with_secret() if not _is_current(factor)]
    return sum(map(_rewrap, waiting))


def _with_secret() -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")
    return rows


def _is_current(factor: Authenticator) -> bool:
    return bytes.fromhex(factor.data["secret"]).startswith(current_head())


def _rewrap(factor_id: int) -> bool:
    # Locked, because beside the secret lies which code was used last.
    with transaction.atomic():
        factor = _with_secret().select_for_update().filter(pk=factor_id).first()
        if factor is None or _is_current(factor):
            return False
        adapter = SecondFactors()
        try:
            factor.data["secret"] = adapter.encrypt(adapter.decrypt(factor.data["secret"]))
        except SealBroken:
            return False
        factor.save(update_fields=["data"])
        return True


def _counter_of(secret: str, code: str) -> int | None:
    wanted = code.replace(" ", "")
    counters = [
        counter
        for counter in yield_hotp_counters_from_time()
        if format_hotp_value(hotp_value(secret, counter)) == wanted
    ]
    return max(counters, default=None)
