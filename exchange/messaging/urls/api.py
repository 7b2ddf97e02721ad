from django.urls import URLPattern, URLResolver, path

from exchange.messaging.api.notifications import NotificationsView
from exchange.messaging.api.worklist import WorklistView

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications", NotificationsView.as_view(), name="api-notifications"),
    path("worklist", WorklistView.as_view(), name="api-worklist"),
]
