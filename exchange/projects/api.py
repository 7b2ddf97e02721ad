"""Projects over the API: find, read, create and change."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

import rules
from django.core.exceptions import ValidationError as DjangoValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, as_serializer_error

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.paging import TalliedPagination
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView
from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all
from exchange.projects.models import Project
from exchange.projects.selectors import find_projects, visible_projects
from exchange.projects.serializers import ClosingSerializer, ProjectFilterSerializer, ProjectSerializer


class _ProjectView(AccountView[Project]):
    queryset = Project.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = ProjectSerializer

    def project(self, public_id: UUID) -> Project:
        return get_object_or_404(visible_projects(self.user()), public_id=public_id)

    def own_project(self, public_id: UUID) -> Project:
        """404 for what one may not even see, 403 for what one may only read."""
        project = self.project(public_id)
        if not self.user().has_perm("projects.edit_project", project):
            raise PermissionDenied
        return project

    def shown(self, projects: Iterable[Project]) -> list[dict[str, Any]]:
        """Every project with what the viewer may see of its lead, in a constant number of queries."""
        rows = list(projects)
        leads = _leads(rows, Viewer.of(self.user()))
        context = {**self.get_serializer_context(), "leads": leads}
        return [dict(row) for row in ProjectSerializer(rows, many=True, context=context).data]

    def saved(self, project: Project | None = None, *, data: Any) -> dict[str, Any]:
        """Create, or change ``project``; the services' objections become answers."""
        context = self.get_serializer_context()
        serializer = ProjectSerializer(project, data=data, partial=project is not None, context=context)
        serializer.is_valid(raise_exception=True)
        return self.shown([_save(serializer)])[0]


@summaries(get="List projects", post="Create a project")
class ProjectListView(_ProjectView):
    """The projects one may read, newest first; create one's own."""

    pagination_class = TalliedPagination

    @extend_schema(parameters=[ProjectFilterSerializer], responses=ProjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        filters = ProjectFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        projects = find_projects(self.user(), **filters.validated_data)
        page = self.paginate_queryset(projects.prefetch_related("topics", "resources"))
        return self.get_paginated_response(self.shown(page or []))

    @extend_schema(responses={HTTPStatus.CREATED: ProjectSerializer})
    def post(self, request: Request) -> Response:
        if not rules.has_perm("projects.create_project", self.user()):
            raise PermissionDenied
        return Response(self.saved(data=request.data), status=HTTPStatus.CREATED)


@summaries(get="Read a project", patch="Change a project of mine")
class ProjectDetailView(_ProjectView):
    """Read a project; its lead may change it."""

    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(self.shown([self.project(public_id)])[0])

    @extend_schema(responses={200: ProjectSerializer} | CONFLICT)
    def patch(self, request: Request, public_id: UUID) -> Response:
        return Response(self.saved(self.own_project(public_id), data=request.data))


@summaries(post="Close a project of mine")
class ProjectCloseView(_ProjectView):
    """Close a project of one's own: it is not suggested any more."""

    @extend_schema(request=ClosingSerializer, responses={200: ProjectSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        project = self.own_project(public_id)
        serializer = ClosingSerializer(project, data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(self.shown([_save(serializer)])[0])


def _leads(projects: Iterable[Project], viewer: Viewer) -> dict[str, DisclosedProfile]:
    leads = {project.lead.pk: project.lead for project in projects if project.lead}
    return {profile.public_id: profile for profile in disclose_all(leads.values(), viewer)}


def _save(serializer: BaseSerializer[Project]) -> Project:
    try:
        return serializer.save()
    except Stale as error:
        raise Conflict(str(error)) from error
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error
