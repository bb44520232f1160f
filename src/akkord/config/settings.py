"""One typed page of settings; every choice an operator has is an AKKORD_… environment variable.

`akkord up` needs none of them. What each means stands in docs/operators/settings.md.
"""

import os
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from .secret import secret_key
from .wiring import HOLDERS as HOLDERS
from .wiring import NAMES_APART as NAMES_APART
from .wiring import SCHEDULE as SCHEDULE
from .wiring import WAKES as WAKES

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]


def _choice(name: str, default: str, allowed: set[str]) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        raise SystemExit(f"{name}={value!r}: choose one of {', '.join(sorted(allowed))}")
    return value


def _words(name: str, default: str = "") -> list[str]:
    return [w for w in os.environ.get(name, default).replace(",", " ").split() if w]


# --- where state lives -------------------------------------------------------------------------------
DATA = Path(os.environ.get("AKKORD_DATA", ROOT / "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
SECRET_KEY = secret_key(DATA)
DEBUG = False

SITE_NAME = os.environ.get("AKKORD_NAME", "Akkord")
# Where people reach the site; also the origin line of the public log (without the scheme).
SITE_URL = os.environ.get("AKKORD_URL", "http://127.0.0.1:8000").rstrip("/")
_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    *_words("AKKORD_HOSTS", f"{urlsplit(SITE_URL).hostname} localhost 127.0.0.1 [::1]"),
    ".localhost",
]
if not _HTTPS:  # on a laptop the sample world maps 127.0.x.y to countries
    ALLOWED_HOSTS += [f"127.0.{n}.1" for n in range(1, 8)]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- law of the instance -----------------------------------------------------------------------------
# rights.md §5 rule 4: what becomes of a sound nobody knows. `strict` holds it, `default` plays and counts.
INSTANCE_MODE = _choice("AKKORD_MODE", "default", {"default", "strict"})
# rule 5(d): a recording whose owners do not add up to 100 % is held, or plays with the gap in escrow.
GAP_MODE = _choice("AKKORD_GAPS", "hold", {"hold", "escrow"})
# What parties without terms of their own are paid in (ISO 4217).
CURRENCY = os.environ.get("AKKORD_CURRENCY", "EUR").upper()
# The box must prove itself; "rlimits" is the operator's explicit weaker choice, shown on the admin page.
BOX_MODE = cast(Literal["full", "rlimits"], _choice("AKKORD_BOX", "full", {"full", "rlimits"}))
# Territory of 127.0.0.1 and of private networks; elsewhere the MaxMind-format file tells.
HOME_TERRITORY = os.environ.get("AKKORD_HOME_TERRITORY", "ZZ").upper()
# 127.0.1.0/24 = RU, 127.0.2.0/24 = DE, … so that territories can be tried by hand on a laptop.
LOOPBACK_TERRITORIES = _choice("AKKORD_LOOPBACK_TERRITORIES", "yes", {"yes", "no"}) == "yes"
GEOIP_FILE = os.environ.get("AKKORD_GEOIP")
TRUSTED_PROXIES = _words("AKKORD_TRUSTED_PROXIES")
# Who sends sound once it is decided: we, or the nginx before us (one of the proxies), a piece at a time.
BYTES = _choice("AKKORD_BYTES", "own", {"own", "nginx"})
if BYTES == "nginx" and not TRUSTED_PROXIES:
    raise SystemExit("AKKORD_BYTES=nginx needs AKKORD_TRUSTED_PROXIES: the address nginx asks from")
# Where files are kept: in the data folder, or s3://bucket/prefix?endpoint=https://…&region=…, of which the
# data folder then holds working copies. The key and its secret are never logged.
STORE = os.environ.get("AKKORD_STORE", "")
STORE_KEY = os.environ.get("AKKORD_STORE_KEY", "")
STORE_SECRET = os.environ.get("AKKORD_STORE_SECRET", "")
if STORE and (urlsplit(STORE).scheme != "s3" or not urlsplit(STORE).netloc):
    raise SystemExit("AKKORD_STORE: s3://bucket?endpoint=https://… is expected")
if STORE and not (STORE_KEY and STORE_SECRET):
    raise SystemExit("AKKORD_STORE needs AKKORD_STORE_KEY and AKKORD_STORE_SECRET")
MOST_COPY_BYTES = int(os.environ.get("AKKORD_MOST_COPIES_MB", "20000")) * 1024 * 1024
# Our own DDEX party id: deals for other services do not license us. Unset, a message's recipient is us.
DPID = os.environ.get("AKKORD_DPID", "").replace("-", "").upper()
# DDEX's schemas, which each operator takes under DDEX's licence; without them structure alone is checked.
DDEX_SCHEMAS = os.environ.get("AKKORD_DDEX_SCHEMAS", "")
# Where senders put batches (SFTP), each below a folder named by its DPID; empty: nothing is watched.
DELIVERIES = os.environ.get("AKKORD_DELIVERIES", "")
# Forms of sounds that players asked for; the least used leave when there is more.
MOST_RENDITION_BYTES = int(os.environ.get("AKKORD_MOST_RENDITIONS_MB", "20000")) * 1024 * 1024
MOST_PICTURE_BYTES = MOST_RENDITION_BYTES // 20  # covers in the sizes that were asked for
MOST_UPLOAD_BYTES = int(os.environ.get("AKKORD_MOST_UPLOAD_MB", "500")) * 1024 * 1024

# --- what is told outside -----------------------------------------------------------------------------
# Hooks of organisations and push services of browsers are reached by https on the public internet; "yes": by
# any address, for trying.
HOOKS_ANYWHERE = _choice("AKKORD_HOOKS_ANYWHERE", "no", {"yes", "no"}) == "yes"
# Where statements of reasons are sent (the EU's database, its address for many at once); empty: nowhere.
STATEMENTS_URL = os.environ.get("AKKORD_STATEMENTS_URL", "")
STATEMENTS_TOKEN = os.environ.get("AKKORD_STATEMENTS_TOKEN", "")
# Hosts to which members may have their listens told; "*" is any on the public internet. The key and its
# secret are the site's own at services of Last.fm's kind.
SCROBBLE_TO = _words("AKKORD_SCROBBLE_TO") or ["api.listenbrainz.org", "libre.fm", "ws.audioscrobbler.com"]
SCROBBLE_KEY = os.environ.get("AKKORD_SCROBBLE_KEY", "akkord")
SCROBBLE_SECRET = os.environ.get("AKKORD_SCROBBLE_SECRET", "")

# --- payments -----------------------------------------------------------------------------------------
# Who takes them: the operator confirms by hand, "test" lets anybody confirm their own (for trying only), or
# Stripe. The two secrets are never logged.
PAYMENTS = _choice("AKKORD_PAYMENTS", "byhand", {"byhand", "test", "stripe"})
STRIPE_ADDRESS = os.environ.get("AKKORD_STRIPE_ADDRESS", "https://api.stripe.com")
STRIPE_KEY = os.environ.get("AKKORD_STRIPE_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("AKKORD_STRIPE_WEBHOOK_SECRET", "")
if PAYMENTS == "stripe" and not (STRIPE_KEY and STRIPE_WEBHOOK_SECRET):
    raise SystemExit("AKKORD_PAYMENTS=stripe needs AKKORD_STRIPE_KEY and AKKORD_STRIPE_WEBHOOK_SECRET")

# --- database ----------------------------------------------------------------------------------------
_database = urlsplit(os.environ.get("AKKORD_DATABASE_URL", ""))
if _database.scheme in ("postgres", "postgresql"):
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(_database.path.lstrip("/")),
            "USER": unquote(_database.username or ""),
            "PASSWORD": unquote(_database.password or ""),
            "HOST": unquote(_database.hostname or ""),
            "PORT": str(_database.port or ""),
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 24, "timeout": 20}},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "akkord.flow.sqlite",
            "NAME": DATA / "akkord.sqlite3",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ":memory:"},
            "OPTIONS": {
                "timeout": 20,  # seconds; with the wait for a turn before it still less than a job's lease
                "transaction_mode": "IMMEDIATE",
                # FULL: what was acknowledged survives a power cut, not only a kill.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
                    " PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = os.environ.get("AKKORD_REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{'redis.RedisCache' if _redis else 'locmem.LocMemCache'}",
        "LOCATION": _redis or "akkord",
    }
}

# --- the house ---------------------------------------------------------------------------------------
OUR_APPS = [
    "akkord.flow.apps.FlowConfig",
    "akkord.sound.apps.SoundConfig",
    "akkord.ledger.apps.LedgerConfig",
    "akkord.people.apps.PeopleConfig",
    "akkord.groups.apps.GroupsConfig",
    "akkord.search.apps.SearchConfig",
    "akkord.board.apps.BoardConfig",
    "akkord.catalogue.apps.CatalogueConfig",
    "akkord.rights.apps.RightsConfig",
    "akkord.subscriptions.apps.SubscriptionsConfig",
    "akkord.music.apps.MusicConfig",
    "akkord.photos.apps.PhotosConfig",
    "akkord.documents.apps.DocumentsConfig",
    "akkord.podcasts.apps.PodcastsConfig",
    "akkord.wall.apps.WallConfig",
    "akkord.dialogs.apps.DialogsConfig",
    "akkord.cases.apps.CasesConfig",
    "akkord.deals.apps.DealsConfig",
    "akkord.royalties.apps.RoyaltiesConfig",
    "akkord.hooks.apps.HooksConfig",
    "akkord.disclosure.apps.DisclosureConfig",
    "akkord.feed.apps.FeedConfig",
    "akkord.archive.apps.ArchiveConfig",
    "akkord.care.apps.CareConfig",
    "akkord.alerts.apps.AlertsConfig",
    "akkord.openlog.apps.OpenlogConfig",
    "akkord.subsonic.apps.SubsonicConfig",
    "akkord.labels.apps.LabelsConfig",
    "akkord.staff.apps.StaffConfig",
    "akkord.web.apps.WebConfig",
    "akkord.config.apps.WiringConfig",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "akkord.web.middleware.Packed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "akkord.web.middleware.LanguageAndTheme",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "akkord.web.middleware.ListenerTerritory",
    "akkord.web.middleware.HereNow",
    "akkord.web.middleware.OneLook",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "akkord.web.middleware.SessionsSeen",
    "axes.middleware.AxesMiddleware",
    "akkord.api.auth.ScopeOfKey",
    "akkord.api.once.OnlyOnce",
]
ROOT_URLCONF = "akkord.config.urls"
WSGI_APPLICATION = "akkord.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCE / "web" / "pages"],
        "OPTIONS": {
            "environment": "akkord.web.jinja.environment",
            "context_processors": ["akkord.web.context.shell"],
        },
    },
    {  # for the pages a library brings
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "library_pages"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "akkord.web.context.shell",
            ]
        },
    },
]

TASKS = {"default": {"BACKEND": "akkord.flow.jobs.DatabaseBackend", "QUEUES": ["default"]}}

# --- accounts ----------------------------------------------------------------------------------------
# Who may make a page: everybody, whoever the staff lets in, or whoever a member invites.
SIGN_UP = _choice("AKKORD_SIGN_UP", "open", {"open", "approval", "invitation"})
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "akkord.web.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "akkord.web.accounts.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off, or a slow hand (RFC 6238, section 5.2: one step)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a second factor is worth having before the first letter was answered
USERSESSIONS_TRACK_ACTIVITY = True
# Beside allauth's own.
ACCOUNT_RATE_LIMITS = {"archive": "6/h/user", "bring_archive": "10/h/user", "sign_own_music": "30/h/user"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger's tries do not lock the owner out
AXES_USERNAME_FORM_FIELD = "login"
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_IPWARE_PROXY_COUNT = 0
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
if _mail := os.environ.get("AKKORD_SMTP"):
    _smtp = urlsplit(_mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = os.environ.get("AKKORD_MAIL_FROM", "akkord@localhost")

# --- safety ------------------------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; the laptop has no TLS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "akkord.web.plain.stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # what player/feed.js puts together
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- language, time, static --------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [SOURCE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"  # given from where they stand (web/statics.py)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "akkord.web.statics.Versioned"},
}

LOGGING_CONFIG = "akkord.config.logs.configure"
LOGGING = {"level": _choice("AKKORD_LOG", "info", {"debug", "info", "warning", "error"}).upper()}
