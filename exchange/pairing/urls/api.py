from django.urls import URLPattern, URLResolver, path

from exchange.pairing.api import first_review, priority, round  # noqa: A004

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/<uuid:public_id>/pairing", round.PairingView.as_view(), name="api-pairing"),
    path("calls/<uuid:public_id>/pairing/papers", first_review.PairingPapersView.as_view(), name="api-pairing-papers"),
    path(
        "calls/<uuid:public_id>/pairing/reviews", first_review.PairingReviewsView.as_view(), name="api-pairing-reviews"
    ),
    path("calls/<uuid:public_id>/pairing/actions", round.PairingActionView.as_view(), name="api-pairing-actions"),
    path("proposals/<uuid:public_id>/priorities", priority.PrioritiesView.as_view(), name="api-proposal-priorities"),
]
