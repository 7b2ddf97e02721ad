from django.urls import URLPattern, URLResolver, path

from exchange.people.api import publications
from exchange.people.api.consent import ConsentListView, ConsentNoticeView, ConsentView
from exchange.people.api.file_imports import FileImportListView, FileImportView
from exchange.people.api.options import OrganisationOptionsView, TopicOptionsView
from exchange.people.api.people import PeopleView, PersonView
from exchange.people.api.privacy import CollectionConsentsView, PrivacyNoticeView
from exchange.people.api.profile import ProfileView
from exchange.people.api.side import SideAskAgainView, SideClaimsView, SideDecisionView, SideView

urlpatterns: list[URLPattern | URLResolver] = [
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
    path(
        "publication-imports/<int:pk>/confirm",
        publications.PublicationImportConfirmView.as_view(),
        name="api-publication-import-confirm",
    ),
    path("file-imports", FileImportListView.as_view(), name="api-file-imports"),
    path("file-imports/<uuid:public_id>", FileImportView.as_view(), name="api-file-import"),
    path("profile", ProfileView.as_view(), name="api-profile"),
    path("side", SideView.as_view(), name="api-side"),
    path("side/ask-again", SideAskAgainView.as_view(), name="api-side-ask-again"),
    path("side-claims", SideClaimsView.as_view(), name="api-side-claims"),
    path("people/<uuid:public_id>/side", SideDecisionView.as_view(), name="api-side-decision"),
    path("consents", ConsentListView.as_view(), name="api-consents"),
    path("consents/<str:country>", ConsentView.as_view(), name="api-consent"),
    path("privacy-notice", PrivacyNoticeView.as_view(), name="api-privacy-notice"),
    path("collection-consents", CollectionConsentsView.as_view(), name="api-collection-consents"),
    path("consent-notice", ConsentNoticeView.as_view(), name="api-consent-notice"),
    path("people", PeopleView.as_view(), name="api-people"),
    path("people/<uuid:public_id>", PersonView.as_view(), name="api-person"),
]
