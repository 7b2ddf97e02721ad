from django.urls import URLPattern, URLResolver, path

from exchange.proposals.api import office

CALL = "calls/<uuid:public_id>/proposals"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CALL, office.OfficeProposalListView.as_view(), name="api-call-proposals"),
    path(f"{CALL}/exports", office.ProposalExportListView.as_view(), name="api-exports"),
    path(f"{CALL}/messages", office.TeamMessageListView.as_view(), name="api-batches"),
]
