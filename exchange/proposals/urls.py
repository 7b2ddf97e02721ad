from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import answers, invitations, proposals, team

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
    path(f"{ONE}team/<uuid:member_id>/remove/", team.member_remove, name="member-remove"),
    path("invitations/<uuid:public_id>/", invitations.invitation, name="invitation"),
]
