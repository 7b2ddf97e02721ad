"""*Search by meaning*: the text is embedded by the worker, never here; the page asks again until that is done."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exchange.people.views.access import signed_in
from matching.enums import Band
from matching.forms import MeaningForm
from matching.selectors.nearest import search_by_meaning
from matching.services.queries import query_vector

UNPROCESSABLE = 422


@login_required
def meaning_search(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    # In the body: an address would be logged, and is too short for a paragraph of Korean.
    form = MeaningForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    status = 200
    if form.is_valid():
        query = query_vector(form.cleaned_data["q"])
        context |= {"text": form.cleaned_data["q"], "waits": query is None}
        if query is not None:
            hits = search_by_meaning(query.vector, model_tag=query.model_tag, user=user)
            context |= {"hits": hits, "weaker": [hit for hit in hits if hit.band == Band.WEAK]}
    elif form.is_bound:
        status = UNPROCESSABLE
    template = "matching/components/meaning_hits.html" if request.headers.get("HX-Request") else "matching/search.html"
    return render(request, template, context, status=status)
