from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import exports, office

CALL = "calls/<uuid:public_id>/proposals/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, office.call_office, name="call-office"),
    path(f"{CALL}views/", office.view_save, name="office-view-save"),
    path(f"{CALL}views/<int:pk>/delete/", office.view_delete, name="office-view-delete"),
    path(f"{CALL}exports/", exports.export_list, name="export-list"),
    path("exports/<uuid:public_id>/", exports.export_detail, name="export-detail"),
    path("exports/<uuid:public_id>/file/", exports.export_download, name="export-download"),
    path("exports/<uuid:public_id>/cancel/", exports.export_cancel, name="export-cancel"),
]
