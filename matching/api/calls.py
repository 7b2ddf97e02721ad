"""*Which call fits me* and *Find a co-PI* over the API."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.summaries import summaries
from exchange.people.api.access import own_researcher
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import visible_calls
from matching.selectors.calls import calls_for, partners_for
from matching.serializers.calls import CallFitSerializer, PartnerFitSerializer


@summaries(get="List calls that fit me")
class CallsForMeView(generics.GenericAPIView[Any]):
    """Calls to which one may apply now, the best fit first; those of which nothing is known come last."""

    queryset = Call.objects.none()  # for the documentation
    serializer_class = CallFitSerializer

    @extend_schema(responses=CallFitSerializer(many=True))
    def get(self, request: Request) -> Response:
        fits: Any = calls_for(own_researcher(request))
        page: Any = self.paginate_queryset(fits)
        return self.get_paginated_response(CallFitSerializer(page, many=True).data)


@summaries(get="List possible partners for a call")
class PartnersView(generics.GenericAPIView[Any]):
    """People of the other side who come close to oneself and to the call, as far as they agreed to be shown."""

    queryset = Call.objects.none()  # for the documentation
    serializer_class = PartnerFitSerializer

    @extend_schema(responses=PartnerFitSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        call: Call = get_object_or_404(visible_calls(request.user), public_id=public_id)
        researcher = own_researcher(request)
        if not call.is_public:
            raise Http404
        fits: Any = partners_for(researcher, call)
        page: Any = self.paginate_queryset(fits)
        return self.get_paginated_response(PartnerFitSerializer(page, many=True).data)
