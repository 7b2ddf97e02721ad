from django.urls import URLPattern, URLResolver, path

from exchange.proposals import api

ONE = "proposals/<uuid:public_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("proposals", api.ProposalListView.as_view(), name="api-proposals"),
    path(ONE, api.ProposalDetailView.as_view(), name="api-proposal"),
    path(f"{ONE}/checks", api.ProposalChecksView.as_view(), name="api-proposal-checks"),
    path(f"{ONE}/team", api.ProposalTeamView.as_view(), name="api-proposal-team"),
    path(f"{ONE}/answers", api.AnswerListView.as_view(), name="api-proposal-answers"),
    path(f"{ONE}/answers/<slug:key>/<slug:side>", api.AnswerView.as_view(), name="api-proposal-answer"),
    path(f"{ONE}/attachments", api.AttachmentListView.as_view(), name="api-proposal-attachments"),
    path("attachments/<uuid:public_id>", api.AttachmentFileView.as_view(), name="api-attachment"),
    path("invitations", api.InvitationListView.as_view(), name="api-invitations"),
    path("invitations/<uuid:public_id>", api.InvitationView.as_view(), name="api-invitation"),
]
