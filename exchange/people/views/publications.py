"""My publications: what is there, what represents me, and bringing more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.forms.publications import ImportForm
from exchange.people.models import Researcher
from exchange.people.publications import UnreadableBibliography
from exchange.people.services.publications import choose_publications, import_bibliography, remove_publication
from exchange.people.views.profile import signed_in


def _researcher(request: HttpRequest) -> Researcher | None:
    return Researcher.objects.filter(user=signed_in(request)).first()


@login_required
def publication_list(request: HttpRequest) -> HttpResponse:
    researcher = _researcher(request)
    if researcher is None:
        return redirect("onboarding")
    return _page(request, researcher, ImportForm())


@login_required
@require_POST
def publication_import(request: HttpRequest) -> HttpResponse:
    researcher = _researcher(request)
    if researcher is None:
        return redirect("onboarding")
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, researcher, form)
    try:
        job = import_bibliography(researcher, text=form.cleaned_data["text"], source=form.cleaned_data["source"])
    except UnreadableBibliography as error:
        form.add_error("text", str(error))
        return _page(request, researcher, form)
    counts = {"added": job.added, "merged": job.merged, "rejected": len(job.rejected)}
    messages.success(
        request, _("%(added)d added, %(merged)d were there already, %(rejected)d could not be used.") % counts
    )
    return redirect("publication-list")


@login_required
@require_POST
def publication_choose(request: HttpRequest) -> HttpResponse:
    researcher = _researcher(request)
    if researcher is None:
        return redirect("onboarding")
    if (remove := request.POST.get("remove", "")).isdecimal():
        remove_publication(researcher, pk=int(remove))
        messages.success(request, _("Removed."))
        return redirect("publication-list")
    choose_publications(researcher, chosen=[int(key) for key in request.POST.getlist("chosen") if key.isdecimal()])
    messages.success(request, _("Saved. The matching reads it within a minute."))
    return redirect("publication-list")


def _page(request: HttpRequest, researcher: Researcher, form: ImportForm) -> HttpResponse:
    context = {
        "form": form,
        "publications": researcher.publications.all(),
        "last_import": researcher.publication_imports.first(),
    }
    return render(request, "people/publication_list.html", context, status=422 if form.is_bound else 200)
