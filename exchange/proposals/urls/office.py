from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import batches, exports, office

CALL = "calls/<uuid:public_id>/proposals/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, office.call_office, name="call-office"),
    path(f"{CALL}views/", office.view_save, name="office-view-save"),
    path(f"{CALL}views/<int:pk>/delete/", office.view_delete, name="office-view-delete"),
    path(f"{CALL}exports/", exports.export_list, name="export-list"),
    path(f"{CALL}messages/", batches.batch_list, name="batch-list"),
    path(f"{CALL}messages/new/", batches.batch_create, name="batch-create"),
    path("team-messages/<uuid:public_id>/", batches.batch_detail, name="batch-detail"),
    path("team-messages/<uuid:public_id>/edit/", batches.batch_edit, name="batch-edit"),
    path("team-messages/<uuid:public_id>/act/", batches.batch_act, name="batch-act"),
    path("exports/<uuid:public_id>/", exports.export_detail, name="export-detail"),
    path("exports/<uuid:public_id>/file/", exports.export_download, name="export-download"),
    path("exports/<uuid:public_id>/cancel/", exports.export_cancel, name="export-cancel"),
]
