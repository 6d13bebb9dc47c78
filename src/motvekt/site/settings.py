"""Django's settings. What an installation decides comes from `env.py`; everything else is decided here."""

from __future__ import annotations

from csp.constants import NONE, SELF

from motvekt.guide.kinds import LANGUAGE_NAMES
from motvekt.site import env

ENVIRONMENT = env.read()

SECRET_KEY = ENVIRONMENT.secret
DEBUG = False
# The Host header is judged by the areas' hosts (guide.middleware). An address is built from it only where an area names
# the host, on the way to https.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "motvekt.vault",
    "motvekt.audit",
    "motvekt.web",
    "motvekt.organisations",
    "motvekt.guide",
    "motvekt.dossiers",
    "motvekt.reports",
    "motvekt.consultations",
    "motvekt.concerns",
    "motvekt.overview",
    "motvekt.administration",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
]

# What a process is for: `site/public_urls.py` and decision 32.
PART = ENVIRONMENT.part
IS_PUBLIC_PART: bool = PART == env.PUBLIC

MIDDLEWARE = [
    "motvekt.web.health.Health",
    "motvekt.guide.kept.KeptPages",
    "django.middleware.security.SecurityMiddleware",
    "motvekt.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motvekt.guide.middleware.EditionInForce",
    "django.middleware.common.CommonMiddleware",
    "motvekt.organisations.middleware.Inside",
    "motvekt.access.middleware.Guard",
]

ROOT_URLCONF = "motvekt.site.urls"
if IS_PUBLIC_PART:
    MIDDLEWARE.remove("motvekt.organisations.middleware.Inside")
    ROOT_URLCONF = "motvekt.site.public_urls"
WSGI_APPLICATION = "motvekt.site.wsgi.application"
AUTH_USER_MODEL = "organisations.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "motvekt.guide.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "motvekt.guide.templatetags.guide",
            ],
        },
    },
]

DATABASES = env.databases(ENVIRONMENT)
# Who the tables belong to on PostgreSQL: `site.database_roles` logs in as them to migrate, to back up and to restore.
DATABASE_OWNERS = env.owners(ENVIRONMENT)
# Who the public part logs in as, where it has a role of its own.
DATABASE_PUBLIC_ROLE = ENVIRONMENT.public_role
# The key store is a database of its own: whoever takes the other one reads nothing that is sealed.
DATABASE_ROUTERS = ["motvekt.vault.router.KeyStore"]
MASTER_KEY = ENVIRONMENT.master_key
SHRED_JOURNAL = ENVIRONMENT.shred_journal
PUBLIC_KEYS = ENVIRONMENT.public_keys

# A task is a row of the transaction that it belongs to; `motvekt work` does it afterwards.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
# None: letters wait in their rows.
MAIL = None if IS_PUBLIC_PART else ENVIRONMENT.mail

LANGUAGE_CODE = "nb"
LANGUAGES = list(LANGUAGE_NAMES.items())
USE_I18N = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Designsystemet draws its icons as data: images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # Search results as one types.
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS_ONLY = ENVIRONMENT.https
if HTTPS_ONLY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Not for subdomains: those below a municipality's host may be others'.
    SECURE_HSTS_SECONDS = 63_072_000

# Cookies are for those who sign in: `organisations.middleware` runs sessions and forms below this path alone.
SESSION_ENGINE = "motvekt.organisations.sessions"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/inne/"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = [
    f"{'__Secure-' if HTTPS_ONLY else ''}motvekt-{name}" for name in ("okt", "skjema")
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Not "Strict": whoever follows a link in a mail has signed in already.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
# The cookies go with the browser; the row ends after the hours above in any case.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
# Which providers of sign-on there are, and what reads the file that says so.
OPENID = None if IS_PUBLIC_PART else ENVIRONMENT.openid
OPENID_READER = "motvekt.site.sign_on.read_providers"
# No form takes a file: what is sent as one is read and dropped, and never fills the disk.
FILE_UPLOAD_HANDLERS: list[str] = []
CSRF_FAILURE_VIEW = "motvekt.organisations.stale.stale_form"

LEAVE_URL = ENVIRONMENT.leave_url
# Whether the invented cast may sign in without a password. `env.py` refuses it together with https.
DEMO = ENVIRONMENT.demo

# Neither visitors, addresses, query strings nor the words of an error are ever logged: `web/logs.py`.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request": {"()": "motvekt.web.logs.WithoutRequest"}},
    "formatters": {"json": {"()": "motvekt.web.logs.Json"}, "line": {"()": "motvekt.web.logs.Line"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.log, "filters": ["no_request"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
