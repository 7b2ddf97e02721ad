from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import office

CALL = "calls/<uuid:public_id>/proposals/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, office.call_office, name="call-office"),
    path(f"{CALL}views/", office.view_save, name="office-view-save"),
    path(f"{CALL}views/<int:pk>/delete/", office.view_delete, name="office-view-delete"),
]
