"""How this installation does, for administrators; the page is made while the broker is away, too."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from exchange.people.views.access import signed_in
from exchange.web.status.registry import sections


@login_required
def status(request: HttpRequest) -> HttpResponse:
    if not signed_in(request).has_perm("people.administer"):
        raise Http404
    return render(request, "web/status.html", {"sections": sections()})
