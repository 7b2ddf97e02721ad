from django.urls import URLPattern, URLResolver, path

from exchange.people import api_publications as publications
from exchange.people.api import OrganisationOptionsView, ProfileView, TokenView, TopicOptionsView

urlpatterns: list[URLPattern | URLResolver] = [
    path("token", TokenView.as_view(), name="api-token"),
    path("organisations", OrganisationOptionsView.as_view(), name="api-organisations"),
    path("topics", TopicOptionsView.as_view(), name="api-topics"),
    path("publications", publications.PublicationListView.as_view(), name="api-publications"),
    path("publications/<int:pk>", publications.PublicationDetailView.as_view(), name="api-publication"),
    path("publications/representative", publications.PublicationChoiceView.as_view(), name="api-publication-choice"),
    path("publication-imports", publications.PublicationImportListView.as_view(), name="api-publication-imports"),
    path(
        "publication-imports/<int:pk>",
        publications.PublicationImportDetailView.as_view(),
        name="api-publication-import",
    ),
    path("profile", ProfileView.as_view(), name="api-profile"),
]
