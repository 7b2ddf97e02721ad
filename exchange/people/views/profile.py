"""Profiles: one's own, others', the list, and the form of every section."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from exchange.http.tally import LongPaginator
from exchange.people.disclosure import Viewer, disclose, disclose_all, disclosed_publications
from exchange.people.forms.profile import SECTIONS, PeopleFilterForm, SectionForm
from exchange.people.models import Researcher
from exchange.people.selectors.profile import completeness, find_people, own_profile
from exchange.people.selectors.side import standing_of
from exchange.people.views.access import signed_in

PAGE_SIZE = 20


@login_required
def person_list(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request.user)
    filters = PeopleFilterForm(request.GET)
    page = LongPaginator(find_people(viewer, **filters.criteria()), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "people": disclose_all(page.object_list, viewer),
        "query": query.urlencode(),
        "has_side": bool(viewer.country) or viewer.sees_all,
        "has_profile": viewer.researcher_id is not None,
    }
    return render(request, "people/person_list.html", context)


def visible_or_404(request: HttpRequest, public_id: uuid.UUID) -> Researcher:
    """A profile the viewer may see; a hidden one and none at all look the same."""
    researcher: Researcher = get_object_or_404(Researcher, public_id=public_id)
    if not request.user.has_perm("people.see_researcher", researcher):
        raise Http404
    return researcher


@login_required
def person_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    researcher = visible_or_404(request, public_id)
    viewer = Viewer.of(request.user)
    context = {
        "profile": disclose(researcher, viewer),
        "publications": disclosed_publications(researcher, viewer),
    }
    return render(request, "people/person_detail.html", context)


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    if researcher is None:
        return redirect("onboarding")
    viewer = Viewer.of(request.user)
    context = {
        "profile": disclose(researcher, viewer),
        "publications": disclosed_publications(researcher, viewer),
        "completeness": completeness(researcher),
        "researcher": researcher,
        "standing": standing_of(researcher),
    }
    return render(request, "people/profile.html", context)


def section_form(request: HttpRequest, section: str) -> SectionForm:
    """The section's form, filled from the request or the profile. 404 for an unknown section."""
    if section not in SECTIONS:
        raise Http404
    user = signed_in(request)
    data = request.POST if request.method == "POST" else None
    return SECTIONS[section](data, user=user, researcher=own_profile(user))


def outcome(request: HttpRequest, form: SectionForm) -> HTTPStatus:
    """``FOUND`` once it is saved, so that the answer leads on; the buttons "Find" and "Add" ask for no saving."""
    if request.method != "POST" or form.look_up():
        return HTTPStatus.OK
    return HTTPStatus.FOUND if form.is_valid() and form.save_section() else HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
def profile_edit(request: HttpRequest, section: str) -> HttpResponse:
    form = section_form(request, section)
    if form.researcher is None:
        return redirect("onboarding")
    status = outcome(request, form)
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Saved."))
        return redirect("profile")
    context = {"form": form, "section": section, "template": f"people/sections/{section}.html"}
    return render(request, "people/profile_edit.html", context, status=status)
