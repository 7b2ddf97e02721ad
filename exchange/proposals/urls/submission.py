from django.urls import URLPattern, URLResolver, path

from exchange.proposals.views import submission, submissions

ONE = "proposals/<uuid:public_id>/"
SUBMITTED = f"{ONE}submissions/<slug:stage>/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ONE}submit/", submission.proposal_submit, name="proposal-submit"),
    path(f"{ONE}confirm/", submission.proposal_confirm, name="proposal-confirm"),
    path(f"{ONE}unconfirm/", submission.proposal_unconfirm, name="proposal-unconfirm"),
    path(f"{ONE}withdraw/", submission.proposal_withdraw, name="proposal-withdraw"),
    path(f"{ONE}reopen/", submission.proposal_reopen, name="proposal-reopen"),
    path(f"{ONE}submitted/", submissions.submission_latest, name="submission-latest"),
    path(f"{ONE}ask/", submissions.proposal_ask, name="proposal-ask"),
    path(f"{ONE}decide/", submissions.proposal_decide, name="proposal-decide"),
    path(SUBMITTED, submissions.submission_detail, name="submission-detail"),
    path(f"{SUBMITTED}changes/", submissions.submission_diff, name="submission-diff"),
    path("receipts/<uuid:receipt>/", submission.submission_receipt, name="submission-receipt"),
]
