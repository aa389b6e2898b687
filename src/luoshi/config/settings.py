"""Django settings. What differs between offices comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from luoshi.config import environment

LUOSHI_HOME = environment.home()
LUOSHI_JURISDICTION = environment.jurisdiction()

SECRET_KEY = environment.key("django").hex()
LEDGER_DIGEST_KEY = environment.key("digest")
SEALED_KEY = environment.key("sealed")
PSEUDONYM_KEY = environment.key("pseudonym")
SECOND_STEP_KEY = environment.key("second_step")
QUERY_KEY = environment.key("query")
DEBUG = False
ALLOWED_HOSTS = (os.environ.get("LUOSHI_HOSTS") or "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in (os.environ.get("LUOSHI_ORIGINS") or "").split(",") if o]
SECURE = os.environ.get("LUOSHI_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "tree_queries",
    "luoshi.ledger",
    "luoshi.org",
    "luoshi.catalogue",
    "luoshi.sealed",
    "luoshi.approvals",
    "luoshi.tasks",
    "luoshi.inspections",
    "luoshi.meetings",
    "luoshi.burden",
    "luoshi.monitor",
    "luoshi.supervision",
    "luoshi.intake",
    "luoshi.documents",
    "luoshi.web",
    "luoshi.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luoshi.web.middleware.headers",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "luoshi.config.urls"
WSGI_APPLICATION = "luoshi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.context.shared",
            ],
        },
    }
]
DATABASES = {"default": environment.database(environment.database_url())}
if owner := os.environ.get("LUOSHI_DATABASE_OWNER_URL"):
    # Owns the tables; used by migrations only. The application's role may add to the ledger, not change it.
    DATABASES["owner"] = environment.database(owner)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "luoshi.web.signing.throttle.counted_by"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
# Signing in by the office's identity provider and with a second step: what follows where stands in web/signing.
ACCOUNT_ADAPTER = "luoshi.web.signing.adapters.Accounts"
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_RATE_LIMITS = False  # counted by axes, in the database, for all workers together
SOCIALACCOUNT_ADAPTER = "luoshi.web.signing.adapters.Identities"
SOCIALACCOUNT_LOGIN_ON_GET = True  # the policy lets no form lead elsewhere; a link may
MFA_ADAPTER = "luoshi.web.signing.adapters.Steps"
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for telephones whose clock is off
MFA_RECOVERY_CODES_SHOW_ONCE = True
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "sign-in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[1] / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = LUOSHI_HOME / "static"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = os.environ.get("LUOSHI_MAIL_HOST") or "localhost"
EMAIL_PORT = int(os.environ.get("LUOSHI_MAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("LUOSHI_MAIL_USER") or ""
EMAIL_HOST_PASSWORD = os.environ.get("LUOSHI_MAIL_PASSWORD") or ""
EMAIL_USE_TLS = os.environ.get("LUOSHI_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LUOSHI_MAIL_FROM") or "luoshi@localhost"

# Whom the public may ask when an answer does not come, as the portal tells it.
LUOSHI_COMPLAINTS = os.environ.get("LUOSHI_COMPLAINTS") or ""
LUOSHI_COMPLAINTS_EN = os.environ.get("LUOSHI_COMPLAINTS_EN") or ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
