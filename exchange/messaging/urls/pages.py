from django.urls import URLPattern, URLResolver, path

from exchange.messaging import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/notifications/", views.notifications, name="notifications"),
    path("mail/unsubscribe/undo/", views.unsubscribe_undo, name="unsubscribe-undo"),
    path("mail/unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
