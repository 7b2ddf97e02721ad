from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import answers, attachments, budget, invitations, proposals, team

ONE = "proposals/<uuid:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("calls/<uuid:public_id>/apply/", proposals.proposal_create, name="proposal-create"),
    path(ONE, proposals.proposal_detail, name="proposal-detail"),
    path(f"{ONE}titles/", proposals.proposal_titles, name="proposal-titles"),
    path(f"{ONE}checks/", proposals.proposal_checks, name="proposal-checks"),
    path(f"{ONE}answers/", answers.proposal_answers, name="proposal-answers"),
    path(f"{ONE}answers/<slug:key>/<slug:side>/", answers.answer_save, name="answer-save"),
    path(f"{ONE}team/", team.proposal_team, name="proposal-team"),
    path(f"{ONE}team/me/", team.proposal_declaration, name="proposal-declaration"),
    path(f"{ONE}team/partner/", team.proposal_partner, name="proposal-partner"),
    path(f"{ONE}team/<uuid:member_id>/role/", team.member_role, name="member-role"),
    path(f"{ONE}team/<uuid:member_id>/resend/", team.member_resend, name="member-resend"),
    path(f"{ONE}team/<uuid:member_id>/remove/", team.member_remove, name="member-remove"),
    path(f"{ONE}budget/", budget.proposal_budget, name="proposal-budget"),
    path(f"{ONE}documents/", attachments.proposal_documents, name="proposal-documents"),
    path(f"{ONE}documents/<slug:key>/", attachments.document_upload, name="document-upload"),
    path("attachments/<uuid:public_id>/", attachments.attachment, name="attachment"),
    path("attachments/<uuid:public_id>/remove/", attachments.attachment_remove, name="attachment-remove"),
    path("invitations/<uuid:public_id>/", invitations.invitation, name="invitation"),
]
