from django.urls import URLPattern, URLResolver, path

from exchange.proposals.api import answers, attachments, budget, invitations, proposals, submission, team

ONE = "proposals/<uuid:public_id>"
SUBMITTED = f"{ONE}/submissions/<slug:stage>/<int:number>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("proposals", proposals.ProposalListView.as_view(), name="api-proposals"),
    path(ONE, proposals.ProposalDetailView.as_view(), name="api-proposal"),
    path(f"{ONE}/checks", proposals.ProposalChecksView.as_view(), name="api-proposal-checks"),
    path(f"{ONE}/team", team.ProposalTeamView.as_view(), name="api-proposal-team"),
    path(f"{ONE}/team/<uuid:member_id>", team.MemberView.as_view(), name="api-member"),
    path(f"{ONE}/team/<uuid:member_id>/role", team.MemberRoleView.as_view(), name="api-member-role"),
    path(f"{ONE}/team/<uuid:member_id>/removal", team.MemberRemovalView.as_view(), name="api-member-removal"),
    path(f"{ONE}/team/<uuid:member_id>/invitation", team.MemberInvitationView.as_view(), name="api-member-resend"),
    path(f"{ONE}/paying-partner", team.PayingPartnerView.as_view(), name="api-proposal-partner"),
    path(f"{ONE}/budget", budget.BudgetListView.as_view(), name="api-proposal-budget"),
    path(f"{ONE}/budget/<slug:side>", budget.SideBudgetView.as_view(), name="api-proposal-budget-side"),
    path(f"{ONE}/declaration", team.DeclarationView.as_view(), name="api-proposal-declaration"),
    path(f"{ONE}/answers", answers.AnswerListView.as_view(), name="api-proposal-answers"),
    path(f"{ONE}/answers/<slug:key>/<slug:side>", answers.AnswerView.as_view(), name="api-proposal-answer"),
    path(f"{ONE}/attachments", attachments.AttachmentListView.as_view(), name="api-proposal-attachments"),
    path(f"{ONE}/readiness", submission.ReadinessView.as_view(), name="api-proposal-readiness"),
    path(f"{ONE}/confirmations/<slug:side>", submission.ConfirmationView.as_view(), name="api-proposal-confirm"),
    path(f"{ONE}/submissions", submission.SubmissionListView.as_view(), name="api-proposal-submissions"),
    path(SUBMITTED, submission.SubmissionDetailView.as_view(), name="api-submission"),
    path(f"{SUBMITTED}/changes", submission.SubmissionChangesView.as_view(), name="api-submission-changes"),
    path("receipts/<uuid:receipt>", submission.ReceiptView.as_view(), name="api-receipt"),
    path(f"{ONE}/withdrawal", submission.WithdrawalView.as_view(), name="api-proposal-withdrawal"),
    path(
        f"{ONE}/information-requests",
        submission.InformationRequestListView.as_view(),
        name="api-proposal-requests",
    ),
    path(f"{ONE}/decision", submission.ProposalDecisionView.as_view(), name="api-proposal-decision"),
    path("attachments/<uuid:public_id>", attachments.AttachmentFileView.as_view(), name="api-attachment"),
    path("invitations", invitations.InvitationListView.as_view(), name="api-invitations"),
    path("invitations/<uuid:public_id>", invitations.InvitationView.as_view(), name="api-invitation"),
]
