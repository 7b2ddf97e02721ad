"""Documents: uploaded by their own side, served to whoever may read them and to nobody else."""

from __future__ import annotations  # Django's File is generic for the type checker alone

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exchange.dossiers.selectors.attachments import document_rows
from exchange.dossiers.values.files.kinds import SUFFIXES
from exchange.dossiers.views.attachments import hand_in
from exchange.http.downloads import download
from exchange.people.views.access import signed_in
from exchange.proposals.models import Attachment
from exchange.proposals.selectors.attachments import attachment_for, files_now
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.services.attachments import NOT_CURRENT, attach_file, remove_attachment
from exchange.proposals.views.access import workspace_for
from exchange.proposals.views.panel import panel


@login_required
def proposal_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, workspace_for(request, public_id))


@login_required
@require_POST
def document_upload(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    workspace = workspace_for(request, public_id, "proposals.write_proposal")

    def keep(file: File[bytes]) -> object:
        return attach_file(workspace.proposal, document=key, side=workspace.side, file=file, by=signed_in(request))

    def page(refused: str, errors: list[str]) -> HttpResponse:
        return _page(request, workspace, refused=refused, errors=errors)

    return hand_in(request, key, keep=keep, page=page, address=reverse("proposal-documents", args=[public_id]))


@login_required
@require_POST
def attachment_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _readable(request, public_id)
    workspace = workspace_for(request, found.proposal.public_id, "proposals.write_proposal")
    if found.side != workspace.side:
        raise PermissionDenied
    if remove_attachment(found):
        messages.success(request, _("The file has been removed."))
    else:
        messages.info(request, NOT_CURRENT)
    return redirect("proposal-documents", workspace.proposal.public_id)


@login_required
@require_safe
def attachment(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    found = _readable(request, public_id)
    return download(found.file, name=found.name, content_type=found.content_type)


def _readable(request: HttpRequest, public_id: UUID) -> Attachment:
    found = attachment_for(signed_in(request), public_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, workspace: Workspace, *, refused: str = "", errors: list[str] | None = None
) -> HttpResponse:
    draft = load_draft(workspace.proposal)
    context = {
        "workspace": workspace,
        "part": "documents",
        "rows": document_rows(draft, files_now(workspace.proposal), own=workspace.own, may_write=workspace.may_write),
        "suffixes": SUFFIXES,
        "refused": refused,
        "errors": errors or [],
        **panel(workspace.proposal, draft),
    }
    return render(request, "proposals/proposal_documents.html", context, status=422 if refused else 200)
