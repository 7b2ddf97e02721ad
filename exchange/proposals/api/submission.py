"""Confirm, submit, withdraw; read and compare what was submitted; ask for more and decide: as the pages do."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.refusal import Outdated, Refused
from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.limits import is_too_often
from exchange.http.requests import Made, or_conflict, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.people.enums import Side
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import Proposal, Submission
from exchange.proposals.rules import confirmed_sides
from exchange.proposals.selectors.history import changes_since
from exchange.proposals.selectors.submissions import files_of, read_submission, readiness, submissions_of
from exchange.proposals.serializers.proposals import ProposalSerializer
from exchange.proposals.serializers.submission import (
    AskSerializer,
    ChangesSerializer,
    ConfirmSerializer,
    DecideSerializer,
    InformationRequestSerializer,
    ReadinessSerializer,
    ReceiptSerializer,
    RefusalSerializer,
    SinceSerializer,
    SubmissionSerializer,
    SubmitSerializer,
    WithdrawSerializer,
)
from exchange.proposals.services.decisions import advance_proposal, ask_information, decline_proposal
from exchange.proposals.services.submission import (
    confirm_side,
    reopen_proposal,
    submit_proposal,
    take_back_confirmation,
    withdraw_proposal,
)
from exchange.proposals.values.reading import changes


class _SubmissionView(ProposalView):
    def own(self, public_id: UUID, permission: str = "") -> Proposal:
        """A proposal of the reader's team; what a manager reads is what was submitted."""
        proposal = self.proposal(public_id)
        if not self.user().has_perm("proposals.be_in_team", proposal):
            raise Http404
        if permission and not self.user().has_perm(permission, proposal):
            raise PermissionDenied
        return proposal

    def submission(self, public_id: UUID, stage: str, number: int) -> Submission:
        return get_object_or_404(submissions_of(self.proposal(public_id)), stage=stage, number=number)

    def readiness(self, proposal: Proposal) -> Response:
        return Response(ReadinessSerializer(readiness(proposal)).data)


@summaries(get="What a proposal lacks before it can be submitted")
class ReadinessView(_SubmissionView):
    """What is lacking before the proposal can be submitted, and the digest of its content to be confirmed."""

    @extend_schema(responses=ReadinessSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.readiness(self.own(public_id))


@summaries(put="Confirm a proposal's content for a side", delete="Take a confirmation back")
class ConfirmationView(_SubmissionView):
    """Confirm the content in the name of one's side, which one leads as PI; DELETE takes it back."""

    def confirming(self, public_id: UUID, side: str) -> tuple[Proposal, Side]:
        proposal = self.proposal(public_id, "proposals.confirm_proposal")
        if side not in proposal.sides:
            raise Http404
        if side not in confirmed_sides(self.user(), proposal):
            raise PermissionDenied
        return proposal, Side(side)

    @extend_schema(request=ConfirmSerializer, responses={200: ReadinessSerializer, 409: RefusalSerializer})
    def put(self, request: Request, public_id: UUID, side: str) -> Response:
        proposal, own = self.confirming(public_id, side)
        digest = read(ConfirmSerializer(data=request.data))["digest"]
        try:
            confirm_side(proposal, side=own, digest=digest, by=self.user())
        except Refused as refused:
            return _refusal(proposal, refused, read=digest)
        return self.readiness(proposal)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID, side: str) -> Response:
        proposal, own = self.confirming(public_id, side)
        take_back_confirmation(proposal, side=own)
        return Response(status=HTTPStatus.NO_CONTENT)


@summaries(get="List a proposal's submissions", post="Submit a proposal")
class SubmissionListView(_SubmissionView):
    """What was submitted over all stages, newest first; POST submits what both sides confirmed and ``digest`` names.

    Submitting the same content twice answers the receipt of the first time. A 409 says why nothing was submitted.
    """

    @extend_schema(responses=ReceiptSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        submissions: Any = submissions_of(self.proposal(public_id)).defer("content")
        page: Any = self.paginate_queryset(submissions)
        return self.get_paginated_response(ReceiptSerializer(page, many=True).data)

    @extend_schema(request=SubmitSerializer, responses={200: ReceiptSerializer, 409: RefusalSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        proposal = self.own(public_id, "proposals.lead_proposal")
        sent = read(SubmitSerializer(data=request.data))
        if sent.get("late_code") and is_too_often(request, "late_code"):
            raise Throttled
        try:
            submission = submit_proposal(proposal, by=self.user(), **sent)
        except Refused as refused:
            return _refusal(proposal, refused, read=sent["digest"])
        return Response(ReceiptSerializer(submission).data)


@summaries(get="Read a submission")
class SubmissionDetailView(_SubmissionView):
    """One submission as it was, in the words of the call as it was then."""

    @extend_schema(responses=SubmissionSerializer)
    def get(self, request: Request, public_id: UUID, stage: str, number: int) -> Response:
        submission = self.submission(public_id, stage, number)
        shown = {"receipt": submission, "content": read_submission(submission)}
        return Response(SubmissionSerializer(shown, context={"files": files_of(submission)}).data)


@summaries(get="Compare two submissions of a proposal")
class SubmissionChangesView(_SubmissionView):
    """What changed since the submission before, or since the one that ``since`` names."""

    @extend_schema(parameters=[SinceSerializer], responses=ChangesSerializer)
    def get(self, request: Request, public_id: UUID, stage: str, number: int) -> Response:
        new = self.submission(public_id, stage, number)
        since = read(SinceSerializer(data=request.query_params)).get("since", number - 1)
        old = self.submission(public_id, stage, since)
        parts = changes(read_submission(old), read_submission(new))
        return Response(ChangesSerializer({"old": old, "new": new, "parts": parts}).data)


@summaries(get="Read a receipt")
class ReceiptView(_SubmissionView):
    """The receipt of a submission, for whoever may read the proposal."""

    @extend_schema(responses=ReceiptSerializer)
    def get(self, request: Request, receipt: UUID) -> Response:
        rows = Submission.objects.select_related("proposal__call", "call_version")
        submission = get_object_or_404(rows, receipt=receipt)
        if not self.user().has_perm("proposals.see_proposal", submission.proposal):
            raise Http404
        return Response(ReceiptSerializer(submission).data)


@summaries(post="Withdraw a proposal", delete="Take up a withdrawn proposal again")
class WithdrawalView(_SubmissionView):
    """Withdraw what was submitted, which stays readable; DELETE takes the work up again while the stage is open."""

    @extend_schema(request=WithdrawSerializer, responses={200: ProposalSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        proposal = self.proposal(public_id, "proposals.lead_proposal")
        reason = read(WithdrawSerializer(data=request.data))["reason"]
        return self.changed(lambda: withdraw_proposal(proposal, reason=reason, by=self.user()))

    @extend_schema(responses={200: ProposalSerializer} | CONFLICT)
    def delete(self, request: Request, public_id: UUID) -> Response:
        proposal = self.proposal(public_id, "proposals.lead_proposal")
        return self.changed(lambda: reopen_proposal(proposal))

    def changed(self, action: Callable[[], Proposal]) -> Response:
        return Response(ProposalSerializer(or_conflict(action)).data)


@summaries(get="List requests for more information", post="Ask a team for more information")
class InformationRequestListView(_SubmissionView):
    """What the call's managers asked, and what was answered; a manager asks for more.

    Of a submission that they name by its receipt: where a newer one has come in, a 409 says so, and nothing is asked.
    """

    @extend_schema(responses=InformationRequestSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        asked: Any = self.proposal(public_id).information_requests.select_related("asked_by", "answered_by")
        page: Any = self.paginate_queryset(asked)
        return self.get_paginated_response(InformationRequestSerializer(page, many=True).data)

    @extend_schema(request=AskSerializer, responses={201: InformationRequestSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        proposal = self.proposal(public_id, "proposals.manage_proposal")
        sent = read(AskSerializer(data=request.data))
        asked = _unless_unread(lambda: ask_information(proposal, by=self.user(), **sent))
        return Response(InformationRequestSerializer(asked).data, status=HTTPStatus.CREATED)


@summaries(post="Let a proposal go on to the next stage, or not")
class ProposalDecisionView(_SubmissionView):
    """A manager lets a submitted proposal go on to the next stage (``advance``), or not (``decline``).

    They name the submission that they have read by its receipt: where a newer one has come in, a 409 says so, and
    nothing is decided.
    """

    @extend_schema(request=DecideSerializer, responses={200: ProposalSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        proposal = self.proposal(public_id, "proposals.manage_proposal")
        sent = read(DecideSerializer(data=request.data))
        service = {"advance": advance_proposal, "decline": decline_proposal}[sent["decision"]]
        decided = _unless_unread(lambda: service(proposal, read=sent["read"], by=self.user()))
        return Response(ProposalSerializer(decided).data)


def _unless_unread(action: Callable[[], Made]) -> Made:
    try:
        return or_conflict(action)
    except Stale as unread:
        raise Conflict(str(unread)) from unread


def _refusal(proposal: Proposal, refused: Refused, *, read: str) -> Response:
    proposal.refresh_from_db()
    changed = (changes_since(proposal, read) if isinstance(refused, Outdated) else None) or ()
    lacking = [result for result in readiness(proposal).results if result.outcome != Outcome.PASS]
    shown = {"detail": " ".join(refused.messages), "changes": changed, "checks": lacking}
    return Response(RefusalSerializer(shown).data, status=HTTPStatus.CONFLICT)
