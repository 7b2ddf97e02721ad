from django.urls import URLPattern, URLResolver, path

from exchange.proposals import api, api_budget, api_submission, api_team

ONE = "proposals/<uuid:public_id>"
SUBMITTED = f"{ONE}/submissions/<slug:stage>/<int:number>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("proposals", api.ProposalListView.as_view(), name="api-proposals"),
    path(ONE, api.ProposalDetailView.as_view(), name="api-proposal"),
    path(f"{ONE}/checks", api.ProposalChecksView.as_view(), name="api-proposal-checks"),
    path(f"{ONE}/team", api.ProposalTeamView.as_view(), name="api-proposal-team"),
    path(f"{ONE}/team/<uuid:member_id>", api_team.MemberView.as_view(), name="api-member"),
    path(f"{ONE}/team/<uuid:member_id>/role", api_team.MemberRoleView.as_view(), name="api-member-role"),
    path(f"{ONE}/team/<uuid:member_id>/removal", api_team.MemberRemovalView.as_view(), name="api-member-removal"),
    path(f"{ONE}/team/<uuid:member_id>/invitation", api_team.MemberInvitationView.as_view(), name="api-member-resend"),
    path(f"{ONE}/paying-partner", api_team.PayingPartnerView.as_view(), name="api-proposal-partner"),
    path(f"{ONE}/budget", api_budget.BudgetListView.as_view(), name="api-proposal-budget"),
    path(f"{ONE}/budget/<slug:side>", api_budget.SideBudgetView.as_view(), name="api-proposal-budget-side"),
    path(f"{ONE}/declaration", api.DeclarationView.as_view(), name="api-proposal-declaration"),
    path(f"{ONE}/answers", api.AnswerListView.as_view(), name="api-proposal-answers"),
    path(f"{ONE}/answers/<slug:key>/<slug:side>", api.AnswerView.as_view(), name="api-proposal-answer"),
    path(f"{ONE}/attachments", api.AttachmentListView.as_view(), name="api-proposal-attachments"),
    path(f"{ONE}/readiness", api_submission.ReadinessView.as_view(), name="api-proposal-readiness"),
    path(f"{ONE}/confirmations/<slug:side>", api_submission.ConfirmationView.as_view(), name="api-proposal-confirm"),
    path(f"{ONE}/submissions", api_submission.SubmissionListView.as_view(), name="api-proposal-submissions"),
    path(SUBMITTED, api_submission.SubmissionDetailView.as_view(), name="api-submission"),
    path(f"{SUBMITTED}/changes", api_submission.SubmissionChangesView.as_view(), name="api-submission-changes"),
    path("receipts/<uuid:receipt>", api_submission.ReceiptView.as_view(), name="api-receipt"),
    path(f"{ONE}/withdrawal", api_submission.WithdrawalView.as_view(), name="api-proposal-withdrawal"),
    path(
        f"{ONE}/information-requests",
        api_submission.InformationRequestListView.as_view(),
        name="api-proposal-requests",
    ),
    path(f"{ONE}/decision", api_submission.ProposalDecisionView.as_view(), name="api-proposal-decision"),
    path("attachments/<uuid:public_id>", api.AttachmentFileView.as_view(), name="api-attachment"),
    path("invitations", api.InvitationListView.as_view(), name="api-invitations"),
    path("invitations/<uuid:public_id>", api.InvitationView.as_view(), name="api-invitation"),
]
