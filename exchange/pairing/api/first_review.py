"""First reviews of concept papers over the API for programme managers."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import IntegerField

from exchange.http.conflict import CONFLICT
from exchange.http.requests import or_conflict, read
from exchange.http.summaries import summaries
from exchange.pairing.api.access import PairingRouteView
from exchange.pairing.selectors.first_review import agency_for, managed_papers
from exchange.pairing.selectors.paper import concept_papers
from exchange.pairing.serializers.first_review import ManagedPaperSerializer, ReviewResultsSerializer
from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.programmes.models import Agency, Call


@summaries(get="List a call's concept papers")
class PairingPapersView(PairingRouteView):
    """The concept papers that were submitted, with their first reviews."""

    @extend_schema(responses=ManagedPaperSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        papers: Any = managed_papers(self.call(public_id))
        page: Any = self.paginate_queryset(papers)
        return self.get_paginated_response(ManagedPaperSerializer(page, many=True).data)


@summaries(put="Enter results of the first review")
class PairingReviewsView(PairingRouteView):
    """Enter one's own agency's results on its side's papers, all or none; answers how many changed."""

    @extend_schema(
        request=ReviewResultsSerializer,
        responses={200: inline_serializer("ReviewsEntered", {"count": IntegerField()})} | CONFLICT,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        agency = self.agency(call)
        results = _results(call, read(ReviewResultsSerializer(data=request.data))["results"])
        by = self.user()
        count = or_conflict(lambda: enter_first_reviews(call, agency=agency, results=results, by=by))
        return Response({"count": count})

    def agency(self, call: Call) -> Agency:
        agency = agency_for(self.user(), call)
        if agency is None:
            raise PermissionDenied
        return agency


def _results(call: Call, sent: list[dict[str, Any]]) -> dict[int, ReviewResult]:
    """By primary key; 400 where a paper is not of this call."""
    papers = concept_papers(call).filter(public_id__in=[row["paper"] for row in sent])
    known = dict(papers.values_list("public_id", "pk"))
    if unknown := [str(row["paper"]) for row in sent if row["paper"] not in known]:
        text = _("Not a concept paper of this call: %(papers)s.")
        raise ValidationError({"results": [text % {"papers": ", ".join(unknown)}]})
    return {known[row["paper"]]: ReviewResult(row["is_eligible"], row["reason"]) for row in sent}
