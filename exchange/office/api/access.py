"""Fetch and authorise: 404 for whoever does not manage what is asked for."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model
from django.shortcuts import get_object_or_404

from exchange.office.models import Export
from exchange.office.selectors.managed import AnyList
from exchange.office.serializers import ListingSerializer
from exchange.people.api.access import AccountView


class OfficeView(AccountView[Any]):
    queryset: Any = Export.objects.none()  # for the documentation; what is read follows from who reads

    def read(self, serializer: Any) -> Any:
        serializer.is_valid(raise_exception=True)
        return serializer


class ListedView(OfficeView):
    """A route of one list, for its slice to name: the list, and how its filters are sent."""

    listed: ClassVar[AnyList]
    listing_serializer: ClassVar[type[ListingSerializer]]

    def scope(self, public_id: UUID) -> Model:
        scope: Model = get_object_or_404(self.listed.open_to(self.user()), public_id=public_id)
        return scope
