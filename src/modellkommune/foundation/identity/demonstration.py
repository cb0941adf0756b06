"""Staff of a demonstration: one for each task, known to all who try it."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password

from modellkommune.foundation.identity import rights
from modellkommune.foundation.identity.commands import add_demonstration_staff, add_member
from modellkommune.foundation.identity.errors import NotADemonstration
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import has_second_factor, set_second_factor

PASSWORD: Final = "Parken-wie-zu-Hause"  # noqa: S105 printed by `make run`, refused in production
_PEOPLE: Final = (
    ("sachbearbeitung", "Kim Sachbearbeitung", rights.CLERK),
    ("schutz", "Mika Schutz", rights.PROTECTED_CLERK),
    ("verwaltung", "Robin Verwaltung", rights.ADMINISTRATOR),
    ("umfragen", "Sascha Umfragen", rights.SURVEY_AUTHOR),
    ("datenschutz", "Toni Datenschutz", rights.DATA_PROTECTION_OFFICER),
    ("erfassung", "Luca Erfassung", rights.PAPER_CLERK),
    ("erfassung2", "Nika Erfassung", rights.PAPER_CLERK),
    ("auswertung", "Jona Auswertung", rights.ANALYST),
    ("team", "Alex Team", rights.EMPLOYEE),
    ("team2", "Charlie Team", rights.EMPLOYEE),
    ("ideen", "Dominique Ideen", rights.IDEAS_COORDINATOR),
    ("gutachten", "Eike Gutachten", rights.IDEAS_ASSESSOR),
    ("ausschuss", "Finn Ausschuss", rights.IDEAS_COMMITTEE),
    ("personalrat", "Gerrit Personalrat", rights.STAFF_COUNCIL),
    ("infostand", "Helge Infostand", rights.STAND_STAFF),
    ("sicherheit", "Sidney Sicherheit", rights.SECURITY_STAFF),
)


@dataclass(frozen=True)
class DemonstrationAccount:
    """What somebody who tries the demonstration types to come in."""

    email: str
    password: str
    name: str
    role: str


def create_demonstration_staff(municipality: str) -> tuple[DemonstrationAccount, ...]:
    """Make the accounts of a town, inside its `with municipality(...)`. Safe to repeat.

    Their second factor is `settings.DEMO_TOTP_SECRET`; without one they set their own up at the first log-in.
    Raises NotADemonstration.
    """
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    stored = make_password(PASSWORD)  # once: it takes a fifth of a second, and everybody knows it
    return tuple(_account(_address(local, municipality), name, role, stored) for local, name, role in _PEOPLE)


def addresses(municipality: str) -> frozenset[str]:
    """Under which everybody could log in to the demonstration of a town."""
    return frozenset(_address(local, municipality) for local, _, _ in _PEOPLE)


def _address(local: str, municipality: str) -> str:
    return f"{local}@{municipality}.example"


def _account(email: str, name: str, role: str, stored: str) -> DemonstrationAccount:
    staff = Staff.objects.filter(email=email).first() or add_demonstration_staff(email, name, stored)
    add_member(staff, role)
    if settings.DEMO_TOTP_SECRET and not has_second_factor(staff.pk):
        set_second_factor(staff, settings.DEMO_TOTP_SECRET)
    return DemonstrationAccount(email, PASSWORD, name, role)
