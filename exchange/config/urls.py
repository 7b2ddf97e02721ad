"""Every address of the product, one include per slice."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from exchange.config.admin_navigation import with_history_apart

# The admin has no door of its own: its sign-in would ask for a password alone.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.get_app_list = with_history_apart(admin.site.get_app_list)  # type: ignore[method-assign]

handler404 = "exchange.http.errors.address_not_found"
handler500 = "exchange.http.outages.answer_failure"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("exchange.config.api_urls")),
    path("", include("exchange.web.urls")),
    path("", include("exchange.people.urls.pages")),
    path("", include("exchange.messaging.urls.pages")),
    path("", include("exchange.projects.urls.pages")),
    path("", include("exchange.programmes.urls.pages")),
    path("", include("exchange.programmes.urls.offices")),
    path("", include("exchange.office.urls.pages")),
    path("", include("exchange.proposals.urls.pages")),
    path("", include("exchange.proposals.urls.submission")),
    path("", include("exchange.proposals.urls.office")),
    path("", include("exchange.pairing.urls.pages")),
    path("", include("matching.urls.pages")),
]
