"""Pages of long lists over the API."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from exchange.http.tally import LongPaginator


class TalliedPagination(PageNumberPagination):
    """``count`` goes no further than 500; ``count_is_exact`` says whether it had to."""

    django_paginator_class = LongPaginator

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        page: Any = self.page
        exact = not page.paginator.tally.more
        return Response({"count": response.data.pop("count"), "count_is_exact": exact, **response.data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] = [*described["required"], "count_is_exact"]
        described["properties"]["count_is_exact"] = {"type": "boolean"}
        return described
