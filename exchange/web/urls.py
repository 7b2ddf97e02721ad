from django.urls import URLPattern, URLResolver, path

from exchange.web.views import health, home, mail, metrics, setup, status

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/matching/", home.about_matching, name="about-matching"),
    path("status/", status.status, name="status"),
    path("setup/", setup.checklist, name="setup"),
    path("setup/begin/<str:key>/", setup.begin, name="setup-begin"),
    path("setup/site/", setup.site, name="setup-site"),
    path("setup/mail/", setup.mail, name="setup-mail"),
    path("setup/programme/", setup.programme, name="setup-programme"),
    path("healthz", health.healthz, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", health.robots, name="robots"),
    path("dev/mail/", mail.mail_list, name="dev-mail"),
]
