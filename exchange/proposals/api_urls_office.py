from django.urls import URLPattern, URLResolver, path

from exchange.proposals import api_office

CALL = "calls/<uuid:public_id>/proposals"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, api_office.OfficeProposalListView.as_view(), name="api-call-proposals"),
    path(f"{CALL}/exports", api_office.ExportListView.as_view(), name="api-exports"),
    path(f"{CALL}/messages", api_office.BatchListView.as_view(), name="api-batches"),
    path("exports/<uuid:public_id>", api_office.ExportDetailView.as_view(), name="api-export"),
    path("exports/<uuid:public_id>/file", api_office.ExportFileView.as_view(), name="api-export-file"),
    path("team-messages/<uuid:public_id>", api_office.BatchDetailView.as_view(), name="api-batch"),
]
