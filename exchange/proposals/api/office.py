"""A call's proposals for its managers over the API: list, exports, messages to teams. 404 for everybody else."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from exchange.http.summaries import summaries
from exchange.office.api.batch import BatchListView
from exchange.office.api.export import ExportListView
from exchange.office.api.listing import RowListView
from exchange.office.serializers import BatchDetailSerializer, ExportSerializer
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.serializers.office import (
    BatchRequestSerializer,
    ExportRequestSerializer,
    OfficeProposalSerializer,
    ProposalListingSerializer,
)


@extend_schema_view(
    get=extend_schema(parameters=[ProposalListingSerializer], responses=OfficeProposalSerializer(many=True))
)
@summaries(get="List a call's proposals")
class OfficeProposalListView(RowListView):
    """Of drafts there are figures, no content."""

    queryset = Proposal.objects.none()
    serializer_class = OfficeProposalSerializer
    listed, listing_serializer = PROPOSALS, ProposalListingSerializer


@extend_schema_view(post=extend_schema(request=ExportRequestSerializer, responses={202: ExportSerializer}))
@summaries(get="List my exports of a call's proposals", post="Export a call's proposals")
class ProposalExportListView(ExportListView):
    """One's own exports of the call; ask for one."""

    listed, listing_serializer = PROPOSALS, ProposalListingSerializer
    request_serializer = ExportRequestSerializer


@extend_schema_view(post=extend_schema(request=BatchRequestSerializer, responses={201: BatchDetailSerializer}))
@summaries(get="List messages to a call's teams", post="Write a message to a call's teams")
class TeamMessageListView(BatchListView):
    """Messages to teams of the call; write one, as a draft to be reviewed."""

    listed, listing_serializer = PROPOSALS, ProposalListingSerializer
    request_serializer = BatchRequestSerializer
