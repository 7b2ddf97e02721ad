from django.urls import URLPattern, URLResolver, path

from matching.views import calls, introductions, review, runs, search, suggestions

urlpatterns: list[URLPattern | URLResolver] = [
    path("suggestions/", suggestions.suggestion_list, name="suggestion-list"),
    path("suggestions/<uuid:public_id>/", suggestions.suggestion_detail, name="suggestion-detail"),
    path("suggestions/<uuid:public_id>/react/", suggestions.suggestion_react, name="suggestion-react"),
    path("search/", search.meaning_search, name="meaning-search"),
    path("suggestions/<uuid:public_id>/undo/", suggestions.suggestion_undo, name="suggestion-undo"),
    path("review/", review.review, name="review"),
    path("review/decide/", review.review_decide, name="review-decide"),
    path("review/<uuid:public_id>/", review.review_detail, name="review-detail"),
    path("review/<uuid:public_id>/decide/", review.review_decide_pair, name="review-decide-pair"),
    path("introductions/", introductions.introduction_list, name="introduction-list"),
    path("introductions/<uuid:public_id>/", introductions.introduction_detail, name="introduction-detail"),
    path("introductions/<uuid:public_id>/reply/", introductions.introduction_reply, name="introduction-reply"),
    path("runs/", runs.run_list, name="run-list"),
    path("runs/<uuid:public_id>/", runs.run_detail, name="run-detail"),
    path("runs/<uuid:public_id>/cancel/", runs.run_cancel, name="run-cancel"),
    path("calls/for-me/", calls.calls_for_me, name="calls-for-me"),
    path("calls/<uuid:public_id>/partners/", calls.call_partners, name="call-partners"),
]
