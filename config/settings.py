"""All settings, in one file, from the environment. Each variable is described in docs/reference/settings.md."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import database
from config.environment import env_bool, env_int, env_list, env_own_machine, env_text
from config.keys import Keys

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env_text("YICHUANG_DATA", str(ROOT / "data"))).absolute()
KEYS = Keys(DATA / "keys")
# The key that seals personal data from now on; all keys up to this number open what they sealed.
FIELD_KEY_NUMBER = env_int("YICHUANG_FIELD_KEY_NUMBER", 1)
# "aes" (AES-256-GCM, HMAC-SHA-256) or "sm" (SM4-GCM, HMAC-SM3). Chosen once: what was found by an index of one suite
# is not found by the other.
SEALED_SUITE = env_text("YICHUANG_SEALED_SUITE", "aes")

# --- Who and where -----------------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = KEYS.text("django")
HTTPS = env_bool("YICHUANG_HTTPS", False)
PUBLIC_ADDRESS = env_text("YICHUANG_PUBLIC_ADDRESS", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env_list("YICHUANG_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
BEHIND_PROXY = env_bool("YICHUANG_BEHIND_PROXY", False)
# Live screens come from a process of their own. Behind nginx it has the same address (0); ./run has no nginx.
LIVE_PORT = env_int("YICHUANG_LIVE_PORT", 0)

# --- What it is made of ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "django_htmx",
    "yichuang.base",
    "yichuang.people",
    "yichuang.offices",
    "yichuang.catalogue",
    "yichuang.documents",
    "yichuang.cases",
    "yichuang.delivery",
    "yichuang.fees",
    "yichuang.notifications",
    "yichuang.web",
]
MIDDLEWARE = [
    "yichuang.web.middleware.whole_request.WholeRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yichuang.web.middleware.powers.PowersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yichuang.web.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.web.middleware.actor.ActorMiddleware",
    "yichuang.web.middleware.idle.IdleMiddleware",
    "yichuang.web.middleware.gate.GateMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yichuang.web.kit.look.context",
            ],
        },
    },
]

# --- Database ----------------------------------------------------------------------------------------------------

# Web processes set YICHUANG_DB_POOL to their number of threads, so that each thread always finds a connection and
# none is ever opened in the middle of a request; commands and workers need no pool.
DATABASE_URL = env_text("DATABASE_URL")
DATABASES = {
    "default": database.connection_settings(
        url=DATABASE_URL,
        data=DATA,
        pool=env_int("YICHUANG_DB_POOL", 0),
        statement_seconds=env_int("YICHUANG_DB_STATEMENT_SECONDS", 30),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- Language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Sessions, cookies, headers ----------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env_int("YICHUANG_SESSION_SECONDS", 10 * 3600)
STAFF_IDLE_SECONDS = env_int("YICHUANG_STAFF_IDLE_SECONDS", 15 * 60)
PUBLIC_IDLE_SECONDS = env_int("YICHUANG_PUBLIC_IDLE_SECONDS", 30 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yichuang.web.kit.errors.csrf_failure"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS and not BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "frame-src": [SELF],
        "connect-src": [SELF, f"*:{LIVE_PORT}"] if LIVE_PORT else [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Neighbours --------------------------------------------------------------------------------------------------

# Who is asked whether a promise of an applicant may be taken.
CREDIT_REGISTER = env_text("YICHUANG_CREDIT_REGISTER", "yichuang.cases.promises.credit.NoRegister")

# --- Files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("YICHUANG_STATIC_ROOT", str(DATA / "static")))
# Stored files (uploads, letters, certificates) lie below FILES_ROOT, or in a bucket when one is named.
FILES_ROOT = Path(env_text("YICHUANG_FILES_ROOT", str(DATA / "files")))
S3_BUCKET = env_text("YICHUANG_S3_BUCKET")
S3_ENDPOINT = env_text("YICHUANG_S3_ENDPOINT")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": S3_BUCKET, "endpoint_url": S3_ENDPOINT or None},
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}}
    ),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # nginx reads them
    },
}
UPLOAD_LIMIT = env_int("YICHUANG_UPLOAD_MEGABYTES", 20) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# A virus scanner, as "unix:/run/clamav/clamd.ctl" or "tcp:host:3310"; when one is named and cannot be reached,
# uploads are refused.
CLAMAV = env_text("YICHUANG_CLAMAV")

# --- Devices of the window ---------------------------------------------------------------------------------------

# The address of the program on the window's own PC that reads cards and scans (docs/how-to/devices.md), such as
# http://127.0.0.1:8765; "" when there is none. Only pages that take in papers may ask it.
DEVICES = env_own_machine("YICHUANG_DEVICES")

# --- Handing over ------------------------------------------------------------------------------------------------

# Classes behind the ports to a courier firm and to the machines of the lockers (yichuang/delivery/adapters).
COURIER_SERVICE = env_text("YICHUANG_COURIER", "yichuang.delivery.adapters.couriers.ByHand")
LOCKER_SERVICE = env_text("YICHUANG_LOCKER", "yichuang.delivery.adapters.lockers.ByHand")

# --- Shared papers -----------------------------------------------------------------------------------------------

# The class behind the port to what other bodies share (yichuang/cases/registers.py); by default only what this centre
# issued itself is looked up.
SHARED_REGISTER = env_text("YICHUANG_REGISTER", "yichuang.cases.registers.OwnResults")

# --- Paying ------------------------------------------------------------------------------------------------------

# Classes behind the ports to the platforms for payment on line and for electronic bills (yichuang/fees/adapters.py),
# and the key with which the platform signs what it tells (docs/how-to/fees.md); without a key nothing is believed.
PAYMENT_PLATFORM = env_text("YICHUANG_PAYMENT", "yichuang.fees.adapters.Nobody")
VOUCHER_PLATFORM = env_text("YICHUANG_VOUCHERS", "yichuang.fees.adapters.Nobody")
PAYMENT_KEY = env_text("YICHUANG_PAYMENT_KEY")
# For yichuang.fees.signed_lists.SignedLists: where the platform lays its lists, and its page, with {bill} in it.
PAYMENT_LISTS = env_text("YICHUANG_PAYMENT_LISTS")
PAYMENT_ADDRESS = env_text("YICHUANG_PAYMENT_ADDRESS")

# --- News --------------------------------------------------------------------------------------------------------

# The class behind the port to whoever sends text messages (yichuang/notifications/adapters.py).
TEXT_SERVICE = env_text("YICHUANG_SMS", "yichuang.notifications.adapters.Nobody")

# --- Jobs --------------------------------------------------------------------------------------------------------

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Log: what happened to the machine, never to a person --------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env_text("YICHUANG_LOG_LEVEL", "WARNING")},
    "loggers": {
        "yichuang": {"level": env_text("YICHUANG_LOG_LEVEL", "INFO")},
        # Whoever is refused is answered in a sentence; only failures of ours deserve a line with its traceback.
        "django.request": {"level": "ERROR"},
        # Statements carry personal data in their parameters; they are not logged at any level.
        "django.db.backends": {"handlers": [], "propagate": False},
    },
}
