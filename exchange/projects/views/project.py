"""Pages of projects: list, read, write, close."""

from typing import Any
from uuid import UUID

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.http.tally import LongPaginator
from exchange.people.disclosure import NotDisclosedError, Viewer, disclose
from exchange.people.views.access import signed_in
from exchange.projects.enums import ProjectStatus
from exchange.projects.forms import CloseForm, FilterForm, ProjectForm, ResourceRows
from exchange.projects.models import Project, ProjectResource
from exchange.projects.selectors import find_projects, visible_projects
from exchange.projects.services import change_project, close_project, create_project

PAGE = 20


@login_required
def project_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = LongPaginator(find_projects(signed_in(request), **filters), PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/project_list.html", {"form": form, "page": page})


@login_required
def project_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    project = get_object_or_404(visible_projects(signed_in(request)), public_id=public_id)
    return _detail(request, project, CloseForm())


@login_required
def project_create(request: HttpRequest) -> HttpResponse:
    if not rules.has_perm("projects.create_project", request.user):
        return redirect("onboarding")
    return _edit(request, None)


@login_required
def project_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _edit(request, _own_project(request, public_id))


@login_required
@require_POST
def project_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    project = _own_project(request, public_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _detail(request, project, form)
    try:
        close_project(project, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The project is closed and is not suggested any more."))
    return redirect("project-detail", public_id)


def _detail(request: HttpRequest, project: Project, form: CloseForm) -> HttpResponse:
    context = {
        "project": project,
        "lead": _lead(request, project),
        "resources": project.resources.all(),
        "topics": project.topics.all(),
        "may_change": request.user.has_perm("projects.edit_project", project),
        "close_form": form,
        "open_label": ProjectStatus.OPEN.label,
    }
    return render(request, "projects/project_detail.html", context, status=422 if form.errors else 200)


def _own_project(request: HttpRequest, public_id: UUID) -> Project:
    """404 for what one may not even see, 403 for what one may only read."""
    project = get_object_or_404(visible_projects(signed_in(request)), public_id=public_id)
    if not request.user.has_perm("projects.edit_project", project):
        raise PermissionDenied
    return project


def _edit(request: HttpRequest, project: Project | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ProjectForm(data, instance=project, lead=signed_in(request).researcher)
    rows = ResourceRows(data, initial=_rows(project), prefix="resources")
    asks = form.look_up()
    if (
        data is not None
        and not asks
        and form.is_valid()
        and rows.is_valid()
        and (saved := _save(request, project, form, rows))
    ):
        messages.success(request, _saved(saved))
        return redirect("project-detail", saved.public_id)
    context = {"form": form, "rows": rows, "project": project}
    return render(request, "projects/project_edit.html", context, status=200 if data is None or asks else 422)


def _saved(project: Project) -> str:
    if project.is_open:
        return _("Saved. The matching reads it within a minute.")
    return _("Saved as a draft.")


def _save(request: HttpRequest, project: Project | None, form: ProjectForm, rows: Any) -> Project | None:
    """Save, or put the objection on the form, with everything that was typed."""
    values = {**form.values(), "resources": [row.line() for row in rows if row.cleaned_data.get("text")]}
    try:
        if project is None:
            return create_project(signed_in(request).researcher, **values)
        return change_project(project, read_at=form.cleaned_data["read_at"], **values)
    except Stale as stale:
        typed = request.POST.copy()
        typed["read_at"] = stale.current.changed_at.isoformat()
        form.data = typed
        form.add_error(
            None,
            _("Somebody else saved this project while you wrote. Your text is below; saving again replaces theirs."),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


def _rows(project: Project | None) -> list[dict[str, str]]:
    return [] if project is None else [_row(row) for row in project.resources.all()]


def _row(resource: ProjectResource) -> dict[str, str]:
    return {"direction": resource.direction, "kind": resource.kind, "text": resource.text}


def _lead(request: HttpRequest, project: Project) -> Any:
    if project.lead is None:
        return None
    try:
        return disclose(project.lead, Viewer.of(request.user))
    except NotDisclosedError:
        return None
