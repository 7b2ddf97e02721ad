from django.urls import URLPattern, URLResolver, path

from exchange.people.api import OrganisationOptionsView, ProfileView, TokenView, TopicOptionsView

urlpatterns: list[URLPattern | URLResolver] = [
    path("token", TokenView.as_view(), name="api-token"),
    path("organisations", OrganisationOptionsView.as_view(), name="api-organisations"),
    path("topics", TopicOptionsView.as_view(), name="api-topics"),
    path("profile", ProfileView.as_view(), name="api-profile"),
]
