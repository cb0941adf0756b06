"""What an installation may state from outside: every setting, typed, with its default and what it means.

Read once at start. Nonsense is refused, all of it at once, each with a sentence that says what to write.
`docs/settings.md` describes the same list; `tests/house` compares the two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from modellkommune import readable

REPOSITORY: Final = Path(__file__).resolve().parents[2]


class SettingsRefused(Exception):
    """The environment holds settings that make no sense."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Setting:
    """One environment variable: how it is read, what holds without it, what it means."""

    name: str
    read: Callable[[str], Any]
    default: str | None
    meaning: str


SETTINGS: Final = (
    Setting(
        "MODELLKOMMUNE_MODE",
        readable.choice("demonstration", "production"),
        "demonstration",
        "production refuses the embedded server, the simulator, demonstration data and test keys",
    ),
    Setting(
        "MODELLKOMMUNE_HOME",
        readable.folder,
        "var",
        "data folder: files, secrets and the embedded server's data",
    ),
    Setting(
        "MODELLKOMMUNE_CONTENT",
        readable.folder,
        str(REPOSITORY),
        "folder that holds blueprints/, surveys/ and municipalities/; without it the repository",
    ),
    Setting(
        "PORT", readable.number(1, 65534), "8000", "port of the web server; the simulator takes the next one"
    ),
    Setting("MODELLKOMMUNE_BIND", readable.text, "127.0.0.1", "address the web server listens on"),
    Setting(
        "MODELLKOMMUNE_PUBLIC_SCHEME",
        readable.choice("http", "https"),
        None,
        "how browsers reach the portals",
    ),
    Setting("MODELLKOMMUNE_PUBLIC_PORT", readable.number(1, 65535), None, "port that browsers use"),
    Setting(
        "MODELLKOMMUNE_BEHIND_PROXY",
        readable.yes_no,
        "no",
        "yes: believe X-Forwarded-Proto and -For of the proxy in front",
    ),
    Setting(
        "MODELLKOMMUNE_TRUSTED_PROXIES",
        readable.networks,
        "",
        "networks of the proxies in front whose X-Forwarded-For is believed, part by part from the right",
    ),
    Setting(
        "DATABASE_URL",
        readable.database,
        None,
        "PostgreSQL as the role that owns nothing; without it the embedded one",
    ),
    Setting(
        "DATABASE_OWNER_URL",
        readable.database,
        None,
        "the same database as the role that owns the tables; to migrate",
    ),
    Setting(
        "MODELLKOMMUNE_POOL_SIZE",
        readable.number(1, 100),
        "8",
        "most connections of one process to PostgreSQL",
    ),
    Setting(
        "MODELLKOMMUNE_MASTER_KEY", readable.master_key, None, "wraps every data key; lost means unreadable"
    ),
    Setting(
        "MODELLKOMMUNE_FORMER_MASTER_KEYS",
        readable.master_keys,
        None,
        "master keys that still open what they wrapped, the oldest last, apart by blanks",
    ),
    Setting("MODELLKOMMUNE_SECRET_KEY", readable.long_secret, None, "signs cookies and forms"),
    Setting("MODELLKOMMUNE_SIMULATOR_URL", readable.web_address, None, "simulator as browsers reach it"),
    Setting(
        "MODELLKOMMUNE_SIMULATOR_INTERNAL_URL",
        readable.web_address,
        None,
        "simulator as this server reaches it",
    ),
    Setting(
        "MODELLKOMMUNE_PAYMENT_URL",
        readable.web_address,
        None,
        "payment service (XBezahldienste) as this server reaches it",
    ),
    Setting(
        "MODELLKOMMUNE_OIDC_ISSUER",
        readable.web_address,
        None,
        "identity provider of residents, as it names itself",
    ),
    Setting(
        "MODELLKOMMUNE_OIDC_INTERNAL_URL",
        readable.web_address,
        None,
        "identity provider as this server reaches it; without it the issuer",
    ),
    Setting(
        "MODELLKOMMUNE_OIDC_CLIENT_ID",
        readable.text,
        "modellkommune-{municipality}",
        "what the provider calls us; {municipality} stands for the municipality's key",
    ),
    Setting(
        "MODELLKOMMUNE_OIDC_CLIENT_SECRET",
        readable.text,
        "",
        "secret for the provider; empty: a public client",
    ),
    Setting(
        "MODELLKOMMUNE_SESSION_LIMITS",
        readable.session_limits,
        "none=60/720 low=60/720 substantial=30/120 high=5/30",
        "residents: level=minutes idle/minutes in all (BSI TR-03172-3, 3.11.09)",
    ),
    Setting(
        "CRS_DIR",
        readable.folder,
        None,
        "a release of the OWASP Core Rule Set, beside the firewall's own rules",
    ),
    Setting(
        "MODELLKOMMUNE_STAFF_LIMITS", readable.minutes_pair, "60/600", "staff: minutes idle/minutes in all"
    ),
    Setting(
        "MODELLKOMMUNE_PROVIDER_ORIGINS",
        readable.origins,
        "",
        "origins of eID and payment pages, apart by blanks",
    ),
    Setting(
        "MODELLKOMMUNE_REGISTERS",
        readable.registers,
        None,
        "who serves which register; without it: the simulator, or nobody",
    ),
    Setting(
        "MODELLKOMMUNE_CLAMD",
        readable.daemon,
        None,
        "ClamAV's daemon, which looks through what people hand in; without it no original is given out",
    ),
    Setting(
        "MODELLKOMMUNE_MAP_TILES", readable.tiles, "", "tiles beneath the map of the zones; without it none"
    ),
    Setting(
        "MODELLKOMMUNE_MAP_CREDIT",
        readable.text,
        "",
        "whose tiles these are, as their licence wants it named",
    ),
    Setting(
        "MODELLKOMMUNE_MAIL_URL", readable.mail, None, "mail server; without it messages stay in the outbox"
    ),
    Setting("MODELLKOMMUNE_MAIL_FROM", readable.text, "noreply@localhost", "sender of mails"),
    Setting(
        "MODELLKOMMUNE_LOG_LEVEL",
        readable.choice("debug", "info", "warning", "error"),
        "info",
        "least severity that is written to the log",
    ),
    Setting(
        "MODELLKOMMUNE_LOG_FORMAT",
        readable.choice("json", "text"),
        None,
        "how lines are written; without it: text at a demonstration's terminal, otherwise json",
    ),
    Setting(
        "MODELLKOMMUNE_WITHHELD_WORDS",
        readable.words,
        "",
        "words that must stand on no page for residents, apart by commas; such a page is not sent",
    ),
    Setting("MODELLKOMMUNE_METRICS_TOKEN", readable.long_secret, None, "who brings it may read /metrics"),
    Setting(
        "MODELLKOMMUNE_METRICS_NETWORKS", readable.networks, "", "who comes from there may read /metrics"
    ),
    Setting(
        "MODELLKOMMUNE_KILL_AT",
        readable.text,
        None,
        "tests only: the process dies at the side effect of this name",
    ),
)


@dataclass(frozen=True)
class Environment:
    """The settings in force; `values` holds None where neither stated nor given by default."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def production(self) -> bool:
        """Whether this installation serves real people."""
        return bool(self["MODELLKOMMUNE_MODE"] == "production")

    @property
    def home(self) -> Path:
        """The data folder, absolute."""
        return Path(self["MODELLKOMMUNE_HOME"])

    @property
    def port(self) -> int:
        """Port of the web server."""
        return int(self["PORT"])


def _read_one(setting: Setting, stated: Mapping[str, str], problems: list[str]) -> Any:
    text = stated.get(setting.name) or setting.default
    if text is None or (text == "" and setting.default == ""):
        return setting.read("") if setting.default == "" else None
    try:
        return setting.read(text)
    except readable.NotReadable as refusal:
        problems.append(f"{setting.name} is not understood: {refusal}.")
        return None


def _unknown(stated: Mapping[str, str]) -> list[str]:
    known = {setting.name for setting in SETTINGS}
    return [
        f"{name} is no setting of Modellkommune: see docs/settings.md."
        for name in sorted(stated)
        if name.startswith("MODELLKOMMUNE_") and name not in known
    ]


def _missing_in_production(values: Mapping[str, Any]) -> list[str]:
    if values["MODELLKOMMUNE_MODE"] != "production":
        return []
    needed = (
        "DATABASE_URL",
        "MODELLKOMMUNE_MASTER_KEY",
        "MODELLKOMMUNE_SECRET_KEY",
        "MODELLKOMMUNE_MAIL_URL",
    )
    refused = ("MODELLKOMMUNE_SIMULATOR_URL", "MODELLKOMMUNE_SIMULATOR_INTERNAL_URL", "MODELLKOMMUNE_KILL_AT")
    return [f"{name} must be set in production." for name in needed if values[name] is None] + [
        f"{name} must not be set in production: it is for demonstrations and tests."
        for name in refused
        if values[name]
    ]


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    if values["MODELLKOMMUNE_MASTER_KEY"] in (values["MODELLKOMMUNE_FORMER_MASTER_KEYS"] or ()):
        return ["MODELLKOMMUNE_FORMER_MASTER_KEYS names the key in force: only those before it belong there."]
    return []


def read_environment(stated: Mapping[str, str]) -> Environment:
    """The settings stated in a mapping of environment variables.

    Raises SettingsRefused, with one sentence for each variable that is unknown, unreadable, missing
    or forbidden.
    """
    problems = _unknown(stated)
    values = {setting.name: _read_one(setting, stated, problems) for setting in SETTINGS}
    problems += _missing_in_production(values) + _contradictions(values)
    if problems:
        raise SettingsRefused(problems)
    return Environment(values)


def read_secret(environment: Environment, name: str, file_name: str) -> Any:
    """A secret from the environment or, in the demonstration, from the data folder; None if not made yet."""
    if environment[name] is not None or environment.production:
        return environment[name]
    path = environment.home / "secrets" / file_name
    if not path.is_file():
        return None
    setting = next(setting for setting in SETTINGS if setting.name == name)
    return setting.read(path.read_text("ascii").strip())


def read_demonstration_totp(environment: Environment) -> str:
    """The secret (base32) of the demonstration's staff for their second factor; empty in production."""
    path = environment.home / "secrets" / "demonstration-totp"
    return path.read_text("ascii").strip() if not environment.production and path.is_file() else ""
