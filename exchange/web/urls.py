from django.urls import URLPattern, URLResolver, path

from exchange.web.views import health, home, mail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/matching/", home.about_matching, name="about-matching"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
    path("dev/mail/", mail.mail_list, name="dev-mail"),
]
