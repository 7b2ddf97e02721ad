from django.urls import URLPattern, URLResolver, path

from exchange.programmes.api import managed_calls, offices, programmes
from exchange.programmes.api.calls import CallDetailView, CallListView, CallVersionView

CALL = "calls/<uuid:public_id>"
STAGE = f"{CALL}/stages/<slug:kind>"
PROGRAMME = "programmes/<uuid:public_id>"
BUDGET = f"{PROGRAMME}/budgets/<int:budget_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls", CallListView.as_view(), name="api-calls"),
    path("calls/<uuid:public_id>", CallDetailView.as_view(), name="api-call"),
    path("calls/<uuid:public_id>/versions/<int:number>", CallVersionView.as_view(), name="api-call-version"),
    path(f"{CALL}/versions", managed_calls.CallVersionsView.as_view(), name="api-call-versions"),
    path(f"{CALL}/draft", managed_calls.CallDraftView.as_view(), name="api-call-draft"),
    path(f"{CALL}/topics", managed_calls.CallTopicsView.as_view(), name="api-call-topics"),
    path(f"{CALL}/closing", managed_calls.CallClosingView.as_view(), name="api-call-closing"),
    path(f"{STAGE}/extensions", managed_calls.ExtensionListView.as_view(), name="api-call-extensions"),
    path(f"{STAGE}/late-codes", managed_calls.LateCodeListView.as_view(), name="api-call-late-codes"),
    path("office-invitations", offices.InvitationListView.as_view(), name="api-office-invitations"),
    path("office-invitations/<uuid:public_id>", offices.InvitationView.as_view(), name="api-office-invitation"),
    path(
        "office-invitations/<uuid:public_id>/sendings",
        offices.InvitationSendingView.as_view(),
        name="api-office-invitation-sendings",
    ),
    path("office-acceptances", offices.AcceptanceView.as_view(), name="api-office-acceptances"),
    path("programmes", programmes.ProgrammeListView.as_view(), name="api-programmes"),
    path(PROGRAMME, programmes.ProgrammeDetailView.as_view(), name="api-programme"),
    path(f"{PROGRAMME}/budgets", programmes.YearBudgetListView.as_view(), name="api-budgets"),
    path(BUDGET, programmes.YearBudgetDetailView.as_view(), name="api-budget"),
    path(f"{BUDGET}/promises", programmes.CommitmentListView.as_view(), name="api-budget-promises"),
    path(
        f"{PROGRAMME}/promises/<int:commitment_id>",
        programmes.CommitmentDetailView.as_view(),
        name="api-commitment",
    ),
]
