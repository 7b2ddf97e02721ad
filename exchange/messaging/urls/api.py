from django.urls import URLPattern, URLResolver, path

from exchange.messaging.api.notifications import NotificationsView

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications", NotificationsView.as_view(), name="api-notifications"),
]
