"""In which municipalities something waits to be taken up by itself.

Row level security shows the application one municipality at a time, and asking five hundred of them ten
questions each, every minute, takes half of that minute. So the owner, who sees all rows, owns functions that
answer with keys of municipalities and names of matters and nothing else. What waits there exactly the
application reads itself, inside the municipality. The functions are made anew after each migration (see
`portals/operator/installation/rounds.py`).
"""

from typing import Final

from django.db import connection

from modellkommune.foundation.tenants import clock

UNCHECKED: Final = "unchecked"
SILENT: Final = "silent"
PAYMENTS: Final = "payments"
OVERDUE: Final = "overdue"
REFUSALS: Final = "refusals"
MAILS: Final = "mails"
DRAFTS: Final = "drafts"
DESKS: Final = "desks"
SESSIONS: Final = "sessions"
KEYS: Final = "keys"
DECIDED: Final = "decided"
HEAD: Final = "head"
REMINDERS: Final = "reminders"
RETENTION: Final = "retention"
REMOVED: Final = "removed"
UNFETCHED: Final = "unfetched"
QUARANTINED: Final = "quarantined"
STRAYS: Final = "strays"
OLD_MAILS: Final = "old_mails"
FIGURES: Final = "figures"
INCIDENTS: Final = "incidents"
SECURITY_REPORT: Final = "security_report"

_NEW_DAY: Final = """FROM public.journal_link WHERE municipality_id = town.key AND NOT EXISTS (
        SELECT FROM public.journal_head head WHERE head.municipality_id = town.key AND head.day = of_day)"""

CONDITIONS: Final = {
    UNCHECKED: "FROM public.cases_case WHERE municipality_id = town.key AND state = 'checking'",
    SILENT: """FROM public.checks_checkrun run JOIN public.cases_case c ON c.id = run.case_id
        WHERE run.municipality_id = town.key AND NOT (run.silent = '{}') AND c.state = 'review'""",
    PAYMENTS: """FROM public.payments_payment
        WHERE municipality_id = town.key AND state IN ('due', 'started')""",
    OVERDUE: """FROM public.payments_payment WHERE municipality_id = town.key
        AND state IN ('due', 'started', 'failed') AND due_on < of_day""",
    REFUSALS: """FROM public.decisions_decision
        WHERE municipality_id = town.key AND outcome = 'refused' AND document = ''""",
    MAILS: """FROM public.mail_message WHERE municipality_id = town.key AND state = 'queued'
        AND (attempts = 0 OR next_try_at <= today)""",
    DRAFTS: """FROM public.drafts_draft
        WHERE municipality_id = town.key AND NOT submitted AND expires_at < today""",
    DESKS: """FROM public.files_storedfile WHERE municipality_id = town.key
        AND owner LIKE 'late:%'""",
    SESSIONS: """FROM public.identity_residentsession
        WHERE municipality_id = town.key AND (last_seen < today - interval '1 day'
        OR key_id IS NOT NULL AND last_seen < today - interval '1 minute')""",
    KEYS: """FROM public.keys_datakey WHERE municipality_id = town.key
        AND destroyed_at IS NOT NULL AND destroyed_at > today - interval '7 days'""",
    RETENTION: """FROM public.cases_case
        WHERE municipality_id = town.key AND look_on <= of_day""",
    QUARANTINED: """FROM public.files_storedfile
        WHERE municipality_id = town.key AND state = 'quarantined'""",
    REMOVED: "FROM public.files_removedpath WHERE municipality_id = town.key",
    DECIDED: """FROM public.cases_case c JOIN public.decisions_decision decision
        ON decision.municipality_id = c.municipality_id AND decision.case_id = c.id
        WHERE c.municipality_id = town.key AND c.state IN ('granted', 'paid')""",
    UNFETCHED: _NEW_DAY,
    REMINDERS: _NEW_DAY,
    STRAYS: _NEW_DAY,
    OLD_MAILS: _NEW_DAY,
    FIGURES: _NEW_DAY,
    INCIDENTS: _NEW_DAY,
    SECURITY_REPORT: _NEW_DAY,
    HEAD: _NEW_DAY,
}
"""Each matter with the rows that mean it: SQL over `town` (a municipality), `today` and `of_day`.

A condition may be wider than what is done then, never narrower.
"""

_ROUND: Final = "SELECT municipality, matters FROM modellkommune_waiting(%s, %s)"
_UNSEALED: Final = "SELECT municipality FROM modellkommune_unsealed()"


def waiting() -> dict[str, frozenset[str]]:
    """The municipalities in which something waits, each with its matters (keys of `CONDITIONS`)."""
    with connection.cursor() as cursor:
        cursor.execute(_ROUND, [clock.now(), clock.today()])
        return {town: frozenset(matters) for town, matters in cursor.fetchall()}


def unsealed() -> tuple[str, ...]:
    """The municipalities in which journal entries wait for the sealer."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        return tuple(town for (town,) in cursor.fetchall())
