"""A team's files over the API."""

from http import HTTPStatus
from uuid import UUID

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.enums import FileState
from exchange.dossiers.serializers.attachments import UploadSerializer
from exchange.http.bodies import EnteredMultiPartParser
from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.downloads import download
from exchange.http.requests import do, read
from exchange.http.summaries import summaries
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import Attachment
from exchange.proposals.selectors.attachments import attachment_for
from exchange.proposals.serializers.attachments import AttachmentSerializer
from exchange.proposals.services.attachments import NOT_CURRENT, attach_file, remove_attachment


@summaries(get="List a proposal's files", post="Upload a file to a proposal")
class AttachmentListView(ProposalView):
    """The current files; upload one for one's own side."""

    pagination_class = None
    parser_classes = [EnteredMultiPartParser]

    @extend_schema(responses=AttachmentSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id).proposal
        current = proposal.attachments.filter(stage=proposal.stage, state=FileState.CURRENT)
        return Response(AttachmentSerializer(current, many=True).data)

    @extend_schema(request=UploadSerializer, responses={201: AttachmentSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        sent = read(UploadSerializer(data=request.data))
        made = do(lambda: attach_file(workspace.proposal, side=workspace.side, by=self.user(), **sent))
        return Response(AttachmentSerializer(made).data, status=HTTPStatus.CREATED)


@summaries(get="Download a file of a proposal", delete="Remove a file from a proposal")
class AttachmentFileView(ProposalView):
    """One file, for whoever may read the proposal or the submission that it belongs to.

    DELETE removes one's own side's, while it is a current one; what was submitted keeps it.
    """

    def found(self, public_id: UUID) -> Attachment:
        found = attachment_for(self.user(), public_id)
        if found is None:
            raise Http404
        return found

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: UUID) -> FileResponse:
        found = self.found(public_id)
        return download(found.file, name=found.name, content_type=found.content_type)

    @extend_schema(responses={204: None} | CONFLICT)
    def delete(self, request: Request, public_id: UUID) -> Response:
        found = self.found(public_id)
        workspace = self.workspace(found.proposal.public_id, "proposals.write_proposal")
        if found.side != workspace.side:
            raise PermissionDenied
        if not remove_attachment(found):
            raise Conflict(str(NOT_CURRENT))
        return Response(status=HTTPStatus.NO_CONTENT)
