from django.urls import URLPattern, URLResolver, path

from matching.api import calls, introductions
from matching.api.review import DecisionView, ReviewPairView, ReviewView
from matching.api.runs import RunCancelView, RunsView, RunView
from matching.api.suggestions import ReactionView, SuggestionView

urlpatterns: list[URLPattern | URLResolver] = [
    path("suggestions", SuggestionView.as_view(), name="api-suggestions"),
    path("suggestions/<uuid:public_id>/reaction", ReactionView.as_view(), name="api-reaction"),
    path("review", ReviewView.as_view(), name="api-review"),
    path("review/<uuid:public_id>", ReviewPairView.as_view(), name="api-review-pair"),
    path("review/decisions", DecisionView.as_view(), name="api-decisions"),
    path("introductions", introductions.IntroductionListView.as_view(), name="api-introductions"),
    path("introductions/<uuid:public_id>", introductions.IntroductionView.as_view(), name="api-introduction"),
    path("introductions/<uuid:public_id>/reply", introductions.ReplyView.as_view(), name="api-introduction-reply"),
    path("calls/for-me", calls.CallsForMeView.as_view(), name="api-calls-for-me"),
    path("calls/<uuid:public_id>/partners", calls.PartnersView.as_view(), name="api-call-partners"),
    path("runs", RunsView.as_view(), name="api-runs"),
    path("runs/<uuid:public_id>", RunView.as_view(), name="api-run"),
    path("runs/<uuid:public_id>/cancel", RunCancelView.as_view(), name="api-run-cancel"),
]
