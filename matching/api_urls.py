from django.urls import URLPattern, URLResolver, path

from matching.api import (
    DecisionView,
    ReactionView,
    ReviewPairView,
    ReviewView,
    RunCancelView,
    RunsView,
    RunView,
    SuggestionView,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("suggestions", SuggestionView.as_view(), name="api-suggestions"),
    path("suggestions/<uuid:public_id>/reaction", ReactionView.as_view(), name="api-reaction"),
    path("review", ReviewView.as_view(), name="api-review"),
    path("review/<uuid:public_id>", ReviewPairView.as_view(), name="api-review-pair"),
    path("review/decisions", DecisionView.as_view(), name="api-decisions"),
    path("runs", RunsView.as_view(), name="api-runs"),
    path("runs/<uuid:public_id>", RunView.as_view(), name="api-run"),
    path("runs/<uuid:public_id>/cancel", RunCancelView.as_view(), name="api-run-cancel"),
]
