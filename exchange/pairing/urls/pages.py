from django.urls import URLPattern, URLResolver, path

from exchange.pairing.views import priority, round  # noqa: A004

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/<uuid:public_id>/pairing/", round.call_pairing, name="call-pairing"),
    path("calls/<uuid:public_id>/pairing/reviews/", round.pairing_reviews, name="pairing-reviews"),
    path("calls/<uuid:public_id>/pairing/open/", round.pairing_open, name="pairing-open"),
    path("calls/<uuid:public_id>/pairing/closing/", round.pairing_closing, name="pairing-closing"),
    path("calls/<uuid:public_id>/pairing/close/", round.pairing_act, {"action": "close"}, name="pairing-close"),
    path("calls/<uuid:public_id>/pairing/run/", round.pairing_act, {"action": "run"}, name="pairing-run"),
    path("calls/<uuid:public_id>/pairing/confirm/", round.pairing_act, {"action": "confirm"}, name="pairing-confirm"),
    path("proposals/<uuid:public_id>/priorities/", priority.proposal_priorities, name="proposal-priorities"),
]
