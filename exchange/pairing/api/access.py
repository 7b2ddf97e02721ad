"""Fetch and authorise: what a manager's route needs before it can begin."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.round import managed_pairing
from exchange.pairing.serializers.round import PairingSerializer
from exchange.people.api.access import AccountView
from exchange.programmes.enums import TeamFormation
from exchange.programmes.models import Call


class PairingRouteView(AccountView[Any]):
    """404 for everybody but the managers of a call whose teams are matched."""

    queryset = PairingRound.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PairingSerializer

    def call(self, public_id: UUID) -> Call:
        call = get_object_or_404(Call.objects.select_related("version", "programme"), public_id=public_id)
        is_managed = self.user().has_perm("proposals.manage_proposals_of", call)
        if not is_managed or call.definition.team_formation != TeamFormation.MATCHMAKING:
            raise Http404
        return call

    def round(self, call: Call) -> PairingRound:
        return get_object_or_404(PairingRound, call=call)

    def shown(self, call: Call, status: int = HTTPStatus.OK) -> Response:
        return Response(PairingSerializer(managed_pairing(call, self.user())).data, status=status)
