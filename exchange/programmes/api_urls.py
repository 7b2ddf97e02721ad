from django.urls import URLPattern, URLResolver, path

from exchange.programmes.api import CallDetailView, CallListView, CallVersionView

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls", CallListView.as_view(), name="api-calls"),
    path("calls/<uuid:public_id>", CallDetailView.as_view(), name="api-call"),
    path("calls/<uuid:public_id>/versions/<int:number>", CallVersionView.as_view(), name="api-call-version"),
]
