"""Fetch and authorise: what a view of a call or programme needs before it can begin."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from exchange.programmes.models import Call, Programme
from exchange.programmes.selectors.calls import visible_calls


def call_for(request: HttpRequest, public_id: UUID) -> Call:
    """A call that the reader may see; 404 for a draft of somebody else."""
    return get_object_or_404(visible_calls(request.user), public_id=public_id)


def managed_call(request: HttpRequest, public_id: UUID) -> Call:
    """A call of a programme that the person manages; 404 for everybody else."""
    call = get_object_or_404(Call.objects.select_related("version", "programme"), public_id=public_id)
    if not request.user.has_perm("programmes.manage_call", call):
        raise Http404
    return call


def managed_programme(request: HttpRequest, public_id: UUID) -> Programme:
    programme = get_object_or_404(Programme.objects.prefetch_related("agencies"), public_id=public_id)
    if not request.user.has_perm("programmes.manage_programme", programme):
        raise Http404
    return programme
