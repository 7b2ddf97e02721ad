from django.urls import URLPattern, URLResolver, path

from matching import api_calls, api_introductions, api_pairing
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
    path("introductions", api_introductions.IntroductionListView.as_view(), name="api-introductions"),
    path("introductions/<uuid:public_id>", api_introductions.IntroductionView.as_view(), name="api-introduction"),
    path("introductions/<uuid:public_id>/reply", api_introductions.ReplyView.as_view(), name="api-introduction-reply"),
    path("calls/for-me", api_calls.CallsForMeView.as_view(), name="api-calls-for-me"),
    path("calls/<uuid:public_id>/partners", api_calls.PartnersView.as_view(), name="api-call-partners"),
    path("calls/<uuid:public_id>/pairing", api_pairing.PairingView.as_view(), name="api-pairing"),
    path("calls/<uuid:public_id>/pairing/papers", api_pairing.PairingPapersView.as_view(), name="api-pairing-papers"),
    path(
        "calls/<uuid:public_id>/pairing/reviews", api_pairing.PairingReviewsView.as_view(), name="api-pairing-reviews"
    ),
    path("calls/<uuid:public_id>/pairing/actions", api_pairing.PairingActionView.as_view(), name="api-pairing-actions"),
    path("proposals/<uuid:public_id>/priorities", api_pairing.PrioritiesView.as_view(), name="api-proposal-priorities"),
    path("runs", RunsView.as_view(), name="api-runs"),
    path("runs/<uuid:public_id>", RunView.as_view(), name="api-run"),
    path("runs/<uuid:public_id>/cancel", RunCancelView.as_view(), name="api-run-cancel"),
]
