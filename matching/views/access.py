"""Fetch and authorise: what a view needs before it can begin."""

from uuid import UUID

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from exchange.people.models import Researcher, User
from exchange.people.views.access import own_researcher
from matching.models import Introduction, Pair


def pair_for(request: HttpRequest, public_id: UUID, permission: str) -> Pair:
    """The pair, or 404 where the person may not know of it."""
    pair = get_object_or_404(Pair.objects.select_related("researcher", "partner", "project__lead"), public_id=public_id)
    if not request.user.has_perm(permission, pair):
        raise Http404
    return pair


def introduction_for(request: HttpRequest, public_id: UUID) -> tuple[Introduction, Researcher]:
    """The introduction and the party that is signed in, or 404."""
    introductions = Introduction.objects.select_related("pair__researcher", "pair__partner", "pair__project__lead")
    introduction = get_object_or_404(introductions, public_id=public_id)
    researcher = own_researcher(request)
    if researcher is None or not request.user.has_perm("matching.see_introduction", introduction):
        raise Http404
    return introduction, researcher


def require(request: HttpRequest, permission: str) -> User:
    """The signed-in person, or 403. The rule decides for superusers too: they belong to no side's queue."""
    if not rules.has_perm(permission, request.user) or not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page. Going back in the history it asks for the whole one."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def asks_for_weaker(request: HttpRequest) -> bool:
    """Whether a list shows what it otherwise folds away."""
    return "weaker" in request.GET
