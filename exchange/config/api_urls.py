"""/api/v1/: one module of API addresses per slice, and their documentation."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("exchange.people.api_urls")),
    path("", include("exchange.messaging.api_urls")),
    path("", include("exchange.projects.api_urls")),
    path("", include("exchange.programmes.api_urls")),
    path("", include("exchange.proposals.api_urls_office")),
    path("", include("exchange.proposals.api_urls")),
    path("", include("matching.api_urls")),
    path("schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
]
