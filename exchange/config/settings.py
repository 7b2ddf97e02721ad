"""Settings: everything that differs between installations comes from the environment (README, "Configuration")."""

import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from exchange.config.environment import (
    env,
    log_level,
    mail,
    matching,
    networks,
    number,
    proxies,
    rate,
    reading,
    switch,
    text,
    web_address,
)
from exchange.embedded import endpoints

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEMO = switch("GYORYU_DEMO", default=False)
DEBUG = switch("DEBUG", default=False)
HOME = endpoints.home()
SECRET_KEY = env.str("SECRET_KEY", default="") or reading("GYORYU_HOME", endpoints.secret_key)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = web_address("SITE_URL", default="http://127.0.0.1:8000")
SITE_NAME = text("SITE_NAME", default="Gyoryu")
SECURE = SITE_URL.startswith("https://")
# Who asks is told by the last so many entries of X-Forwarded-For; what stands before them anybody can write.
PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = proxies()

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.orcid",
    "allauth.usersessions",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "pghistory",
    "pghistory.admin",
    "pgtrigger",
    "rest_framework",
    "rules.apps.AutodiscoverRulesConfig",
    "exchange.embedded",
    "exchange.people",
    "exchange.messaging",
    "exchange.dossiers",
    "exchange.projects",
    "exchange.programmes",
    "exchange.office",
    "exchange.proposals",
    "exchange.pairing",
    "exchange.web",
    "matching",
]

MIDDLEWARE = [
    "exchange.http.request_ids.RequestIdMiddleware",
    "exchange.web.middleware.MeasuringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "exchange.http.middleware.EnteredTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "exchange.http.outages.DatabaseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "exchange.web.middleware.NotKeptMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "exchange.people.middleware.ActivityMiddleware",
    "exchange.messaging.middleware.WorklistMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "exchange.web.middleware.ReaderMiddleware",
    "exchange.web.middleware.SignedOutMiddleware",
    "exchange.web.middleware.FormAddressMiddleware",
    "exchange.people.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "exchange.config.urls"
WSGI_APPLICATION = "exchange.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "exchange.web.context.site",
            ],
        },
    },
]

DATABASES = {"default": reading("DATABASE_URL", endpoints.database_settings)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "exchange.http.caches.SteadyCache",
        "LOCATION": reading("REDIS_URL", lambda: endpoints.redis_url(database=1)),
    },
    # What one process may forget, and what need not be asked of another machine.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "exchange.people.adapter.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")

ACCOUNT_ADAPTER = "exchange.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "exchange.people.forms.sign_in.SignInForm",
    "signup": "exchange.people.forms.sign_in.SignUpForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "exchange.people.forms.privacy.SignUpConsent"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Who has only a session of somebody must not bring the account to an address of their own, and then reset the password.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# allauth has limits of its own for the doors it knows: per address, and per account where one is named.
ACCOUNT_RATE_LIMITS = {"erase": "5/m/user,20/m/ip", "late_code": "5/m/user,20/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
SOCIALACCOUNT_ADAPTER = "exchange.people.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# Whoever comes with an address that ORCID tells us is asked for their consent all the same.
SOCIALACCOUNT_AUTO_SIGNUP = False
ORCID_CLIENT_ID = env.str("ORCID_CLIENT_ID", default="")
SOCIALACCOUNT_PROVIDERS = {
    "orcid": {
        "APPS": [{"client_id": ORCID_CLIENT_ID, "secret": env.str("ORCID_CLIENT_SECRET", default=""), "key": ""}]
        if ORCID_CLIENT_ID
        else [],
        "BASE_DOMAIN": env.str("ORCID_BASE_DOMAIN", default="orcid.org"),
    }
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True
# Programme managers and staff; the demo's accounts must be usable without an authenticator at hand.
REQUIRE_SECOND_FACTOR = switch("REQUIRE_SECOND_FACTOR", default=not DEMO)

LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "exchange.config.formats"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STORAGES = {
    "default": {"BACKEND": "exchange.http.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# The editor sends all questions of a call at once: some twenty fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
ATTACHMENT_MAX_BYTES = number("ATTACHMENT_MAX_BYTES", default=20 * 1024 * 1024, least=1)
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(HOME / "media"))()

MAIL_FOLDER = HOME / "mail"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
else:
    vars().update(mail("EMAIL_URL", default="consolemail://"))
# A server that says nothing would hold up whoever waits for the page, and all other mails of a worker.
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Gyoryu <no-reply@localhost>")

CELERY_BROKER_URL = endpoints.broker_url()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# The longest task is a full run; it renews its own lease, so redelivery before it ends does no harm. A server that
# takes connections and says nothing is given up, and tried anew, within half a minute.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 30, "socket_connect_timeout": 30}
# The schedule alone waits for the broker (pages do not: exchange.jobs.clients): what is due once a week is not dropped.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": None, "interval_start": 0, "interval_step": 1, "interval_max": 5}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"matching.tasks.make_shard": {"queue": "shards"}, "matching.tasks.*": {"queue": "embed"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "exchange.config.schedule:Schedule"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # The first says how a 401 asks for credentials.
        "exchange.people.api.authentication.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 25,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "exchange.http.bodies.StrictJSONParser",
        "exchange.http.bodies.EnteredFormParser",
        "exchange.http.bodies.EnteredMultiPartParser",
    ],
    "EXCEPTION_HANDLER": "exchange.http.errors.answer_error",
    # What OPTIONS would tell stands in the documentation.
    "DEFAULT_METADATA_CLASS": None,
    "NUM_PROXIES": PROXIES,
    "DEFAULT_THROTTLE_CLASSES": ["exchange.http.limits.ReaderThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": rate("API_THROTTLE", default="600/min"),
        "anon": rate("API_THROTTLE_ANONYMOUS", default="60/min"),
        "options": rate("OPTIONS_THROTTLE", default="300/min"),
    },
}
# Its own model stays without a table, as ours stands in for it.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "people.ApiToken"  # noqa: S105
# The prefix is shown in lists, and is what scanners for leaked secrets look for.
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "gyoryu_"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gyoryu",
    "DESCRIPTION": (
        "Profiles, projects, calls, proposals, suggestions and the managers' review queue. "
        "What becomes of personal data: [privacy notice](/privacy/)."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Fields of one name with different choices, and choices that stand under several names.
    "ENUM_NAME_OVERRIDES": {
        "BandEnum": "matching.enums.Band",
        "BatchStateEnum": "exchange.office.enums.BatchState",
        "BudgetCategoryEnum": "exchange.proposals.enums.BudgetCategory",
        "CallStateEnum": "exchange.programmes.enums.CallState",
        "ConsentSourceEnum": "exchange.people.enums.ConsentSource",
        "DeliveryEnum": "exchange.messaging.enums.Delivery",
        "FileKindEnum": "exchange.people.enums.FileKind",
        "InvitationStateEnum": "exchange.programmes.enums.InvitationState",
        "JobStateEnum": "exchange.jobs.enums.JobState",
        "ImportStateEnum": "exchange.people.enums.ImportState",
        "MemberStateEnum": "exchange.proposals.enums.MemberState",
        "OutcomeEnum": "exchange.dossiers.enums.Outcome",
        "ProposalStateEnum": "exchange.proposals.enums.ProposalState",
        "ProfileFieldEnum": "exchange.people.enums.ProfileField",
        "PublicationSourceEnum": "exchange.people.enums.PublicationSource",
        "RoundStateEnum": "exchange.dossiers.enums.RoundState",
        "SideEnum": "exchange.people.enums.Side",
        "SideOutcomeEnum": "exchange.people.enums.SideOutcome",
        "StageEnum": "exchange.programmes.enums.StageKind",
    },
}

CONTENT_SECURITY_POLICY = {
    # The admin (unfold, alpine.js) and the API's own docs page evaluate expressions; staff pages, kept apart.
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/api/v1/docs"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, "https://orcid.org", "https://sandbox.orcid.org"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", default=0, least=0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

PGHISTORY_ADMIN_CLASS = "exchange.people.admin.changes.AllChangesAdmin"
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# Where publications are fetched from. OpenAlex allows little without a key (free); the address is told to both.
ORCID_API_URL = web_address("ORCID_API_URL", default="https://pub.orcid.org/v3.0")
OPENALEX_API_URL = web_address("OPENALEX_API_URL", default="https://api.openalex.org")
OPENALEX_MAILTO = env.str("OPENALEX_MAILTO", default="")
OPENALEX_API_KEY = env.str("OPENALEX_API_KEY", default="")

# Where compiled code is kept for the next process; numba reads the environment alone, as it is imported.
os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME / "compiled"))
EMBEDDING_MODEL = env.str("EMBEDDING_MODEL", default="")
# What workers compute vectors on; ``auto`` is the graphics processor where there is one.
EMBEDDING_DEVICE = matching(
    "EMBEDDING_DEVICE", r"auto|cpu|mps|cuda(:\d{1,2})?", default="auto", hint="say auto, cpu, cuda, cuda:0 or mps"
)

# Who may read /metrics: with the token from anywhere, without it from these networks, and never through a proxy.
METRICS_TOKEN = text("METRICS_TOKEN", default="")
METRICS_NETWORKS = networks("METRICS_NETWORKS", default="127.0.0.0/8,::1/128")

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": "Gyoryu 교류",
    "SITE_URL": "/",
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": True,
        "navigation": "exchange.config.admin_navigation.navigation",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "exchange.http.json_logs.JsonLines"},
    },
    "filters": {
        "without_keys": {"()": "exchange.http.keys_in_logs.WithoutKeys"},
        "without_people": {"()": "exchange.http.people_in_logs.WithoutPeople"},
        "without_traceback": {"()": "exchange.http.outages.WithoutTraceback"},
        "refused_in_one_line": {"()": "exchange.http.refused_in_logs.RefusedInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": matching("LOG_FORMAT", "line|json", default="line", hint="say line or json"),
            "filters": ["refused_in_one_line", "without_keys", "without_people", "without_traceback"],
        }
    },
    # httpx writes every address it asks for, keys included.
    "loggers": {"httpx": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": log_level("LOG_LEVEL", default="INFO")},
}
