"""What an invited person sees: whose team, which call, accept or decline."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from exchange.people.models import Researcher
from exchange.proposals.enums import MemberState
from exchange.proposals.forms.team import DeclineForm
from exchange.proposals.models import TeamMember
from exchange.proposals.services.team import accept_invitation, decline_invitation

PAGE = "proposals/invitation.html"


def invitation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whoever has the link learns of the call alone, until they are the person whose address it is."""
    invited = TeamMember.objects.select_related("proposal__call__version", "proposal__call__programme", "invited_by")
    member = get_object_or_404(invited, public_id=public_id)
    if not request.user.is_authenticated:
        return render(request, PAGE, {"call": member.proposal.call})
    is_theirs = request.user.has_perm("proposals.answer_invitation", member)
    # Somebody of the team, or a manager, may have an invitation of their own to answer.
    waits = is_theirs and member.state == MemberState.INVITED
    if not waits and request.user.has_perm("proposals.see_proposal", member.proposal):
        return redirect(member.proposal)
    if not is_theirs:
        return render(request, PAGE, {"call": member.proposal.call, "is_other": True}, status=403)
    researcher = Researcher.objects.filter(user=request.user).select_related("organisation").first()
    form = DeclineForm(request.POST or None)
    if request.method == "POST":
        return _answered(request, member, researcher, form)
    return _page(request, member, researcher, form)


def _answered(
    request: HttpRequest, member: TeamMember, researcher: Researcher | None, form: DeclineForm
) -> HttpResponse:
    try:
        if request.POST.get("answer") == "decline" and form.is_valid():
            decline_invitation(member, reason=form.cleaned_data["reason"])
            messages.success(request, _("Declined. The team sees it."))
            return redirect("proposal-list")
        if request.POST.get("answer") == "accept" and researcher is not None:
            accept_invitation(member, researcher=researcher)
            messages.success(request, _("Welcome to the team. Sign off your own entry below."))
            return redirect("proposal-team", member.proposal.public_id)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _page(request, member, researcher, form, status=422)


def _page(
    request: HttpRequest,
    member: TeamMember,
    researcher: Researcher | None,
    form: DeclineForm,
    *,
    status: int = 200,
) -> HttpResponse:
    inviter = TeamMember.objects.filter(
        proposal=member.proposal_id, researcher__user=member.invited_by_id, researcher__isnull=False
    ).first()
    context = {
        "call": member.proposal.call,
        "member": member,
        "inviter": inviter,
        "researcher": researcher,
        "is_on_side": researcher is not None and researcher.side == member.side,
        "form": form,
    }
    return render(request, PAGE, context, status=status)
