"""Pages, sign-in and security headers."""

import os
import tomllib
from pathlib import Path

from kizuki.core.refusal import Refused
from kizuki.settings.database import INSTALLED_APPS as STORED_APPS
from kizuki.settings.secret import secret_key

_CHECKOUT = Path(__file__).resolve().parents[3]
_ROOT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()

VAR = Path(os.environ.get("KIZUKI_VAR") or _ROOT / "var")
"""Where the running system keeps its own files: the key, the collected static files."""

SECRET_KEY = os.environ.get("KIZUKI_SECRET_KEY") or secret_key(VAR / "secret-key")
DEBUG = False

# Hosts are named one by one: a pattern would also let in names that nobody here has chosen.
_LOCAL_HOSTS = ("localhost", "127.0.0.1")
ALLOWED_HOSTS = (os.environ.get("KIZUKI_HOSTS") or ",".join(_LOCAL_HOSTS)).replace(" ", "").split(",")
_OTHER_HOSTS = [host for host in ALLOWED_HOSTS if host not in _LOCAL_HOSTS]

INSTALLED_APPS = [*STORED_APPS, "django.contrib.staticfiles", "kizuki.web"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kizuki.web.middleware.compressing.compressing",
    "kizuki.web.middleware.headers.headers",
    # Refuses a request for a host that is not named, before anything else looks at it.
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kizuki.web.middleware.idle.idle",
    "kizuki.web.middleware.reading.reading",
    "kizuki.web.middleware.drafts.drafts",
    "kizuki.web.middleware.language.language",
    "kizuki.web.middleware.asking.asking",
    # Every page asks who is there, unless the view says that it needs no one.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "kizuki.settings.urls"
WSGI_APPLICATION = "kizuki.web.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "autoescape": True,
            "context_processors": ["kizuki.web.context.page_context"],
            "builtins": [
                f"kizuki.web.templatetags.{name}"
                for name in ("words", "days", "tables", "icons", "documents", "lists")
            ],
        },
    }
]

LANGUAGE_CODE = "ja"
USE_I18N = True

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "kizuki.web.pages.errors.form_expired"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


def idle_minutes(text: str) -> int:
    """After how many minutes without use a session ends; `Refused` for what no page could warn of."""
    if text not in ("15", "30", "60", "120"):
        raise Refused("KIZUKI_IDLE_MINUTES", f"{text} is not one of 15, 30, 60, 120")
    return int(text)


IDLE_MINUTES = idle_minutes(os.environ.get("KIZUKI_IDLE_MINUTES", "").strip() or "60")
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
"""From each use anew (`web.middleware.idle`)."""
LONGEST_SESSION_SECONDS = 12 * 60 * 60
"""A working day."""
SESSION_COOKIE_NAME = "kizuki_session"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(_OTHER_HOSTS)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _OTHER_HOSTS]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
ATTACHMENT_BYTES = int(os.environ.get("KIZUKI_ATTACHMENT_BYTES") or 20 * 1024 * 1024)
"""The largest document that is attached to a case."""

# In memory, never in a temporary file: what is uploaded names patients, and is sealed before it is written.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = ATTACHMENT_BYTES + 1024 * 1024

# A wheel brings its own.
_PACKAGED = Path(__file__).resolve().parents[1] / "node_modules"
NODE_MODULES = Path(
    os.environ.get("KIZUKI_NODE_MODULES") or (_PACKAGED if _PACKAGED.is_dir() else _ROOT / "node_modules")
)
NPM_FILES = tomllib.loads(Path(__file__).with_name("assets.toml").read_text(encoding="utf-8"))["file"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "kizuki.web.assets.NamedNpmFiles",
]
STORAGES = {"staticfiles": {"BACKEND": "kizuki.web.assets.HashedFiles"}}

# Django's own configuration writes nothing at all while DEBUG is off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kizuki.store.record.log_lines.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
