"""Fetch and authorise: 404 for whoever does not manage what is asked for."""

from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from exchange.office.models import Export, MessageBatch
from exchange.office.selectors.batch import managed_batches
from exchange.office.selectors.export import own_exports
from exchange.office.selectors.managed import AnyList
from exchange.people.views.access import signed_in


def scope_for(request: HttpRequest, listed: AnyList, public_id: UUID) -> Model:
    scope: Model = get_object_or_404(listed.open_to(signed_in(request)), public_id=public_id)
    return scope


def export_for(request: HttpRequest, public_id: UUID) -> Export:
    return get_object_or_404(own_exports(signed_in(request)), public_id=public_id)


def batch_for(request: HttpRequest, public_id: UUID) -> MessageBatch:
    return get_object_or_404(managed_batches(signed_in(request)), public_id=public_id)
