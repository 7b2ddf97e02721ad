from django.urls import URLPattern, URLResolver, path

from exchange.programmes import api_office, api_programmes
from exchange.programmes.api import CallDetailView, CallListView, CallVersionView

CALL = "calls/<uuid:public_id>"
STAGE = f"{CALL}/stages/<slug:kind>"
PROGRAMME = "programmes/<uuid:public_id>"
BUDGET = f"{PROGRAMME}/budgets/<int:budget_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls", CallListView.as_view(), name="api-calls"),
    path("calls/<uuid:public_id>", CallDetailView.as_view(), name="api-call"),
    path("calls/<uuid:public_id>/versions/<int:number>", CallVersionView.as_view(), name="api-call-version"),
    path(f"{CALL}/versions", api_office.CallVersionsView.as_view(), name="api-call-versions"),
    path(f"{CALL}/draft", api_office.CallDraftView.as_view(), name="api-call-draft"),
    path(f"{CALL}/topics", api_office.CallTopicsView.as_view(), name="api-call-topics"),
    path(f"{CALL}/closing", api_office.CallClosingView.as_view(), name="api-call-closing"),
    path(f"{STAGE}/extensions", api_office.ExtensionListView.as_view(), name="api-call-extensions"),
    path(f"{STAGE}/late-codes", api_office.LateCodeListView.as_view(), name="api-call-late-codes"),
    path("programmes", api_programmes.ProgrammeListView.as_view(), name="api-programmes"),
    path(PROGRAMME, api_programmes.ProgrammeDetailView.as_view(), name="api-programme"),
    path(f"{PROGRAMME}/budgets", api_programmes.YearBudgetListView.as_view(), name="api-budgets"),
    path(BUDGET, api_programmes.YearBudgetDetailView.as_view(), name="api-budget"),
    path(f"{BUDGET}/promises", api_programmes.CommitmentListView.as_view(), name="api-budget-promises"),
    path(
        f"{PROGRAMME}/promises/<int:commitment_id>",
        api_programmes.CommitmentDetailView.as_view(),
        name="api-commitment",
    ),
]
