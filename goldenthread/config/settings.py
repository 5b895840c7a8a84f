"""Settings, from the environment. What a deployment must set is said in the README.

The database: DATABASE_URL names a real server for the application role, DATABASE_OWNER_URL for the owner (it
migrates), DATABASE_IMPORTER_URL for the importer and DATABASE_WORKER_URL for work in the background. Without them the
embedded server is started and used. DATABASE_REPLICA_URL names a replica that long reads of pages go to.
"""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from csp.constants import NONCE, NONE, SELF

from goldenthread.access.rules import mfa_rule
from goldenthread.config import pool, postgres
from goldenthread.govuk.places import template_dirs

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = PROJECT / "goldenthread"
HOME = Path(os.environ.get("GOLDENTHREAD_HOME", PROJECT / ".local"))

DEMO = os.environ.get("GOLDENTHREAD_DEMO", "") == "1"
TESTING = os.environ.get("GOLDENTHREAD_TESTING", "") == "1"
DEBUG = False


def _secret():
    """The signing key: from the environment, or one of this installation's own, kept where only it can read."""
    if key := os.environ.get("GOLDENTHREAD_SECRET_KEY"):
        return key
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(os.urandom(48).hex())
    return file.read_text()


SECRET_KEY = _secret()
ALLOWED_HOSTS = os.environ.get("GOLDENTHREAD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "procrastinate.contrib.django",
    "goldenthread.govuk",
    "goldenthread.thread",
    "goldenthread.people",
    "goldenthread.access",
    "goldenthread.drafts",
    "goldenthread.background",
    "goldenthread.documents",
    "goldenthread.actions",
    "goldenthread.casework.families",
    "goldenthread.casework.cases",
    "goldenthread.casework.enquiry",
    "goldenthread.casework.harm",
    "goldenthread.casework.directwork",
    "goldenthread.casework.assessment",
    "goldenthread.casework.recommendations",
    "goldenthread.casework.orders",
    "goldenthread.casework.papers",
    "goldenthread.casework.courtfeed",
    "goldenthread.casework.filing",
    "goldenthread.oversight",
    "goldenthread.learning",
    "goldenthread.improvement",
    "goldenthread.boards",
    "goldenthread.notices",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldenthread.access.door.OneTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "goldenthread.access.door.Identify",
    "goldenthread.drafts.middleware.NothingTypedIsLost",
    "goldenthread.config.frame.Frame",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "goldenthread.access.door.Refuse",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": template_dirs(),
        "APP_DIRS": False,
        "OPTIONS": {"environment": "goldenthread.govuk.jinja.environment"},
    }
]

# --- the database -------------------------------------------------------------------------------------------

# Which role this process connects as: the web server is "app_web", what comes from the courts is "app_importer", the
# other work in the background is "app_worker", migrations are "app_owner".
ROLE = os.environ.get("GOLDENTHREAD_ROLE", "app_web")
DATABASE = os.environ.get("GOLDENTHREAD_DATABASE", "goldenthread")
# Connections of the web server: one for each request that it handles at once (`serve --threads` sees to it).
POOL = int(os.environ.get("GOLDENTHREAD_POOL", "8"))
_URL_OF_ROLE = {
    "app_web": "DATABASE_URL",
    "app_owner": "DATABASE_OWNER_URL",
    "app_importer": "DATABASE_IMPORTER_URL",
    "app_worker": "DATABASE_WORKER_URL",
    # Made for the time of one load into the embedded server (see `config/loader.py`).
    "app_loader": "GOLDENTHREAD_LOADER_URL",
}


def _database(url, waits=10):
    """`waits`: how many seconds a page may wait for a connection."""
    parts = urlsplit(url)
    config = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        # What else the address says, such as sslmode=verify-full, is for the connection itself.
        "OPTIONS": {"connect_timeout": waits, **dict(parse_qsl(parts.query))},
    }
    if ROLE == "app_web" and not TESTING:
        config["OPTIONS"]["pool"] = pool.options(size=POOL, waits=waits)
    return config


def _database_url():
    if url := os.environ.get(_URL_OF_ROLE[ROLE]):
        return url
    if os.environ.get("DATABASE_URL"):
        raise RuntimeError(f"DATABASE_URL is set; this command also needs {_URL_OF_ROLE[ROLE]}")
    archive = None if TESTING else postgres.archive_wanted()
    cluster = postgres.ensure(HOME / ("postgres-test" if TESTING else "postgres"), test=TESTING, archive=archive)
    return cluster.url(ROLE, DATABASE)


DATABASES = {"default": _database(_database_url())}
# What reads from there, and when it reads from the primary after all: goldenthread/access/replica.py.
DATABASE_ROUTERS = ["goldenthread.access.replica.Router"]
# No more than a minute: for so long a case that is restricted now may still be found by others on the replica.
REPLICA_LAG_SECONDS = min(float(os.environ.get("GOLDENTHREAD_REPLICA_LAG_SECONDS", "10")), 60)
if ROLE == "app_web" and (_replica_url := os.environ.get("DATABASE_REPLICA_URL")):
    DATABASES["replica"] = _database(_replica_url, waits=2)

# --- signing in ---------------------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goldenthread.config.errors.stale_token"
# Cookies leave only over TLS, but for the demonstration, which is served on this machine's own address.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 60 * 60 * 24 * 365
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("GOLDENTHREAD_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The identity provider (OpenID Connect). Without an issuer nobody signs in but by the demonstration's own page, or by
# an emergency account. What each is for, and what Microsoft Entra ID and others need, is in the README.
OIDC_ISSUER = os.environ.get("GOLDENTHREAD_OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("GOLDENTHREAD_OIDC_CLIENT_ID", "")
OIDC_SCOPES = os.environ.get("GOLDENTHREAD_OIDC_SCOPES", "openid email")
OIDC_SUBJECT_CLAIM = os.environ.get("GOLDENTHREAD_OIDC_SUBJECT_CLAIM", "sub")
OIDC_EMAIL_CLAIM = os.environ.get("GOLDENTHREAD_OIDC_EMAIL_CLAIM", "email")
OIDC_EMAIL_VERIFIED_CLAIM = os.environ.get("GOLDENTHREAD_OIDC_EMAIL_VERIFIED_CLAIM", "email_verified")
# What proves a second factor: claim:value,value;claim:value. There is no way to ask for none.
OIDC_MFA = os.environ.get("GOLDENTHREAD_OIDC_MFA", "amr:mfa")
OIDC_ACR_VALUES = os.environ.get("GOLDENTHREAD_OIDC_ACR_VALUES", "")
OIDC_CLAIMS = os.environ.get("GOLDENTHREAD_OIDC_CLAIMS", "")
OIDC_LEEWAY_SECONDS = int(os.environ.get("GOLDENTHREAD_OIDC_LEEWAY_SECONDS", "60"))
OIDC_TIMEOUT_SECONDS = float(os.environ.get("GOLDENTHREAD_OIDC_TIMEOUT_SECONDS", "5"))


def _from_file_or(name):
    """A secret from the environment, or from the file that the environment names."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    return os.environ.get(name, "")


OIDC_CLIENT_SECRET = _from_file_or("GOLDENTHREAD_OIDC_CLIENT_SECRET")
if OIDC_ISSUER and not (OIDC_ISSUER.startswith("https://") or DEMO):
    raise RuntimeError("GOLDENTHREAD_OIDC_ISSUER must begin with https://")
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise RuntimeError("GOLDENTHREAD_OIDC_ISSUER is set; GOLDENTHREAD_OIDC_CLIENT_ID must be set too")
mfa_rule(OIDC_MFA)  # said at the start, and not at the first sign-in, when it names nothing

# The emergency account, for when the provider is down: closed unless it is asked for.
LOCAL_ACCOUNTS = os.environ.get("GOLDENTHREAD_LOCAL_ACCOUNTS", "") == "1"
LOCAL_SESSION_MINUTES = int(os.environ.get("GOLDENTHREAD_LOCAL_SESSION_MINUTES", "60"))
LOCAL_IDLE_MINUTES = int(os.environ.get("GOLDENTHREAD_LOCAL_IDLE_MINUTES", "10"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

SIGN_IN_IDLE_MINUTES = int(os.environ.get("GOLDENTHREAD_IDLE_MINUTES", "30"))
DRAFT_DAYS = int(os.environ.get("GOLDENTHREAD_DRAFT_DAYS", "14"))
FEED_FILE_LIMIT_MB = int(os.environ.get("GOLDENTHREAD_FEED_LIMIT_MB", "64"))
# The zone of a time in the courts' feeds that names none. Not confirmed by HMCTS (its hearing service keeps UTC): read
# as local, a hearing that is an hour off is an hour too early, and nobody comes late.
FEED_ZONE = ZoneInfo(os.environ.get("GOLDENTHREAD_FEED_ZONE", "Europe/London"))


def _court(name):
    """How one court's service is reached: its own variable, or the one that both courts share."""

    def told(what, from_file=False):
        read = _from_file_or if from_file else lambda variable: os.environ.get(variable, "")
        return read(f"GOLDENTHREAD_{name}_{what}") or read(f"GOLDENTHREAD_COURT_{what}")

    return {
        "address": os.environ.get(f"GOLDENTHREAD_{name}_URL", ""),
        "token_url": told("TOKEN_URL"),
        "client_id": told("CLIENT_ID"),
        "client_secret": told("CLIENT_SECRET", True),
        "username": told("USERNAME"),
        "password": told("PASSWORD", True),
        "scope": told("SCOPE") or "openid profile roles",
        "lease_url": told("LEASE_URL"),
        "service": told("SERVICE"),
        "service_secret": told("SERVICE_SECRET", True),
    }


# The courts' services. Addresses come from here alone; a feed without one is not asked.
COURTS = {name: _court(name) for name in ("PRIVATELAW", "PUBLICLAW")}
COURT_CONNECT_SECONDS = float(os.environ.get("GOLDENTHREAD_COURT_CONNECT_SECONDS", "10"))
COURT_DEADLINE_SECONDS = float(os.environ.get("GOLDENTHREAD_COURT_DEADLINE_SECONDS", "60"))
COURT_DOCUMENT_LIMIT_MB = int(os.environ.get("GOLDENTHREAD_COURT_DOCUMENT_LIMIT_MB", "100"))
# A certificate authority of the courts' own, as a file; otherwise the public ones.
COURT_CA = os.environ.get("GOLDENTHREAD_COURT_CA", "")
# What changed less than so long ago may not be found yet.
COURT_SETTLE_SECONDS = int(os.environ.get("GOLDENTHREAD_COURT_SETTLE_SECONDS", "120"))
# What the clock of a question to a court may mean (see casework/courtfeed/walk.py): each is asked.
COURT_ZONES = [ZoneInfo(z) for z in os.environ.get("GOLDENTHREAD_COURT_ZONES", "Europe/London,UTC").split(",")]
# Where the first walk of a feed begins: so many hours back. `courtfeed poll --since` goes further.
COURT_FIRST_HOURS = int(os.environ.get("GOLDENTHREAD_COURT_FIRST_HOURS", "24"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A file that is sent stays in memory while it is looked at, up to this; what is larger is read past and refused.
UPLOAD_LIMIT_MB = int(os.environ.get("GOLDENTHREAD_UPLOAD_LIMIT_MB", "20"))
FILE_UPLOAD_HANDLERS = ["goldenthread.govuk.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- e-mail -------------------------------------------------------------------------------------------------

# Notices that something waits, with no content. Without a server nothing is sent, and the page says so.
EMAIL_BACKEND = "goldenthread.notices.smtp.Backend"
EMAIL_HOST = os.environ.get("GOLDENTHREAD_MAIL_HOST", "")
# STARTTLS, TLS from the first byte, or NONE: only for a server on this machine.
MAIL_TLS = os.environ.get("GOLDENTHREAD_MAIL_TLS", "STARTTLS").upper()
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_TLS == "STARTTLS", MAIL_TLS == "TLS"
EMAIL_PORT = int(os.environ.get("GOLDENTHREAD_MAIL_PORT", {"STARTTLS": "587", "TLS": "465"}.get(MAIL_TLS, "25")))
EMAIL_HOST_USER = os.environ.get("GOLDENTHREAD_MAIL_USER", "")
EMAIL_HOST_PASSWORD = _from_file_or("GOLDENTHREAD_MAIL_PASSWORD")
EMAIL_TIMEOUT = float(os.environ.get("GOLDENTHREAD_MAIL_TIMEOUT_SECONDS", "20"))
DEFAULT_FROM_EMAIL = os.environ.get("GOLDENTHREAD_MAIL_FROM", "")
MAIL_REPLY_TO = os.environ.get("GOLDENTHREAD_MAIL_REPLY_TO", "")
# Where people find the product, for the addresses in a notice; without it they say the path alone.
SITE_ADDRESS = os.environ.get("GOLDENTHREAD_ADDRESS", "").rstrip("/")
MAIL_DIGEST_AT = dt.time.fromisoformat(os.environ.get("GOLDENTHREAD_MAIL_DIGEST_AT", "08:00"))
if MAIL_TLS not in {"STARTTLS", "TLS", "NONE"}:
    raise RuntimeError("GOLDENTHREAD_MAIL_TLS must be STARTTLS, TLS or NONE")
if MAIL_TLS == "NONE" and EMAIL_HOST not in {"", "127.0.0.1", "::1", "localhost"}:
    raise RuntimeError("GOLDENTHREAD_MAIL_TLS is NONE: that is for a server on this machine alone")
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise RuntimeError("GOLDENTHREAD_MAIL_HOST is set; GOLDENTHREAD_MAIL_FROM must be set too")

# --- work in the background ---------------------------------------------------------------------------------

# A job that is done, given up or left to a later one is removed after so many days; a failed one waits to be seen.
JOB_DAYS = int(os.environ.get("GOLDENTHREAD_JOB_DAYS", "14"))
# How long a worker that is asked to stop waits for what it is doing; then it gives it back.
WORKER_STOP_SECONDS = float(os.environ.get("GOLDENTHREAD_WORKER_STOP_SECONDS", "30"))
# A worker that has shown no life for so long is taken for lost, and what it was doing is done again by another.
WORKER_LOST_SECONDS = float(os.environ.get("GOLDENTHREAD_WORKER_LOST_SECONDS", "30"))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A nightly job is made up for when the service was off at its hour.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}
# Jobs of the tests' own, for tests with real worker processes.
PROCRASTINATE_IMPORT_PATHS = [m for m in os.environ.get("GOLDENTHREAD_TEST_JOBS", "").split(",") if m and TESTING]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- languages, time, files ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
LOCAL_ZONE = ZoneInfo(TIME_ZONE)

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEMO or TESTING:
    # Served from where they were built: nothing to collect before the first page.
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Nothing of a request but its route and its outcome goes to a log: a path holds identifiers, never names, and
# a traceback is cut to its code places (see `goldenthread.config.logs`).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "goldenthread.config.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "goldenthread": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # It quotes addresses, and with them what was asked.
        "urllib3": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
