"""/api/v1/: one module of API addresses per slice, and their documentation."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from exchange.web.api import StatusView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("exchange.people.urls.api")),
    path("", include("exchange.messaging.urls.api")),
    path("", include("exchange.projects.urls.api")),
    path("", include("exchange.programmes.urls.api")),
    path("", include("exchange.office.urls.api")),
    path("", include("exchange.proposals.urls.api_office")),
    path("", include("exchange.proposals.urls.api")),
    path("", include("exchange.pairing.urls.api")),
    path("", include("matching.urls.api")),
    path("status", StatusView.as_view(), name="api-status"),
    path("schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
]
