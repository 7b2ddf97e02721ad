from django.urls import URLPattern, URLResolver, path

from exchange.proposals.api import office

CALL = "calls/<uuid:public_id>/proposals"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, office.OfficeProposalListView.as_view(), name="api-call-proposals"),
    path(f"{CALL}/exports", office.ExportListView.as_view(), name="api-exports"),
    path(f"{CALL}/messages", office.BatchListView.as_view(), name="api-batches"),
    path("exports/<uuid:public_id>", office.ExportDetailView.as_view(), name="api-export"),
    path("exports/<uuid:public_id>/file", office.ExportFileView.as_view(), name="api-export-file"),
    path("team-messages/<uuid:public_id>", office.BatchDetailView.as_view(), name="api-batch"),
]
