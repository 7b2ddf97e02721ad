"""Text that pages are sent, before anything reads it. The API's bodies are read by its own parsers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from rest_framework.views import APIView

from exchange.http.forms import fields_entered, name_files


class EnteredTextMiddleware:
    """Stands before whatever reads queries or forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = fields_entered(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: Any) -> None:
        if request.method == "POST" and not issubclass(getattr(view, "cls", object), APIView):
            _read_form(request)


def _read_form(request: HttpRequest) -> None:
    try:
        request.POST = fields_entered(request.POST)
    except UnreadablePostError:  # the browser is gone; what reads the form next says so
        return
    for files in request.FILES.lists():
        name_files(files[1])
