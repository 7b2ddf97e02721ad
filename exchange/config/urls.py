"""Every address of the product, one include per slice."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("exchange.config.api_urls")),
    path("", include("exchange.web.urls")),
    path("", include("exchange.people.urls")),
    path("", include("exchange.messaging.urls")),
    path("", include("exchange.projects.urls")),
    path("", include("matching.urls")),
]
