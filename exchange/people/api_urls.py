from django.urls import URLPattern, URLResolver, path

from exchange.people.api import ProfileView, TokenView

urlpatterns: list[URLPattern | URLResolver] = [
    path("token", TokenView.as_view(), name="api-token"),
    path("profile", ProfileView.as_view(), name="api-profile"),
]
