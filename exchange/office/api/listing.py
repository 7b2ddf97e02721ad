"""The rows of a list."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from exchange.office.api.access import ListedView


class RowListView(ListedView):
    def get(self, request: Request, public_id: UUID) -> Response:
        scope = self.scope(public_id)
        listing = self.read(self.listing_serializer(data=request.query_params)).listing()
        page = self.paginate_queryset(self.listed.rows(scope, listing))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
