"""Django's settings, made from the environment (see docs/settings.md). Wiring: nobody imports it."""

import os
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from modellkommune.environment import (
    SettingsRefused,
    read_demonstration_totp,
    read_environment,
    read_secret,
)
from modellkommune.portals.operator.installation.embedded import database_urls

try:
    _environment = read_environment(os.environ)
except SettingsRefused as refusal:
    raise SystemExit(str(refusal)) from None

MODELLKOMMUNE_HOME = _environment.home
CONTENT_FOLDER = _environment["MODELLKOMMUNE_CONTENT"]
PRODUCTION = _environment.production
DEMONSTRATION = not PRODUCTION
CLOCK_FILE = MODELLKOMMUNE_HOME / "clock" if DEMONSTRATION else None

# Empty until `modellkommune run` has made them; both refuse to be used while empty.
MASTER_KEY: bytes = read_secret(_environment, "MODELLKOMMUNE_MASTER_KEY", "master-key") or b""
FORMER_MASTER_KEYS: tuple[bytes, ...] = (
    read_secret(_environment, "MODELLKOMMUNE_FORMER_MASTER_KEYS", "former-master-keys") or ()
)
SECRET_KEY: str = read_secret(_environment, "MODELLKOMMUNE_SECRET_KEY", "django-secret") or ""

PORT = _environment.port
PUBLIC_SCHEME = _environment["MODELLKOMMUNE_PUBLIC_SCHEME"] or ("https" if PRODUCTION else "http")
PUBLIC_PORT = _environment["MODELLKOMMUNE_PUBLIC_PORT"] or (443 if PUBLIC_SCHEME == "https" else PORT)
SIMULATOR_URL = _environment["MODELLKOMMUNE_SIMULATOR_URL"] or f"http://localhost:{PORT + 1}"
SIMULATOR_INTERNAL_URL = (
    _environment["MODELLKOMMUNE_SIMULATOR_INTERNAL_URL"] or f"http://127.0.0.1:{PORT + 1}"
)
if PRODUCTION:
    SIMULATOR_URL = SIMULATOR_INTERNAL_URL = ""
PAYMENT_URL = _environment["MODELLKOMMUNE_PAYMENT_URL"] or (
    SIMULATOR_INTERNAL_URL and f"{SIMULATOR_INTERNAL_URL}/payment"
)
PAYMENT_CALLBACK_PATH = "/rueckmeldung/zahlung/"
KILL_AT = _environment["MODELLKOMMUNE_KILL_AT"] or ""
# Empty where there is no identity provider: then residents go on without a log-in.
OIDC_ISSUER = _environment["MODELLKOMMUNE_OIDC_ISSUER"] or (SIMULATOR_URL and f"{SIMULATOR_URL}/oidc")
OIDC_INTERNAL_URL = _environment["MODELLKOMMUNE_OIDC_INTERNAL_URL"] or (
    _environment["MODELLKOMMUNE_OIDC_ISSUER"] or (SIMULATOR_INTERNAL_URL and f"{SIMULATOR_INTERNAL_URL}/oidc")
)
OIDC_CLIENT_ID = _environment["MODELLKOMMUNE_OIDC_CLIENT_ID"]
OIDC_CLIENT_SECRET = _environment["MODELLKOMMUNE_OIDC_CLIENT_SECRET"]
RESIDENT_SESSION_LIMITS = _environment["MODELLKOMMUNE_SESSION_LIMITS"]
STAFF_SESSION_LIMITS = _environment["MODELLKOMMUNE_STAFF_LIMITS"]
# Capability -> (provider, address). Without a contract nobody answers, and a person looks at the case.
REGISTERS: dict[str, tuple[str, str]] = {
    "population-register": ("http", f"{SIMULATOR_INTERNAL_URL}/registers/population/query"),
    "vehicle-register": ("http", f"{SIMULATOR_INTERNAL_URL}/registers/vehicles/query"),
}
if PRODUCTION:
    REGISTERS = dict.fromkeys(REGISTERS, ("none", ""))
REGISTERS |= _environment["MODELLKOMMUNE_REGISTERS"] or {}

CLAMD = _environment["MODELLKOMMUNE_CLAMD"]

MAIL_URL = _environment["MODELLKOMMUNE_MAIL_URL"]
MAIL_FROM = _environment["MODELLKOMMUNE_MAIL_FROM"]
_mail = urlsplit(MAIL_URL or "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MAIL_URL
    else "modellkommune.foundation.messages.providers.outbox.OutboxBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or (465 if _mail.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and bool(_mail.username)
EMAIL_TIMEOUT = 10  # seconds

DEBUG = False
# What the firewall is told of the forms; it knows nothing of the house itself.
CRS_DIR = _environment["CRS_DIR"]
FIREWALL_POLICY = "modellkommune.pages.inspection.policy"
WITHHELD_WORDS = _environment["MODELLKOMMUNE_WITHHELD_WORDS"]
# Which hosts exist is data (municipalities); pages answer 404 for any other.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "modellkommune.urls"
WSGI_APPLICATION = "modellkommune.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "modellkommune.foundation.tenants",
    "modellkommune.foundation.keys",
    "modellkommune.foundation.journal",
    "modellkommune.foundation.catalogue",
    "modellkommune.foundation.places",
    "modellkommune.foundation.registers",
    "modellkommune.foundation.files",
    "modellkommune.foundation.messages",
    "modellkommune.foundation.documents",
    "modellkommune.foundation.identity",
    "modellkommune.foundation.alerting",
    "modellkommune.foundation.guarding",
    "modellkommune.foundation.health",
    "modellkommune.casework.cases",
    "modellkommune.casework.drafts",
    "modellkommune.casework.applications",
    "modellkommune.casework.checks",
    "modellkommune.casework.fees",
    "modellkommune.casework.decisions",
    "modellkommune.casework.payments",
    "modellkommune.casework.permits",
    "modellkommune.participation.surveys",
    "modellkommune.participation.ideas",
    "modellkommune.participation.outreach",
    "modellkommune.workflow",
    "modellkommune.pages",
    "modellkommune.portals.citizen",
    "modellkommune.portals.clerk",
    "modellkommune.portals.employee",
    "modellkommune.portals.kiosk",
    "modellkommune.portals.machine",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "modellkommune.portals.machine.health.answer_health",
    "modellkommune.portals.machine.metrics.answer_metrics",
    "modellkommune.portals.machine.observing.observe",
    "django.middleware.security.SecurityMiddleware",
    "modellkommune.pages.middleware.state_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "modellkommune.pages.middleware.guard_personal_pages",
    "modellkommune.pages.withholding.withhold_leaks",
    "modellkommune.pages.refusals.refuse_odd_requests",
    "modellkommune.pages.middleware.choose_language",
    "modellkommune.pages.blocked.say_why_blocked",
    "modellkommune.pages.middleware.choose_municipality",
    "modellkommune.pages.limiting.limit_requests",
    "modellkommune.pages.uploads.refuse_huge_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "modellkommune.pages.context.page",
            ],
        },
    }
]


def _database(url: str, *, pooled: bool) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    options: dict[str, Any] = {
        key: value
        for key, value in parts.items()
        if key not in ("user", "password", "host", "port", "dbname")
    }
    if pooled:
        # Statements are planned once a connection: with row level security planning costs more than running.
        options |= {"server_side_binding": True, "prepare_threshold": 2}
        # A pool, because persistent connections leak under the web server's threads.
        options["pool"] = {"min_size": 1, "max_size": _environment["MODELLKOMMUNE_POOL_SIZE"], "timeout": 10}
    return {
        "ENGINE": "modellkommune.foundation.tenants.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": options,
    }


_application_url, _owner_url = database_urls(_environment)
DATABASES = {
    "default": _database(_application_url, pooled=True),
    "owner": _database(_owner_url, pooled=False),
}

# How often somebody tried to come in is known to every process, and after a restart (see `migrate`).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "identity.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "modellkommune.foundation.identity.house_words.HouseWordsValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Staff come in through django-allauth, under /amt/ only: no sign-up, no mails, always a second factor.
ACCOUNT_ADAPTER = "modellkommune.portals.clerk.accounts.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted by portals/clerk/attempts.py: by account alone, strangers could lock staff out.
ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": "120/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/amt/konto/anmelden/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/amt/"
MFA_ADAPTER = "modellkommune.foundation.identity.second_factor.SecondFactors"
MFA_FORMS = {
    "authenticate": "modellkommune.portals.clerk.account_forms.CodeForm",
    "reauthenticate": "modellkommune.portals.clerk.account_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Modellkommune"
MFA_TOTP_TOLERANCE = 1
DEMO_TOTP_SECRET = read_demonstration_totp(_environment)

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = True
USE_TZ = True
# Stored in UTC, shown in legal time (TR-03172-3, 3.2.07).
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = MODELLKOMMUNE_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # What people hand in, sealed before it gets here. Any storage of Django's can take its place.
    "files": {
        "BACKEND": "modellkommune.foundation.files.storage.LastingStorage",
        "OPTIONS": {
            "location": MODELLKOMMUNE_HOME / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["modellkommune.pages.uploads.BoundedUploads"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 40

_secure = PUBLIC_SCHEME == "https"
_prefix = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{_prefix}staff"
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = STAFF_SESSION_LIMITS[1] * 60  # not shorter than staff may stay
CSRF_COOKIE_NAME = f"{_prefix}form"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "modellkommune.pages.errors.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
BEHIND_PROXY = _environment["MODELLKOMMUNE_BEHIND_PROXY"]
TRUSTED_PROXIES = _environment["MODELLKOMMUNE_TRUSTED_PROXIES"]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The visitor's address is the last that X-Forwarded-For names: the proxy itself has written that one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)

# Browsers apply form-action to the redirects after a form as well: paying and logging in lead to these.
_provider_origins = _environment["MODELLKOMMUNE_PROVIDER_ORIGINS"] or (
    (SIMULATOR_URL,) if DEMONSTRATION else ()
)
MAP_TILES = _environment["MODELLKOMMUNE_MAP_TILES"]
MAP_CREDIT = _environment["MODELLKOMMUNE_MAP_CREDIT"]
_tile_origins = ["{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES))] if MAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_tile_origins],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *_provider_origins],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Imported by the worker when it starts; whoever gives an order imports the job itself.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [
    "modellkommune.workflow.jobs",
    "modellkommune.participation.ideas.jobs",
    "modellkommune.participation.outreach.jobs",
    "modellkommune.participation.surveys.jobs",
]

METRICS_TOKEN = _environment["MODELLKOMMUNE_METRICS_TOKEN"] or ""
METRICS_NETWORKS = _environment["MODELLKOMMUNE_METRICS_NETWORKS"]

_log_format = _environment["MODELLKOMMUNE_LOG_FORMAT"] or (
    "text" if DEMONSTRATION and sys.stderr.isatty() else "json"
)
_log_level = _environment["MODELLKOMMUNE_LOG_LEVEL"].upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "modellkommune.foundation.tenants.logs.JsonLine"},
        "text": {"()": "modellkommune.foundation.tenants.logs.ReadableLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": _log_format}},
    "root": {"handlers": ["console"], "level": "ERROR" if _log_level == "ERROR" else "WARNING"},
    "loggers": {
        "modellkommune": {"level": _log_level},
        "django": {"handlers": [], "level": "NOTSET"},
        # Every request has a line of its own, which says the same of those that were refused.
        "django.request": {"level": "ERROR"},
    },
}
